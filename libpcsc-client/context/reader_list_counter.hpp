// Counts how often the list of readers changed, as a context saw it: what 0x15 tells since 4:5, for daemons
// that do not.
#pragma once

#include <cstdint>
#include <optional>

#include "libpcsc-client/connection/reader_snapshot.hpp"

namespace scrm::client {

class ReaderListCounter {
  public:
    /// Looks at the list; counts if it is not the one of last time.
    void look_at(const ReaderSnapshot& readers) {
        const std::uint32_t fingerprint = readers.names_fingerprint();
        if (last_ && *last_ != fingerprint)
            count_ = count_ == largest ? 1 : count_ + 1;
        last_ = fingerprint;
    }

    /// Begins at 1, is never 0, wraps within 15 bits: as the daemon's own.
    [[nodiscard]] std::uint32_t count() const { return count_; }

  private:
    static constexpr std::uint32_t largest = 0x7FFF;

    std::optional<std::uint32_t> last_;
    std::uint32_t count_ = 1;
};

}  // namespace scrm::client
