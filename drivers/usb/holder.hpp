// Who is in the way when an interface may not be opened or claimed, in words for people. Looks about in the
// file system for as long as that takes: for a worker.
#pragma once

#include <filesystem>
#include <string>

#include "drivers/api/device_info.hpp"

namespace scrm::usb {

/// Where the kernel tells of its devices and processes.
struct KernelTrees {
    std::filesystem::path sys = "/sys";
    std::filesystem::path proc = "/proc";
};

/// "in use by the kernel driver pn533" or "in use by scdaemon (process 812)" where that can be found out,
/// else what to run to find out.
std::string explain_busy(const drivers::UsbInterface& where, const KernelTrees& trees);

/// Whose the node is, who we are, and what would let us in.
std::string explain_access(const drivers::UsbInterface& where);

}  // namespace scrm::usb
