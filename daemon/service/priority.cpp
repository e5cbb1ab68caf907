#include "daemon/service/priority.hpp"

#include <sys/resource.h>

namespace scrm::service {

// A request in two pieces wakes us twice. With the client's level we would take the processor from it between
// the two, find half a request and wait again.
void let_clients_go_first() {
    if (::getpriority(PRIO_PROCESS, 0) == 0)
        (void)::setpriority(PRIO_PROCESS, 0, 1);
}

}  // namespace scrm::service
