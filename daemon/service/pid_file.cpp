#include "daemon/service/pid_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>

#include "daemon/log/log.hpp"
#include "daemon/service/listening_socket.hpp"

namespace scrm::service {
namespace {

// pcscd.pid for pcscd.comm, as pcscd has it; each other socket has a file of its own, too.
std::string path_beside(const std::string& socket_path) {
    const std::filesystem::path socket(socket_path);
    if (socket.extension() == ".comm")
        return std::filesystem::path(socket).replace_extension(".pid").string();
    return socket_path + ".pid";
}

std::optional<pid_t> number_in(const std::string& path) {
    pid_t pid = 0;
    if (!(std::ifstream(path) >> pid) || pid <= 1)
        return std::nullopt;
    return pid;
}

// The number that a dead daemon left may be any process's by now. Where processes' names cannot be read, to
// live is enough.
bool is_living_daemon(pid_t pid) {
    if (::kill(pid, 0) != 0 && errno == ESRCH)
        return false;
    std::string name;
    if (!std::getline(std::ifstream("/proc/" + std::to_string(pid) + "/comm"), name))
        return true;
    return name == "scrmd" || name == "pcscd";
}

}  // namespace

PidFile::PidFile(const std::string& socket_path) : path_(path_beside(socket_path)) {
    const auto other = number_in(path_);
    ours_ = !other || *other == ::getpid() || !is_living_daemon(*other);
    if (ours_)
        std::ofstream(path_) << ::getpid() << '\n';
    else
        log::warning(path_, " stays that of process ", *other,
                     ", another daemon: it is the one that --hotplug will speak to");
}

PidFile::~PidFile() {
    if (ours_)
        ::unlink(path_.c_str());
}

void request_rescan(const std::string& socket_path) {
    const std::string path = path_beside(socket_path);
    const auto pid = number_in(path);
    if (!pid)
        throw ServiceError("no scrmd is running: " + path + " cannot be read");
    if (!is_living_daemon(*pid))
        throw ServiceError("no scrmd is running: process " + std::to_string(*pid) + " of " + path +
                           " is none, or is gone");
    if (::kill(*pid, SIGUSR1) != 0)
        throw ServiceError("process " + std::to_string(*pid) + " of " + path + ": " + std::strerror(errno));
}

}  // namespace scrm::service
