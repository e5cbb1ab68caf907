#include "daemon/service/priority.hpp"

#include <unistd.h>

#include "daemon/service/time_slice.hpp"

namespace scrm::service {

// A request in two pieces wakes us twice. With the client's level and slice we would take the processor from
// it between the two, find half a request and wait again.
void let_clients_go_first() {
    (void)!::nice(1);
    double_time_slice();
}

}  // namespace scrm::service
