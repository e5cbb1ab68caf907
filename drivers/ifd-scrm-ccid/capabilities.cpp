#include "drivers/ifd-scrm-ccid/capabilities.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "drivers/ifd-scrm-ccid/result_codes.hpp"

namespace scrm::ifd_handler {

using drivers::DriverError;
using drivers::MutableBytes;
using drivers::Slot;
using ifd_abi::Dword;
using ifd_abi::ResponseCode;

namespace {

constexpr std::uint8_t yes = 1;
constexpr std::uint8_t any_number = 255;
constexpr std::uint32_t atr_attribute = 0x00090303;

ResponseCode give(drivers::Bytes bytes, AnswerRoom room) {
    const Dword there = *room.length;
    *room.length = bytes.size();
    if (room.value == nullptr)
        return ifd_abi::success;
    if (there < bytes.size())
        return ifd_abi::error_insufficient_buffer;
    std::ranges::copy(bytes, room.value);
    return ifd_abi::success;
}

ResponseCode give(std::uint8_t byte, AnswerRoom room) {
    return give(drivers::Bytes(&byte, 1), room);
}

template <class Function>
ResponseCode give_function(Function function, AnswerRoom room) {
    std::array<std::uint8_t, sizeof function> bytes{};
    std::memcpy(bytes.data(), &function, sizeof function);
    return give(bytes, room);
}

ResponseCode give_attribute(const Channel& channel, Dword id, AnswerRoom room) {
    std::vector<std::uint8_t> value(ifd_abi::max_buffer_size);
    const auto size = channel.reader->call<std::size_t>(
        channel.slot, &drivers::TimeBudgets::control, [&](Slot& slot, drivers::Deadline deadline) {
            return slot.get_attribute(static_cast<std::uint32_t>(id), value, deadline);
        });
    if (size)
        return give(MutableBytes(value).first(*size), room);
    *room.length = 0;
    return size.error() == DriverError::NotSupported ? ifd_abi::error_tag : code_of(size.error());
}

}  // namespace

ResponseCode get_capability(const Channel& channel, const WaitFunctions& functions, Dword tag,
                            AnswerRoom room) {
    switch (tag) {
        case ifd_abi::tag::slots_number:
            return give(static_cast<std::uint8_t>(std::min<std::size_t>(channel.reader->slots(), any_number)),
                        room);
        case ifd_abi::tag::thread_safe:
        case ifd_abi::tag::slot_thread_safe:
        case ifd_abi::tag::device_removed:
            return give(yes, room);
        case ifd_abi::tag::simultaneous_access:
            return give(any_number, room);
        case ifd_abi::tag::polling_thread_killable:
            return give(std::uint8_t{0}, room);
        case ifd_abi::tag::polling_thread_with_timeout:
            return give_function(functions.wait, room);
        case ifd_abi::tag::stop_polling_thread:
            return give_function(functions.stop, room);
        case ifd_abi::tag::atr:
            return give_attribute(channel, atr_attribute, room);
        default:
            return give_attribute(channel, tag, room);
    }
}

}  // namespace scrm::ifd_handler
