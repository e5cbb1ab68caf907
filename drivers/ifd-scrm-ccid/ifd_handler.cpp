// The IFD handler interface, version 3: each function finds the slot, runs one verb of it, and puts what came
// of it into the interface's numbers. No exception leaves here.
#include <algorithm>
#include <exception>

#include "drivers/ifd-scrm-ccid/capabilities.hpp"
#include "drivers/ifd-scrm-ccid/library.hpp"
#include "drivers/ifd-scrm-ccid/result_codes.hpp"

namespace scrm::ifd_handler {
namespace {

using drivers::AtrBytes;
using drivers::Deadline;
using drivers::DriverError;
using drivers::Protocol;
using drivers::Result;
using drivers::Slot;
using drivers::TimeBudgets;
using ifd_abi::Dword;
using ifd_abi::ResponseCode;

template <class Work>
ResponseCode on_channel(Dword lun, Work work) noexcept {
    try {
        const auto channel = channels().find(lun);
        return channel ? work(*channel) : ifd_abi::no_such_device;
    } catch (const std::exception& failure) {
        tell(failure.what());
        return ifd_abi::communication_error;
    }
}

Protocol protocol_of(Dword header_protocol) {
    switch (header_protocol) {
        case 0:
            return Protocol::T0;
        case 1:
            return Protocol::T1;
        default:
            return Protocol::Raw;
    }
}

ResponseCode wait_for_card(Dword lun, int milliseconds) {
    return on_channel(lun, [&](const Channel& channel) {
        const auto woken = channel.reader->watch(channel.slot).wait(std::chrono::milliseconds(milliseconds));
        return woken == SlotWatch::Woken::Gone ? ifd_abi::no_such_device : ifd_abi::success;
    });
}

ResponseCode stop_waiting(Dword lun) {
    return on_channel(lun, [](const Channel& channel) {
        channel.reader->watch(channel.slot).stop();
        return ifd_abi::success;
    });
}

Result<AtrBytes> power_on(const Channel& channel) {
    return channel.reader->call<AtrBytes>(
        channel.slot, &TimeBudgets::power,
        [](Slot& slot, Deadline deadline) { return slot.power_on(deadline); });
}

// A card that has lost its power meanwhile is given it again.
Result<AtrBytes> reset(const Channel& channel) {
    auto atr =
        channel.reader->call<AtrBytes>(channel.slot, &TimeBudgets::power,
                                       [](Slot& slot, Deadline deadline) { return slot.reset(deadline); });
    const bool is_off = !atr && atr.error() == DriverError::CardUnpowered;
    return is_off ? power_on(channel) : atr;
}

ResponseCode switch_off(const Channel& channel) {
    const auto off =
        channel.reader->call<void>(channel.slot, &TimeBudgets::power,
                                   [](Slot& slot, Deadline deadline) { return slot.power_off(deadline); });
    return off ? ifd_abi::success : code_of(off.error());
}

ResponseCode give_atr(const Result<AtrBytes>& atr, std::uint8_t* room, Dword* length) {
    if (!atr)
        return atr.error() == DriverError::CardMute ? ifd_abi::error_power_action : code_of(atr.error());
    std::ranges::copy(atr->bytes(), room);
    *length = atr->size;
    return ifd_abi::success;
}

}  // namespace
}  // namespace scrm::ifd_handler

using namespace scrm::ifd_handler;  // NOLINT(google-build-using-namespace): the functions are in no namespace
namespace ifd_abi = scrm::ifd_abi;

