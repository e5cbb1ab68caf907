#include "daemon/service/notify_socket.hpp"

#include <sys/socket.h>
#include <sys/un.h>

#include <cstddef>
#include <cstdlib>
#include <string>

#include "daemon/log/log.hpp"

namespace scrm::service {
namespace {

using drivers::Descriptor;

Descriptor connect_to(std::string_view name) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const bool known_form = name.starts_with('/') || name.starts_with('@');
    if (!known_form || name.size() < 2 || name.size() >= sizeof address.sun_path)
        return {};
    name.copy(address.sun_path, name.size());
    if (name.starts_with('@'))
        address.sun_path[0] = '\0';
    // An abstract name is as long as the address says; a path may end early.
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    Descriptor made(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (::connect(made.number(), reinterpret_cast<const sockaddr*>(&address), size) != 0)
        made.close();
    return made;
}

}  // namespace

NotifySocket NotifySocket::from_environment() {
    const char* name = std::getenv("NOTIFY_SOCKET");
    NotifySocket socket(name ? std::string(name) : std::string());
    if (name && !socket.connected())
        log::warning("the service manager cannot be told anything: NOTIFY_SOCKET=", name);
    ::unsetenv("NOTIFY_SOCKET");
    return socket;
}

NotifySocket::NotifySocket(std::string_view address) : descriptor_(connect_to(address)) {}

void NotifySocket::tell(std::string_view message) const {
    if (connected())
        (void)!::send(descriptor_.number(), message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

}  // namespace scrm::service
