// What a reader and a card could not do together: speeds that were announced by both and failed. Kept as long
// as the daemon runs, so that a card is brought up at once the next time.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "drivers/ccid/wire/bytes.hpp"

namespace scrm::ccid {

class SpeedMemory {
  public:
    /// How many rungs of the ladder are known to fail.
    [[nodiscard]] std::size_t failed_rungs(const std::string& model, Bytes atr) const;
    void note_failure(const std::string& model, Bytes atr, std::size_t rung);

  private:
    std::map<std::string, std::size_t> failed_;
};

}  // namespace scrm::ccid
