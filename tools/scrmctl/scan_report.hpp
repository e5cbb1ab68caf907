// How scrmctl scan tells what happened.
#pragma once

#include <chrono>
#include <string>

#include "tools/scrmctl/context.hpp"
#include "tools/scrmctl/reader_events.hpp"
#include "tools/scrmctl/style.hpp"

namespace scrm::tools {

struct Happening {
    std::chrono::system_clock::time_point time;
    ReaderEvent event;
    /// As it is after the event.
    ReaderState reader;
};

/// A line, and the decoded ATR below it if the event brings one.
[[nodiscard]] std::string as_text(const Happening& happening, const Style& style);
/// One JSON object on one line.
[[nodiscard]] std::string as_json(const Happening& happening);

}  // namespace scrm::tools
