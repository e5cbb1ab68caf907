#include "daemon/usb_readers.hpp"

#include "daemon/log/log.hpp"
#include "drivers/ccid/quirks/quirk_directory.hpp"

namespace scrm {
namespace {

constexpr const char* administrators_rows = "/etc/scrm/quirks.d";

ccid::QuirkTable logged_quirks() {
    std::vector<std::string> errors;
    ccid::QuirkTable quirks = ccid::read_quirks(administrators_rows, errors);
    for (const std::string& error : errors)
        log::warning("quirks: ", error);
    return quirks;
}

}  // namespace

UsbReaders::UsbReaders(const drivers::Executor& executor)
    : bus_(executor),
      driver_(executor, bus_, logged_quirks, [](const std::string& words) { log::warning(words); }) {}

}  // namespace scrm
