#include "daemon/hotplug/udevd.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <iterator>

namespace scrm::hotplug {
namespace {

// Not /proc/net, which a service that sees processes alone has not.
constexpr const char* netlink_sockets = "/proc/self/net/netlink";

// Each row begins "sk Eth Pid Groups": an address, the protocol, a port, the groups that are listened to.
constexpr std::size_t protocol_column = 1;
constexpr std::size_t groups_column = 3;
constexpr std::string_view kernel_events = "15";  // NETLINK_KOBJECT_UEVENT
constexpr std::uint32_t from_the_kernel = 1;

/// What stands before the next `end`; `text` goes on behind that.
std::string_view take(std::string_view& text, char end) {
    const std::size_t size = std::min(text.find(end), text.size());
    const std::string_view taken = text.substr(0, size);
    text.remove_prefix(std::min(size + 1, text.size()));
    return taken;
}

std::array<std::string_view, groups_column + 1> first_columns(std::string_view row) {
    std::array<std::string_view, groups_column + 1> columns;
    for (std::string_view& column : columns) {
        row.remove_prefix(std::min(row.find_first_not_of(' '), row.size()));
        column = take(row, ' ');
    }
    return columns;
}

bool listens(std::string_view row) {
    const auto columns = first_columns(row);
    const std::string_view groups = columns.at(groups_column);
    std::uint32_t number = 0;
    std::from_chars(groups.data(), groups.data() + groups.size(), number, 16);
    return columns.at(protocol_column) == kernel_events && (number & from_the_kernel) != 0;
}

}  // namespace

bool has_event_listener(std::string_view table) {
    while (!table.empty())
        if (listens(take(table, '\n')))
            return true;
    return false;
}

// Where the kernel does not show its sockets, /run/udev is believed.
bool udevd_is_heard(const std::filesystem::path& control) {
    std::error_code error;
    if (!std::filesystem::exists(control, error))
        return false;
    std::ifstream stream(netlink_sockets);
    const std::string table{std::istreambuf_iterator<char>(stream), {}};
    return table.empty() || has_event_listener(table);
}

}  // namespace scrm::hotplug