// NOLINTBEGIN(readability-identifier-naming): the interface's names
#pragma GCC visibility push(default)
extern "C" {

ResponseCode IFDHCreateChannelByName(Dword Lun, char* DeviceName) {
    try {
        return channels().open(Lun, DeviceName);
    } catch (const std::exception& failure) {
        tell(failure.what());
        return ifd_abi::communication_error;
    }
}

// A number says nothing about which device is meant.
ResponseCode IFDHCreateChannel(Dword, Dword) {
    return ifd_abi::no_such_device;
}

ResponseCode IFDHCloseChannel(Dword Lun) {
    return on_channel(Lun, [&](const Channel&) { return channels().close(Lun); });
}

ResponseCode IFDHGetCapabilities(Dword Lun, Dword Tag, Dword* Length, std::uint8_t* Value) {
    if (Length == nullptr)
        return ifd_abi::communication_error;
    return on_channel(Lun, [&](const Channel& channel) {
        return get_capability(channel, {wait_for_card, stop_waiting}, Tag, {Length, Value});
    });
}

// That a device has been unplugged is known here without being told; attributes of these readers cannot be
// set.
ResponseCode IFDHSetCapabilities(Dword Lun, Dword Tag, Dword, std::uint8_t*) {
    return on_channel(Lun, [&](const Channel&) {
        return Tag == ifd_abi::tag::device_removed ? ifd_abi::success : ifd_abi::error_tag;
    });
}

ResponseCode IFDHSetProtocolParameters(Dword Lun, Dword Protocol, std::uint8_t, std::uint8_t, std::uint8_t,
                                       std::uint8_t) {
    if (Protocol != ifd_abi::protocol_t0 && Protocol != ifd_abi::protocol_t1)
        return ifd_abi::protocol_not_supported;
    const auto wanted =
        Protocol == ifd_abi::protocol_t1 ? scrm::drivers::Protocol::T1 : scrm::drivers::Protocol::T0;
    return on_channel(Lun, [&](const Channel& channel) {
        const auto agreed = channel.reader->call<void>(
            channel.slot, &TimeBudgets::power,
            [&](Slot& slot, Deadline deadline) { return slot.select_protocol(wanted, deadline); });
        if (agreed)
            return ifd_abi::success;
        return agreed.error() == DriverError::CardMute ? ifd_abi::error_pts_failure : code_of(agreed.error());
    });
}

ResponseCode IFDHPowerICC(Dword Lun, Dword Action, std::uint8_t* Atr, Dword* AtrLength) {
    if (AtrLength == nullptr || Atr == nullptr)
        return ifd_abi::communication_error;
    *AtrLength = 0;
    return on_channel(Lun, [&](const Channel& channel) {
        switch (Action) {
            case ifd_abi::power_up:
                return give_atr(power_on(channel), Atr, AtrLength);
            case ifd_abi::reset:
                return give_atr(reset(channel), Atr, AtrLength);
            case ifd_abi::power_down:
                return switch_off(channel);
            default:
                return ifd_abi::not_supported;
        }
    });
}

ResponseCode IFDHTransmitToICC(Dword Lun, ifd_abi::IoHeader SendPci, std::uint8_t* TxBuffer, Dword TxLength,
                               std::uint8_t* RxBuffer, Dword* RxLength, ifd_abi::IoHeader* RecvPci) {
    if (RxLength == nullptr || RxBuffer == nullptr || TxBuffer == nullptr)
        return ifd_abi::communication_error;
    const Dword room = std::exchange(*RxLength, 0);
    return on_channel(Lun, [&](const Channel& channel) {
        const auto size = channel.reader->call<std::size_t>(
            channel.slot, &TimeBudgets::exchange, [&](Slot& slot, Deadline deadline) {
                return slot.exchange(protocol_of(SendPci.protocol), {TxBuffer, TxLength}, {RxBuffer, room},
                                     deadline);
            });
        if (!size)
            return code_of(size.error());
        *RxLength = *size;
        if (RecvPci != nullptr)
            RecvPci->protocol = SendPci.protocol;
        return ifd_abi::success;
    });
}

ResponseCode IFDHControl(Dword Lun, Dword dwControlCode, std::uint8_t* TxBuffer, Dword TxLength,
                         std::uint8_t* RxBuffer, Dword RxLength, Dword* pdwBytesReturned) {
    if (pdwBytesReturned == nullptr)
        return ifd_abi::communication_error;
    *pdwBytesReturned = 0;
    const Dword room = RxBuffer == nullptr ? 0 : RxLength;
    const Dword sent = TxBuffer == nullptr ? 0 : TxLength;
    return on_channel(Lun, [&](const Channel& channel) {
        const auto size = channel.reader->call<std::size_t>(
            channel.slot, &TimeBudgets::exchange, [&](Slot& slot, Deadline deadline) {
                return slot.control(static_cast<std::uint32_t>(dwControlCode), {TxBuffer, sent},
                                    {RxBuffer, room}, deadline);
            });
        if (!size)
            return code_of(size.error());
        *pdwBytesReturned = *size;
        return ifd_abi::success;
    });
}

ResponseCode IFDHICCPresence(Dword Lun) {
    return on_channel(Lun, [](const Channel& channel) {
        const auto seen = channel.reader->watch(channel.slot).look();
        return seen == SlotWatch::Seen::Present ? ifd_abi::icc_present : ifd_abi::icc_not_present;
    });
}
}
#pragma GCC visibility pop
// NOLINTEND(readability-identifier-naming)
