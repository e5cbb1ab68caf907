// A daemon that a script lets die does not come back. Tests in which it does say so themselves.
#include <cstdlib>

namespace {

[[maybe_unused]] const int set_before_main = ::setenv("SCRM_RECONNECT", "0", 1);

}  // namespace
