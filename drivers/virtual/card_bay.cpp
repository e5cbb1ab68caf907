#include "drivers/virtual/card_bay.hpp"

namespace scrm::virtual_reader {

CardBay::CardBay(const std::optional<CardSpec>& card) {
    if (card)
        card_.emplace(*card);
}

void CardBay::insert(const CardSpec& card) {
    card_.emplace(card);
    if (watcher_ != nullptr)
        watcher_->card_inserted();
}

void CardBay::remove() {
    card_.reset();
    if (watcher_ != nullptr)
        watcher_->card_removed();
}

void CardBay::unplug() {
    if (watcher_ != nullptr)
        watcher_->reader_gone();
}

}  // namespace scrm::virtual_reader
