// The desk on which virtual readers stand: plugs and unplugs them, moves cards, sets faults; and the device
// monitor that tells the resource manager what is there.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "drivers/api/device_info.hpp"
#include "drivers/virtual/virtual_reader.hpp"

namespace scrm::virtual_reader {

/// One slot of one reader.
struct SlotPlace {
    std::string reader;
    std::size_t slot = 0;
};

enum class BusAnswer : std::uint8_t {
    Done,
    BadName,
    BadSlotCount,
    NameTaken,
    NoSuchReader,
    NoSuchSlot,
    CardPresent,
    NoCard
};

const char* describe(BusAnswer answer);

class VirtualBus {
  public:
    static constexpr std::size_t max_name_size = 100;
    static constexpr unsigned max_slots = 16;

    VirtualBus() = default;
    VirtualBus(const VirtualBus&) = delete;
    VirtualBus& operator=(const VirtualBus&) = delete;

    /// Tells of the readers that are plugged in, then of every change. Once; `listener` must outlive the bus.
    void start(drivers::DeviceListener& listener);

    /// A name has 1 to max_name_size bytes, no control characters, no '#', no '"'; slots: 1 to max_slots.
    BusAnswer plug(const ReaderSpec& spec);
    BusAnswer unplug(std::string_view name);
    BusAnswer insert(const SlotPlace& place, const CardSpec& card);
    BusAnswer remove(const SlotPlace& place);
    BusAnswer set_fault(const SlotPlace& place, const Fault& fault);

    /// In the order in which they were plugged in.
    [[nodiscard]] const std::vector<std::shared_ptr<VirtualReader>>& readers() const { return readers_; }
    /// The reader at a DeviceInfo::address ("virtual:NAME"); null if there is none.
    [[nodiscard]] std::shared_ptr<VirtualReader> at_address(std::string_view address) const;

  private:
    /// Null if there is none.
    [[nodiscard]] std::shared_ptr<VirtualReader> called(std::string_view name) const;
    /// The bay at `place`, or null and why.
    [[nodiscard]] std::pair<CardBay*, BusAnswer> bay_at(const SlotPlace& place) const;

    std::vector<std::shared_ptr<VirtualReader>> readers_;
    drivers::DeviceListener* listener_ = nullptr;
};

}  // namespace scrm::virtual_reader
