// The mouth of one slot: cards go in and out, faults are set, whether or not a driver has opened the reader.
#pragma once

#include <cstdint>
#include <optional>

#include "drivers/virtual/emulated_card.hpp"
#include "drivers/virtual/fault.hpp"

namespace scrm::virtual_reader {

/// Told of what happens to a bay, after it has happened.
class BayWatcher {
  public:
    virtual void card_inserted() = 0;
    virtual void card_removed() = 0;
    /// The reader was unplugged; nothing more will happen.
    virtual void reader_gone() = 0;

  protected:
    ~BayWatcher() = default;
};

class CardBay {
  public:
    explicit CardBay(const std::optional<CardSpec>& card);
    CardBay(const CardBay&) = delete;
    CardBay& operator=(const CardBay&) = delete;

    /// Null while the bay is empty; good until the card is removed.
    [[nodiscard]] EmulatedCard* card() { return card_ ? &*card_ : nullptr; }
    [[nodiscard]] const Fault& fault() const { return fault_; }
    void set_fault(const Fault& fault) { fault_ = fault; }
    Fault take_fault(Occasion occasion) { return take(fault_, occasion); }

    /// The bay must be empty.
    void insert(const CardSpec& card);
    /// There must be a card.
    void remove();
    void unplug();

    /// At most one at a time; it must call unwatch() before it ends.
    void watch(BayWatcher& watcher) { watcher_ = &watcher; }
    void unwatch() { watcher_ = nullptr; }
    [[nodiscard]] bool watched() const { return watcher_ != nullptr; }

  private:
    std::optional<EmulatedCard> card_;
    Fault fault_;
    BayWatcher* watcher_ = nullptr;
};

}  // namespace scrm::virtual_reader
