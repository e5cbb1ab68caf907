// A virtual reader as it stands on the desk: a name and its bays. Shared by the bus, while it is plugged in,
// and the device that a driver made of it, while that is open.
#pragma once

#include <deque>

#include "drivers/virtual/card_bay.hpp"

namespace scrm::virtual_reader {

class VirtualReader {
  public:
    explicit VirtualReader(const ReaderSpec& spec) : name_(spec.name) {
        for (unsigned i = 0; i < spec.slots; ++i)
            bays_.emplace_back(spec.card);
    }

    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::size_t slot_count() const { return bays_.size(); }
    /// `index` < slot_count().
    [[nodiscard]] CardBay& bay(std::size_t index) { return bays_[index]; }
    /// One driver at a time.
    [[nodiscard]] bool is_open() const { return bays_.front().watched(); }

    void unplug() {
        for (CardBay& bay : bays_)
            bay.unplug();
    }

  private:
    std::string name_;
    std::deque<CardBay> bays_;  // bays do not move: slots refer to them
};

}  // namespace scrm::virtual_reader
