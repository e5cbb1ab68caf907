// Who may use a slot together. Pure.
#pragma once

#include <cstdint>

namespace scrm::readers {

/// Direct counts as shared: it only leaves the card alone at connect.
enum class ShareMode : std::uint8_t { Exclusive = 1, Shared = 2, Direct = 3 };

class Sharing {
  public:
    /// Whether one more handle of this mode fits beside those that are open.
    [[nodiscard]] bool admits(ShareMode mode) const;
    void enter(ShareMode mode);
    void leave();
    /// Whether the handle that is open may change to `mode`, and doing so.
    bool change(ShareMode mode);

    [[nodiscard]] bool in_use() const { return handles_ > 0; }
    [[nodiscard]] bool exclusive() const { return exclusive_; }
    /// As clients see it: -1 exclusive, else the number of handles.
    [[nodiscard]] std::int32_t wire_value() const { return exclusive_ ? -1 : handles_; }

  private:
    std::int32_t handles_ = 0;
    bool exclusive_ = false;
};

}  // namespace scrm::readers
