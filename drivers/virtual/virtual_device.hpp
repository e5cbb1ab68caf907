// A virtual reader that has been opened.
#pragma once

#include <deque>
#include <memory>

#include "drivers/api/reader_device.hpp"
#include "drivers/virtual/virtual_slot.hpp"

namespace scrm::virtual_reader {

class VirtualDevice final : public drivers::ReaderDevice {
  public:
    /// `reader` must not be open already.
    VirtualDevice(const drivers::Executor& executor, std::shared_ptr<VirtualReader> reader);

    [[nodiscard]] const drivers::ReaderIdentity& identity() const override { return identity_; }
    [[nodiscard]] std::size_t slot_count() const override { return slots_.size(); }
    drivers::Slot& slot(std::size_t index) override { return slots_[index]; }
    drivers::Awaitable<void> close() override;

  private:
    std::shared_ptr<VirtualReader> reader_;
    drivers::ReaderIdentity identity_;
    std::deque<VirtualSlot> slots_;
};

}  // namespace scrm::virtual_reader
