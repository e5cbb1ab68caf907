#include "daemon/service/pid_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "daemon/service/listening_socket.hpp"

namespace scrm::service {
namespace {

std::string path_beside(const std::string& socket_path) {
    return (std::filesystem::path(socket_path).parent_path() / "pcscd.pid").string();
}

}  // namespace

PidFile::PidFile(const std::string& socket_path) : path_(path_beside(socket_path)) {
    std::ofstream(path_) << ::getpid() << '\n';
}

PidFile::~PidFile() {
    ::unlink(path_.c_str());
}

void request_rescan(const std::string& socket_path) {
    const std::string path = path_beside(socket_path);
    pid_t pid = 0;
    if (!(std::ifstream(path) >> pid) || pid <= 1)
        throw ServiceError("no scrmd is running: " + path + " cannot be read");
    if (::kill(pid, SIGUSR1) != 0)
        throw ServiceError("process " + std::to_string(pid) + " of " + path + ": " + std::strerror(errno));
}

}  // namespace scrm::service
