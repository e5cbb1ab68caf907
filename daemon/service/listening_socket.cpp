#include "daemon/service/listening_socket.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>

namespace scrm::service {
namespace {

using drivers::Descriptor;

constexpr int first_passed_descriptor = 3;
constexpr mode_t everybody = 0666;  // who may do what is decided for each connection

// sd_listen_fds(3): the variables are meant for the process they name, and not for its children.
std::optional<int> passed_by_systemd() {
    const char* pid = std::getenv("LISTEN_PID");
    const char* count = std::getenv("LISTEN_FDS");
    const bool ours = pid && count && std::atol(pid) == ::getpid() && std::atoi(count) >= 1;
    ::unsetenv("LISTEN_PID");
    ::unsetenv("LISTEN_FDS");
    ::unsetenv("LISTEN_FDNAMES");
    if (!ours)
        return std::nullopt;
    ::fcntl(first_passed_descriptor, F_SETFD, FD_CLOEXEC);
    return first_passed_descriptor;
}

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.size() >= sizeof address.sun_path)
        throw ServiceError("the socket path '" + path + "' must have 1 to " +
                           std::to_string(sizeof address.sun_path - 1) + " bytes");
    path.copy(address.sun_path, path.size());
    return address;
}

Descriptor new_socket() {
    Descriptor made(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!made.is_open())
        throw ServiceError(std::string("cannot make a socket: ") + std::strerror(errno));
    return made;
}

bool somebody_listens(const sockaddr_un& address) {
    const Descriptor caller = new_socket();
    return ::connect(caller.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

}  // namespace

ListeningSocket::ListeningSocket(const std::string& path) : path_(path) {
    if (const auto passed = passed_by_systemd())
        descriptor_ = Descriptor(*passed);
    else
        bind_and_listen();
}

void ListeningSocket::bind_and_listen() {
    const sockaddr_un address = address_of(path_);
    std::error_code ignored;
    std::filesystem::create_directories(std::filesystem::path(path_).parent_path(), ignored);
    if (somebody_listens(address))
        throw ServiceError("another daemon listens at " + path_ + "; stop it first, or use --socket");
    struct stat old {};
    if (::lstat(path_.c_str(), &old) == 0 && !S_ISSOCK(old.st_mode))
        throw ServiceError(path_ + " is there and is no socket; it is left alone");
    ::unlink(path_.c_str());
    descriptor_ = new_socket();
    const bool listening =
        ::bind(descriptor_.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
        ::chmod(path_.c_str(), everybody) == 0 && ::listen(descriptor_.number(), SOMAXCONN) == 0;
    if (!listening) {
        const int error = errno;
        throw ServiceError("cannot listen at " + path_ + ": " + std::strerror(error) +
                           (error == EACCES ? "; run as root, or use --socket" : ""));
    }
    made_file_ = true;
}

ListeningSocket::~ListeningSocket() {
    if (made_file_)
        ::unlink(path_.c_str());
}

}  // namespace scrm::service
