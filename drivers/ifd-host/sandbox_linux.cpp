// A list of what is denied, and a short one: handlers are written for pcscd, which runs as root and denies
// nothing. Denied is what no reader's driver needs and what reaches beyond its own process: other processes'
// memory, the kernel's code, mounts, namespaces, clocks, keys.
#include "drivers/ifd-host/sandbox.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>

namespace scrm::ifd_host {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t own_architecture = AUDIT_ARCH_X86_64;
#elif defined(__i386__)
constexpr std::uint32_t own_architecture = AUDIT_ARCH_I386;
#elif defined(__aarch64__)
constexpr std::uint32_t own_architecture = AUDIT_ARCH_AARCH64;
#elif defined(__arm__)
constexpr std::uint32_t own_architecture = AUDIT_ARCH_ARM;
#elif defined(__riscv) && __riscv_xlen == 64
constexpr std::uint32_t own_architecture = AUDIT_ARCH_RISCV64;
#else
constexpr std::uint32_t own_architecture = 0;  // no filter
#endif

constexpr std::array denied = {
    // other processes
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp, SYS_setsid, SYS_setpgid,
// the kernel
#ifdef SYS_kexec_file_load  // i386 has none
    SYS_kexec_file_load,
#endif
    SYS_kexec_load, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_bpf, SYS_perf_event_open,
    SYS_userfaultfd, SYS_reboot, SYS_syslog, SYS_acct, SYS_quotactl, SYS_swapon, SYS_swapoff,
    // the file system's shape
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_setns, SYS_unshare, SYS_open_by_handle_at,
    // time, names, keys
    SYS_settimeofday, SYS_clock_settime, SYS_clock_adjtime, SYS_adjtimex, SYS_sethostname, SYS_setdomainname,
    SYS_add_key, SYS_request_key, SYS_keyctl};

constexpr std::uint32_t foreign_numbers = 0x40000000;  // x32's, which share our architecture

constexpr std::size_t before_list = 5;
constexpr std::size_t filter_size = before_list + denied.size() + 2;

constexpr sock_filter statement(unsigned code, std::uint32_t value) {
    return {static_cast<std::uint16_t>(code), 0, 0, value};
}

constexpr sock_filter jump_from(std::uint32_t value, std::size_t then) {
    return {BPF_JMP | BPF_JGE | BPF_K, static_cast<std::uint8_t>(then), 0, value};
}

constexpr sock_filter jump_if_equal(std::uint32_t value, std::size_t then, std::size_t otherwise) {
    return {BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint8_t>(then), static_cast<std::uint8_t>(otherwise),
            value};
}

// Load the architecture; another one's calls have other numbers and are all denied. Load the number; if it is
// in the list jump to the end, where the denial is.
constexpr std::array<sock_filter, filter_size> make_filter() {
    std::array<sock_filter, filter_size> filter{};
    std::size_t at = 0;
    filter.at(at++) = statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch));
    filter.at(at++) = jump_if_equal(own_architecture, 1, 0);
    filter.at(at++) = statement(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    filter.at(at++) = statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr));
    filter.at(at++) = jump_from(foreign_numbers, denied.size() + 1);
    for (std::size_t i = 0; i < denied.size(); ++i)
        filter.at(at++) = jump_if_equal(static_cast<std::uint32_t>(denied.at(i)), denied.size() - i, 0);
    filter.at(at++) = statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    filter.at(at++) = statement(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
    return filter;
}

// Enough for any driver, and little enough for a leak to end the process before it ends the machine.
constexpr rlim_t data_limit = SCRM_HOST_DATA_LIMIT;

void limit(__rlimit_resource what, rlim_t most) {
    rlimit now{};
    if (getrlimit(what, &now) != 0)
        return;
    now.rlim_max = now.rlim_max < most ? now.rlim_max : most;
    now.rlim_cur = now.rlim_max;
    (void)setrlimit(what, &now);
}

void filter_calls() {
    if (own_architecture == 0)
        return;
    static constexpr auto filter = make_filter();
    const sock_fprog program{filter_size, const_cast<sock_filter*>(filter.data())};
    (void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

}  // namespace

void enter_sandbox() {
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);  // if a handler keeps the attendant from seeing the daemon's end
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)prctl(PR_SET_DUMPABLE, 0);  // keys and PINs pass through here
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, 256);
    limit(RLIMIT_DATA, data_limit);
    limit_writing();
    filter_calls();
}

}  // namespace scrm::ifd_host
