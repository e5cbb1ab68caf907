// An answer to reset of which some bytes may be anything: how settings name cards. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace scrm::iso7816 {

class AtrPattern {
  public:
    /// "3B 8F .. 01": bytes in hexadecimal, with or without blanks between them; ".." fits any. 2 to 33
    /// bytes.
    static std::optional<AtrPattern> parse(std::string_view text);

    [[nodiscard]] bool fits(std::span<const std::uint8_t> atr) const;

  private:
    std::vector<std::optional<std::uint8_t>> bytes_;
};

}  // namespace scrm::iso7816
