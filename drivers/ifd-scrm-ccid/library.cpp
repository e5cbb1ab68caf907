#include "drivers/ifd-scrm-ccid/library.hpp"

#include "drivers/ifd-scrm-ccid/device_place.hpp"
#include "drivers/usb/libusb_bus.hpp"

// Offered by the program that loads IFD handlers, if it has a log for them.
extern "C" __attribute__((weak, visibility("default"))) void log_msg(int priority, const char* format, ...);

namespace scrm::ifd_handler {
namespace {

constexpr int as_an_error = 2;
constexpr const char* administrators_rows = "/etc/scrm/quirks.d";

std::shared_ptr<DriverLoop> make_loop() {
    const auto on_libusb = [](const drivers::Executor& loop) -> std::unique_ptr<usb::Bus> {
        return std::make_unique<usb::LibusbBus>(loop);
    };
    return std::make_shared<DriverLoop>(on_libusb, tell, administrators_rows);
}

std::optional<drivers::DeviceInfo> find_device(std::string_view text) {
    const auto name = parse_device_name(text);
    if (!name)
        tell(std::string(text) +
             ": this driver is for USB devices, told of as usb:VENDOR/PRODUCT:libudev:...");
    return name ? place_of(*name) : std::nullopt;
}

}  // namespace

// Never destroyed: a thread of the program's may still be inside when it ends.
Channels& channels() {
    static auto* const all = new Channels(make_loop, find_device);
    return *all;
}

void tell(const std::string& words) {
    if (log_msg != nullptr)
        log_msg(as_an_error, "ifd-scrm-ccid: %s", words.c_str());
}

}  // namespace scrm::ifd_handler
