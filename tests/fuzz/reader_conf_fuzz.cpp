// reader.conf: whoever installs a serial reader writes it.
#include <algorithm>
#include <cstdlib>

#include "daemon/hotplug/reader_conf.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto reading = scrm::hotplug::parse_reader_conf(text);
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
    for (const auto& error : reading.errors)
        if (error.line < 1 || error.line > lines || error.what.empty())
            std::abort();
    for (const auto& entry : reading.entries)
        if (entry.reader.friendly_name.empty() || !entry.reader.library.starts_with('/') ||
            entry.line > lines)
            std::abort();
    return 0;
}
