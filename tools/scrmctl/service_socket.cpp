#include "tools/scrmctl/service_socket.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace scrm::tools {
namespace {

constexpr const char* variable = "PCSCLITE_CSOCK_NAME";
constexpr const char* usual_socket = "/run/pcscd/pcscd.comm";
constexpr const char* how_to_start = "start it with 'systemctl start scrmd', or 'scrmd --foreground' by hand";

}  // namespace

Failure no_service() {
    const char* named = secure_getenv(variable);
    const std::string socket = named != nullptr ? named : usual_socket;
    if (access(socket.c_str(), W_OK) == 0) {
        return {"scrmd does not answer at " + socket,
                "it has ended and left its socket behind: " + std::string(how_to_start)};
    }
    if (errno == EACCES) {
        return {"permission denied at scrmd's socket " + socket, "ask the administrator who may use it"};
    }
    const std::string elsewhere =
        named != nullptr ? std::string(variable) + " says where to look for it"
                         : "if it listens elsewhere, set " + std::string(variable) + " to its socket";
    return {"scrmd is not running: there is no socket " + socket,
            std::string(how_to_start) + "; " + elsewhere};
}

}  // namespace scrm::tools
