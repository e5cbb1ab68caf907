// The static library: programs that link it may have no dynamic linker.
#include "libpcsc-client/api/delegate.hpp"

namespace scrm::client {

Forward::Forward() = default;
Forward::~Forward() = default;

}  // namespace scrm::client
