#include "daemon/service/time_slice.hpp"

namespace scrm::service {

void double_time_slice() {}

}  // namespace scrm::service
