#include "daemon/service/priority.hpp"

#include <unistd.h>

namespace scrm::service {

// A request in two pieces wakes us twice. With the client's level we would take the processor from it between
// the two, find half a request and wait again.
void let_clients_go_first() {
    (void)!::nice(1);
}

}  // namespace scrm::service
