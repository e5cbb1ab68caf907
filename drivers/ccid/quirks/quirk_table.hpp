// Which model needs which quirks: rows read from quirks.toml, and from the administrator's own files, whose
// rows go before.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/api/device_info.hpp"
#include "drivers/ccid/quirks/quirk_effects.hpp"
#include "drivers/ccid/quirks/quirks.hpp"

namespace scrm::ccid {

/// What a row is for. Anything not named fits all.
struct QuirkMatch {
    /// Vendor and product; none: every device.
    struct Id {
        std::uint16_t vendor = 0;
        std::optional<std::uint16_t> product;  // none: all of that vendor
    };
    std::vector<Id> ids;
    /// bcdDevice, both ends included.
    std::uint16_t release_from = 0;
    std::uint16_t release_to = 0xFFFF;

    [[nodiscard]] bool fits(const drivers::UsbInterface& device) const;
};

struct QuirkRow {
    std::string name;
    QuirkMatch match;
    std::string reason;
    std::string source;
    /// What it changes, one after the other; none if the driver does what is needed for every reader.
    std::vector<QuirkEffect> effects;
};

/// Where a file is wrong and why; for people.
struct QuirkFileError {
    std::string explanation;
};

class QuirkTable {
  public:
    /// Reads one file's text; `name` is for error messages. A file with an error in it adds nothing.
    [[nodiscard]] std::optional<QuirkFileError> add(std::string_view text, const std::string& name);

    /// All rows that fit, the later ones going before where they contradict.
    [[nodiscard]] Quirks quirks_of(const drivers::UsbInterface& device) const;
    [[nodiscard]] const std::vector<QuirkRow>& rows() const { return rows_; }

  private:
    std::vector<QuirkRow> rows_;
};

/// The rows that come with the driver.
[[nodiscard]] std::string_view built_in_quirks();

}  // namespace scrm::ccid
