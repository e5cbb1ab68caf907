#include "drivers/virtual/virtual_bus.hpp"

#include <algorithm>

namespace scrm::virtual_reader {
namespace {

constexpr std::string_view address_prefix = "virtual:";

drivers::DeviceInfo info_of(const VirtualReader& reader) {
    return {.address = std::string(address_prefix) + reader.name(), .what = drivers::VirtualPlace{}};
}

bool is_valid_name(std::string_view name) {
    const auto forbidden = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F || c == '#' || c == '"';
    };
    return !name.empty() && name.size() <= VirtualBus::max_name_size &&
           std::none_of(name.begin(), name.end(), forbidden);
}

}  // namespace

const char* describe(BusAnswer answer) {
    switch (answer) {
        case BusAnswer::Done:
            return "done";
        case BusAnswer::BadName:
            return "a reader's name has 1 to 100 bytes, without control characters, '#' and '\"'";
        case BusAnswer::BadSlotCount:
            return "a reader has 1 to 16 slots";
        case BusAnswer::NameTaken:
            return "a reader of that name is plugged in";
        case BusAnswer::NoSuchReader:
            return "no reader of that name is plugged in";
        case BusAnswer::NoSuchSlot:
            return "the reader has no such slot";
        case BusAnswer::CardPresent:
            return "a card is in the slot already";
        case BusAnswer::NoCard:
            return "there is no card in the slot";
    }
    return "unknown";
}

void VirtualBus::start(drivers::DeviceListener& listener) {
    listener_ = &listener;
    for (const auto& reader : readers_)
        listener.arrived(info_of(*reader));
    listener.enumerated();
}

BusAnswer VirtualBus::plug(const ReaderSpec& spec) {
    if (!is_valid_name(spec.name))
        return BusAnswer::BadName;
    if (spec.slots < 1 || spec.slots > max_slots)
        return BusAnswer::BadSlotCount;
    if (called(spec.name))
        return BusAnswer::NameTaken;
    readers_.push_back(std::make_shared<VirtualReader>(spec));
    if (listener_ != nullptr)
        listener_->arrived(info_of(*readers_.back()));
    return BusAnswer::Done;
}

BusAnswer VirtualBus::unplug(std::string_view name) {
    const auto reader = called(name);
    if (!reader)
        return BusAnswer::NoSuchReader;
    std::erase(readers_, reader);
    reader->unplug();  // verbs end before anybody hears of the departure
    if (listener_ != nullptr)
        listener_->departed(info_of(*reader));
    return BusAnswer::Done;
}

BusAnswer VirtualBus::insert(const SlotPlace& place, const CardSpec& card) {
    const auto [bay, why_not] = bay_at(place);
    if (bay == nullptr)
        return why_not;
    if (bay->card() != nullptr)
        return BusAnswer::CardPresent;
    bay->insert(card);
    return BusAnswer::Done;
}

BusAnswer VirtualBus::remove(const SlotPlace& place) {
    const auto [bay, why_not] = bay_at(place);
    if (bay == nullptr)
        return why_not;
    if (bay->card() == nullptr)
        return BusAnswer::NoCard;
    bay->remove();
    return BusAnswer::Done;
}

BusAnswer VirtualBus::set_fault(const SlotPlace& place, const Fault& fault) {
    const auto [bay, why_not] = bay_at(place);
    if (bay == nullptr)
        return why_not;
    bay->set_fault(fault);
    return BusAnswer::Done;
}

std::shared_ptr<VirtualReader> VirtualBus::at_address(std::string_view address) const {
    if (!address.starts_with(address_prefix))
        return nullptr;
    return called(address.substr(address_prefix.size()));
}

std::shared_ptr<VirtualReader> VirtualBus::called(std::string_view name) const {
    const auto found = std::ranges::find(readers_, name, &VirtualReader::name);
    return found == readers_.end() ? nullptr : *found;
}

std::pair<CardBay*, BusAnswer> VirtualBus::bay_at(const SlotPlace& place) const {
    const auto reader = called(place.reader);
    if (!reader)
        return {nullptr, BusAnswer::NoSuchReader};
    if (place.slot >= reader->slot_count())
        return {nullptr, BusAnswer::NoSuchSlot};
    return {&reader->bay(place.slot), BusAnswer::Done};
}

}  // namespace scrm::virtual_reader
