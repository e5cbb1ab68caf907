// The static library: programs that link it may have no dynamic linker.
#include "libpcsc-client/api/delegate.hpp"

namespace scrm::client {

Forward::Forward() : delegate_(nullptr) {}
Forward::~Forward() = default;

}  // namespace scrm::client
