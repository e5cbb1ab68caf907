#include "tests/fakes/ifd_handler/waiting.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include "tests/fakes/ifd_handler/deeds.hpp"
#include "tests/fakes/ifd_handler/stage.hpp"

namespace scrm::fakes::ifd {
namespace {

using namespace std::chrono_literals;

struct Slot {
    std::atomic<bool> stopped{false};
    std::atomic<bool> told{false};
};

Slot& slot_of(ifd_abi::Dword lun) {
    static std::array<Slot, max_slots> slots;
    return slots.at((lun & 0xFFFF) % max_slots);
}

std::string slot_text(ifd_abi::Dword lun) {
    return std::to_string(lun & 0xFFFF);
}

}  // namespace

ifd_abi::ResponseCode wait_for_card(ifd_abi::Dword lun, int milliseconds) {
    const auto number = static_cast<unsigned>((lun & 0xFFFF) % max_slots);
    Slot& slot = slot_of(lun);
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(milliseconds);
    const auto first = current_script();
    note(*first, "wait " + slot_text(lun) + " " + std::to_string(milliseconds));
    if (const auto code = misbehave(*first, Function::Wait, number))
        return *code;
    while (!slot.stopped.exchange(false) && std::chrono::steady_clock::now() < end) {
        const bool card = current_script()->card.at(number);
        if (slot.told != card)
            break;
        std::this_thread::sleep_for(2ms);
    }
    return ifd_abi::success;
}

void tell_presence(ifd_abi::Dword lun, bool card) {
    slot_of(lun).told = card;
}

ifd_abi::ResponseCode stop_waiting(ifd_abi::Dword lun) {
    const auto script = current_script();
    note(*script, "stop " + slot_text(lun));
    const auto number = static_cast<unsigned>((lun & 0xFFFF) % max_slots);
    slot_of(lun).stopped = true;
    return misbehave(*script, Function::Stop, number).value_or(ifd_abi::success);
}

}  // namespace scrm::fakes::ifd
