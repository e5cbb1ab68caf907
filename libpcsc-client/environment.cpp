#include "libpcsc-client/environment.hpp"

#include <sys/socket.h>

#include <cstdlib>
#include <cstring>

namespace scrm::client {
namespace {

constexpr const char* default_socket = "/run/pcscd/pcscd.comm";

}  // namespace

std::optional<sockaddr_un> daemon_address() {
    const char* const chosen = ::secure_getenv("PCSCLITE_CSOCK_NAME");
    const char* const path = chosen != nullptr ? chosen : default_socket;
    const std::size_t size = std::strlen(path) + 1;

    sockaddr_un address{};
    if (size > sizeof address.sun_path)
        return std::nullopt;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path, size);
    return address;
}

bool no_blocking() {
    return ::secure_getenv("PCSCLITE_NO_BLOCKING") != nullptr;
}

const char* delegate_name() {
    return ::secure_getenv("LIBPCSCLITE_DELEGATE");
}

}  // namespace scrm::client
