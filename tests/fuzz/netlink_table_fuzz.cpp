// The kernel's table of netlink sockets, or whatever a sandbox shows in its place.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "daemon/hotplug/udevd.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string table(reinterpret_cast<const char*>(data), size);
    const bool listens = scrm::hotplug::has_event_listener(table);
    if (listens && table.find("15 ") == std::string::npos)
        std::abort();
    if (!scrm::hotplug::has_event_listener(table + "\n0 15 0 1"))
        std::abort();
    if (listens != scrm::hotplug::has_event_listener("\n" + table + "\n"))
        std::abort();
    return 0;
}
