#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <optional>
#include <system_error>
#include <vector>

#include "drivers/usb/holder.hpp"

namespace scrm::usb {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> entries_of(const fs::path& directory) {
    std::vector<fs::path> entries;
    std::error_code denied;
    for (fs::directory_iterator each(directory, denied), end; !denied && each != end; each.increment(denied))
        entries.push_back(each->path());
    return entries;
}

bool is_number(const std::string& name) {
    return !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
}

/// The driver at "<port path>:<any configuration>.<interface>".
std::optional<std::string> kernel_driver(const drivers::UsbInterface& where, const fs::path& sys) {
    const std::string begin = where.port_path + ":";
    const std::string end = "." + std::to_string(where.number);
    for (const fs::path& each : entries_of(sys / "bus/usb/devices")) {
        const std::string name = each.filename();
        if (!name.starts_with(begin) || !name.ends_with(end))
            continue;
        std::error_code none;
        const fs::path driver = fs::read_symlink(each / "driver", none);
        if (!none)
            return driver.filename();
    }
    return {};
}

bool holds(const fs::path& process, const std::string& node) {
    std::error_code denied;
    for (const fs::path& each : entries_of(process / "fd"))
        if (fs::read_symlink(each, denied) == node)
            return true;
    return false;
}

std::string name_of(const fs::path& process) {
    std::string name;
    std::ifstream file(process / "comm");
    std::getline(file, name);
    return name + " (process " + process.filename().string() + ")";
}

std::optional<std::string> holding_process(const std::string& node, const fs::path& proc) {
    const std::string own = std::to_string(getpid());
    for (const fs::path& each : entries_of(proc)) {
        const std::string id = each.filename();
        if (is_number(id) && id != own && holds(each, node))
            return name_of(each);
    }
    return {};
}

std::string octal(mode_t mode) {
    std::array<char, 8> digits{};
    (void)std::snprintf(digits.data(), digits.size(), "%04o", static_cast<unsigned>(mode & 07777));
    return digits.data();
}

}  // namespace

std::string explain_busy(const drivers::UsbInterface& where, const KernelTrees& trees) {
    const auto driver = kernel_driver(where, trees.sys);
    if (driver && *driver != "usbfs")
        return "in use by the kernel driver " + *driver;
    if (const auto process = holding_process(where.node, trees.proc))
        return "in use by " + *process;
    return "in use by another program; `fuser -v " + where.node + "`, run as root, tells which";
}

std::string explain_access(const drivers::UsbInterface& where) {
    struct stat node {};
    if (stat(where.node.c_str(), &node) != 0)
        return "it cannot even be looked at";
    return "it belongs to user " + std::to_string(node.st_uid) + " and group " + std::to_string(node.st_gid) +
           " with mode " + octal(node.st_mode) + ", and this process runs as user " +
           std::to_string(geteuid()) + "; a udev rule has to give it to a group that this process is in";
}

}  // namespace scrm::usb
