// Where a handler may write: its devices, and where programs keep what they are doing. Not in programs, their
// settings, or what belongs to people. It may read what it likes, as nobody knows what hundreds of handlers
// read; sockets and ioctl() are no business of Landlock's.
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstdint>

#include "drivers/ifd-host/sandbox.hpp"

namespace scrm::ifd_host {
namespace {

constexpr std::array places{SCRM_HOST_WRITE_PLACES};

// Of the later versions, whose headers may be older.
constexpr std::uint64_t refer = 1ULL << 13;
constexpr std::uint64_t truncate = 1ULL << 14;

std::uint64_t writing(long version) {
    std::uint64_t access = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                           LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                           LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                           LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                           LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;
    if (version >= 2)
        access |= refer;
    if (version >= 3)
        access |= truncate;
    return access;
}

void allow(int rules, const char* place, std::uint64_t access) {
    const int folder = open(place, O_PATH | O_CLOEXEC);
    if (folder < 0)
        return;
    const landlock_path_beneath_attr beneath{access, folder};
    (void)syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    close(folder);
}

}  // namespace

void limit_writing() {
    const long version =
        syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return;
    landlock_ruleset_attr handled{};
    handled.handled_access_fs = writing(version);
    const auto rules =
        static_cast<int>(syscall(SYS_landlock_create_ruleset, &handled, sizeof handled.handled_access_fs, 0));
    if (rules < 0)
        return;
    for (const char* place : places)
        allow(rules, place, handled.handled_access_fs);
    (void)syscall(SYS_landlock_restrict_self, rules, 0);
    close(rules);
}

}  // namespace scrm::ifd_host
