#include "libpcsc-client/connection/absence.hpp"

#include <atomic>
#include <cerrno>
#include <charconv>

#include "libpcsc-client/process/environment.hpp"
#include "libpcsc-client/process/explanation.hpp"

namespace scrm::client {
namespace {

constexpr std::string_view how_to_start =
    "; 'systemctl start scrmd.socket' starts the service, or 'scrmd --foreground' by hand";

constinit std::atomic<int> told = 0;

bool is_news(int error) {
    return explains_absence() && told.exchange(error) != error;
}

void add_number(Explanation& line, int number) {
    std::array<char, 12> digits;
    const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    line.add({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

void add_reason(Explanation& line, std::string_view path, int error) {
    switch (error) {
        case ENOENT:
            line.add("there is no socket ").add(path).add(how_to_start);
            line.add("; in a container it must be mounted");
            break;
        case EACCES:
        case EPERM:
            line.add("you may not use the socket ").add(path);
            line.add("; its permissions, and those of its folders, say who may: ask the administrator");
            break;
        case ECONNREFUSED:
            line.add("nobody listens at the socket ").add(path).add(how_to_start);
            break;
        default:
            line.add("the socket ").add(path).add(" cannot be connected to: error ");
            add_number(line, error);
            line.add(" of connect(2)");
    }
}

}  // namespace

void explain_absence(const sockaddr_un& address, int error) {
    if (!is_news(error))
        return;
    Explanation line;
    add_reason(line, address.sun_path, error);
    if (names_socket())
        line.add("; PCSCLITE_CSOCK_NAME says where it is");
    line.write();
}

void explain_name_too_long() {
    if (is_news(ENAMETOOLONG))
        Explanation().add("PCSCLITE_CSOCK_NAME is longer than the name of a socket may be").write();
}

}  // namespace scrm::client
