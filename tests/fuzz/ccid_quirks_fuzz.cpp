// Whatever stands in a quirks file: rows that say why, or an error that says where.
#include <cstdlib>

#include "drivers/ccid/quirks/quirk_table.hpp"

namespace {

using namespace scrm::ccid;

void require(bool holds) {
    if (!holds)
        std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    QuirkTable table;
    const auto error = table.add({reinterpret_cast<const char*>(data), size}, "f");
    if (error) {
        require(error->explanation.starts_with("f:") && table.rows().empty());
        return 0;
    }
    for (const QuirkRow& row : table.rows()) {
        require(!row.name.empty() && !row.reason.empty() && !row.source.empty());
        scrm::drivers::UsbInterface device;
        if (!row.match.ids.empty())
            device.vendor = row.match.ids[0].vendor;
        Capabilities can;
        can.voltages = voltage_ladder(0);
        apply(table.quirks_of(device), can);
        require(!can.voltages.empty() && can.max_clock_khz >= can.default_clock_khz);
    }
    return 0;
}
