// What logind knows it also writes into /run; libsystemd reads it there, and nobody is waited for. It is
// loaded if a rule names a seat.
#include "daemon/access/seats.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <type_traits>

namespace scrm::access {
namespace {

constexpr const char* logind = "/run/systemd/seats";

/// As sd-login(3) has them.
struct SdLogin {
    int (*session_is_active)(const char* session);
    int (*session_get_seat)(const char* session, char** seat);
    int (*uid_get_seats)(std::uint32_t uid, int in_front, char*** seats);

    SdLogin() {
        void* const library = ::dlopen("libsystemd.so.0", RTLD_NOW | RTLD_LOCAL);
        const auto find = [&](auto& function, const char* name) {
            using Function = std::remove_reference_t<decltype(function)>;
            function = library ? reinterpret_cast<Function>(::dlsym(library, name)) : nullptr;
        };
        find(session_is_active, "sd_session_is_active");
        find(session_get_seat, "sd_session_get_seat");
        find(uid_get_seats, "sd_uid_get_seats");
    }
    [[nodiscard]] bool complete() const { return session_is_active && session_get_seat && uid_get_seats; }
};

// "session-3.scope"
std::optional<std::string> session_in(std::string_view unit) {
    constexpr std::string_view before = "session-";
    constexpr std::string_view behind = ".scope";
    if (!unit.starts_with(before) || !unit.ends_with(behind))
        return std::nullopt;
    unit.remove_prefix(before.size());
    unit.remove_suffix(behind.size());
    return std::string(unit);
}

/// For what libsystemd allocates and leaves to its caller.
struct Free {
    void operator()(void* memory) const {
        std::free(memory);  // NOLINT(cppcoreguidelines-no-malloc): this is the RAII that it asks for
    }
};
template <class Held>
using Given = std::unique_ptr<Held, Free>;

std::vector<std::string> seats_of_session(const SdLogin& login, const std::string& session) {
    std::vector<std::string> seats;
    char* seat = nullptr;
    if (login.session_is_active(session.c_str()) > 0 && login.session_get_seat(session.c_str(), &seat) >= 0)
        seats.emplace_back(Given<char>(seat).get());
    return seats;
}

std::vector<std::string> seats_of_user(const SdLogin& login, std::uint32_t uid) {
    std::vector<std::string> seats;
    char** found = nullptr;
    const int count = login.uid_get_seats(uid, 1, &found);
    const Given<char*> list(found);
    seats.reserve(static_cast<std::size_t>(std::max(count, 0)));  // below it: an error
    for (int i = 0; i < count; ++i)
        seats.emplace_back(Given<char>(found[i]).get());
    return seats;
}

const SdLogin& sd_login() {
    static const SdLogin the_library;
    return the_library;
}

}  // namespace

bool has_logind() {
    return sd_login().complete() && ::access(logind, F_OK) == 0;
}

std::optional<std::vector<std::string>> seats_of(const std::vector<std::string>& units, std::uint32_t uid) {
    if (!has_logind())
        return std::nullopt;
    const SdLogin& login = sd_login();
    if (units.empty())
        return std::vector<std::string>();
    if (const auto session = session_in(units.back()))
        return seats_of_session(login, *session);
    const bool beside_sessions = units.back() == "user@" + std::to_string(uid) + ".service";
    return beside_sessions ? seats_of_user(login, uid) : std::vector<std::string>();
}

}  // namespace scrm::access
