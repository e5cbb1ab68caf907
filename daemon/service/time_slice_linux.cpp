#include <linux/sched.h>
#include <linux/sched/types.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "daemon/service/time_slice.hpp"

namespace scrm::service {

// Kernels that do not know of slices report none.
void double_time_slice() {
    sched_attr attributes{};
    if (::syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0)
        return;
    if (attributes.sched_policy != SCHED_NORMAL || attributes.sched_runtime == 0)
        return;
    attributes.sched_runtime *= 2;
    (void)!::syscall(SYS_sched_setattr, 0, &attributes, 0);
}

}  // namespace scrm::service
