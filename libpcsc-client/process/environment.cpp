#include "libpcsc-client/process/environment.hpp"

#include <sys/socket.h>

#include <cstdlib>
#include <cstring>

namespace scrm::client {
namespace {

constexpr const char* socket_name = "PCSCLITE_CSOCK_NAME";
constexpr const char* explain = "SCRM_EXPLAIN";
constexpr const char* default_socket = "/run/pcscd/pcscd.comm";
constexpr unsigned long default_reconnect_time = 5000;

}  // namespace

std::optional<sockaddr_un> daemon_address() {
    const char* const chosen = ::secure_getenv(socket_name);
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

unsigned long reconnect_time() {
    const char* const chosen = ::secure_getenv("SCRM_RECONNECT");
    char* end = nullptr;
    const unsigned long time = chosen != nullptr ? std::strtoul(chosen, &end, 10) : 0;
    return chosen != nullptr && end != chosen && *end == '\0' ? time : default_reconnect_time;
}

bool explains_refusals() {
    return ::secure_getenv(explain) != nullptr;
}

bool explains_absence() {
    const char* const wanted = ::secure_getenv(explain);
    return wanted != nullptr && std::strcmp(wanted, "refusals") != 0;
}

bool names_socket() {
    return ::secure_getenv(socket_name) != nullptr;
}

const char* delegate_name() {
    return ::secure_getenv("LIBPCSCLITE_DELEGATE");
}

}  // namespace scrm::client
