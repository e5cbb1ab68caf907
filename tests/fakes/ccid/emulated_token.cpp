#include "tests/fakes/ccid/emulated_token.hpp"

#include <algorithm>

namespace scrm::fakes {
namespace {

using usb::UsbStatus;

constexpr std::uint8_t power_on = 0x62, power_off = 0x63, transfer = 0x65, fetch = 0x6F, slot_status = 0x81,
                       status = 0xA0;

Octets first(Octets& from, std::size_t count) {
    count = std::min(count, from.size());
    Octets part(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(count));
    from.erase(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(count));
    return part;
}

bool sends_data(const Octets& header) {
    return header[1] != 0xB0 && header[1] != 0xC0 && header[1] != 0x84 && header[4] != 0;
}

}  // namespace

EmulatedToken::EmulatedToken(const drivers::Executor& executor, const RecordedReader& recorded,
                             const CardMake& card)
    : owned_(std::make_unique<ScriptedUsbInterface>(executor, recorded.description())),
      card_(EmulatedLevel::Tpdu, 65'546) {
    card_.insert(card);
    const bool is_a = recorded.interface_protocol == 1;
    owned_->on_control = [this, is_a](const usb::ControlRequest& request, const Octets& data) {
        return is_a ? version_a(request, data) : version_b(request, data);
    };
}

bool EmulatedToken::is_busy() {
    if (busy < 0)
        return true;
    return waits_left_-- > 0;
}

EmulatedToken::Reply EmulatedToken::version_a(const usb::ControlRequest& request, const Octets& data) {
    switch (request.request) {
        case power_on:
            return card_.power_on(0).data;
        case power_off:
            card_.power_off();
            return Octets();
        case transfer:
            take_part(data);
            return Octets();
        case fetch: {
            const std::size_t room = answer_.size() > 2 ? answer_.size() - 2 : 2;
            return first(answer_, room);
        }
        case status:
            return status_a();
        default:
            return UsbStatus::Stall;
    }
}

// The header comes alone; data for the card in a second part.
void EmulatedToken::take_part(const Octets& data) {
    if (!wants_data_)
        command_.clear();
    command_.insert(command_.end(), data.begin(), data.end());
    wants_data_ = command_.size() == 5 && sends_data(command_);
    waits_left_ = busy;
    if (!wants_data_)
        answer_ = card_.transfer(command_, 0).data;
}

EmulatedToken::Reply EmulatedToken::status_a() {
    if (is_busy())
        return Octets{0x40};
    if (wants_data_ || answer_.size() > 2)
        return Octets{0x10};
    return Octets{static_cast<std::uint8_t>(answer_.size() == 2 ? 0x20 : 0x00)};
}

EmulatedToken::Reply EmulatedToken::version_b(const usb::ControlRequest& request, const Octets& data) {
    switch (request.request) {
        case power_on:
            answer_ = card_.power_on(0).data;
            first_block_ = true;
            waits_left_ = busy;
            return Octets();
        case power_off:
            card_.power_off();
            return Octets();
        case slot_status:
            return Octets{0, card_.status(), 0};
        case transfer: {
            const auto chain = static_cast<std::uint8_t>(request.value >> 8U);
            waits_left_ = busy;
            if (chain == 0x10)
                return Octets();
            if (chain == 0 || chain == 1)
                command_.clear();
            command_.insert(command_.end(), data.begin(), data.end());
            wants_data_ = chain == 1 || chain == 3;
            first_block_ = true;
            if (!wants_data_)
                answer_ = card_.run(command_);
            return Octets();
        }
        case fetch:
            return block_b();
        default:
            return UsbStatus::Stall;
    }
}

Octets EmulatedToken::block_b() {
    if (is_busy())
        return {0x80, 0, 0};
    if (std::exchange(wants_data_, false))
        return {0x10};
    if (!card_.powered())
        return {0x40, 1, 0xFE};
    Octets block = first(answer_, block_size);
    const bool last = answer_.empty();
    const bool is_first = std::exchange(first_block_, false);
    std::uint8_t chain = last ? 2 : 3;
    if (is_first)
        chain = last ? 0 : 1;
    block.insert(block.begin(), chain);
    return block;
}

}  // namespace scrm::fakes
