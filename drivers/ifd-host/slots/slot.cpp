#include "drivers/ifd-host/slots/slot.hpp"

#include <array>
#include <cstring>

#include "drivers/ifd-host/daemon_line/log.hpp"

namespace scrm::ifd_host {
namespace {

using namespace std::chrono_literals;
using Guard = std::scoped_lock<std::timed_mutex>;

// The handler's functions take what they only read as if they wrote to it.
std::uint8_t* writable(ipc::Bytes bytes) {
    return const_cast<std::uint8_t*>(bytes.data());
}

// More than any tag asked for here should need.
using TagValue = std::array<std::uint8_t, 256>;

}  // namespace

Slot::Slot(const ifd_abi::Functions& functions, Dword lun, std::timed_mutex& lock)
    : functions_(functions), lun_(lun), lock_(lock) {}

ResponseCode Slot::open(const std::string& device_name, Dword channel) {
    const Guard guard(lock_);
    if (functions_.create_channel == nullptr ||
        (functions_.create_channel_by_name != nullptr && !device_name.empty())) {
        std::string name = device_name;
        return functions_.create_channel_by_name(lun_, name.data());
    }
    return functions_.create_channel(lun_, channel);
}

ResponseCode Slot::presence(const std::function<void()>& inside) {
    const Guard guard(lock_);
    inside();
    return presence_locked();
}

std::optional<std::uint8_t> Slot::byte_of(Dword tag) {
    TagValue value{};
    Dword length = 1;
    const Guard guard(lock_);
    if (functions_.get_capabilities(lun_, tag, &length, value.data()) != ifd_abi::success || length != 1)
        return std::nullopt;
    return value[0];
}

Waiting Slot::ask_waiting() {
    const auto function = [&]<class Function>(Dword tag, Function& found) {
        alignas(Function) TagValue value{};
        Dword length = sizeof found;
        const Guard guard(lock_);
        if (functions_.get_capabilities(lun_, tag, &length, value.data()) == ifd_abi::success &&
            length == sizeof found)
            std::memcpy(&found, value.data(), sizeof found);
    };
    Waiting waiting;
    function(ifd_abi::tag::polling_thread_with_timeout, waiting.wait);
    if (waiting.wait != nullptr)
        function(ifd_abi::tag::stop_polling_thread, waiting.stop);
    return waiting;
}

// A handler's word on its length is not taken for it.
Outcome Slot::checked(const char* function, ResponseCode code, Dword length, std::size_t room,
                      const TransferBuffer& answer) {
    if (answer.was_overrun())
        log_own(ipc::host::LogLevel::Critical,
                std::string(function) + "() wrote past the end of its buffer; its memory may be damaged");
    if (code != ifd_abi::success)
        return {code};
    if (length > room) {
        log_own(ipc::host::LogLevel::Error,
                std::string(function) + "() answered with more bytes than there was room for");
        return {ifd_abi::error_insufficient_buffer};
    }
    return {code, answer.first(length)};
}

ResponseCode Slot::power_locked(Dword action, std::uint8_t* atr, Dword& length) {
    const ResponseCode present = presence_locked();
    if (present != ifd_abi::icc_present)
        return present == ifd_abi::success ? ifd_abi::communication_error : present;
    const ResponseCode code = functions_.power_icc(lun_, action, atr, &length);
    if (code == ifd_abi::success)
        powered_ = action != ifd_abi::power_down;
    return code;
}

Outcome Slot::power_up(std::uint64_t changes, TransferBuffer& answer, const std::function<void()>& inside) {
    const Guard guard(lock_);
    powered_unasked_ = static_cast<std::uint32_t>(changes);
    inside();
    return power_inside(ifd_abi::power_up, answer);
}

Outcome Slot::power(Dword action) {
    const Guard guard(lock_);
    return power_inside(action, answer_);
}

Outcome Slot::power_inside(Dword action, TransferBuffer& answer) {
    constexpr Dword room = ifd_abi::max_atr_size;
    Dword length = room;
    const ResponseCode code = power_locked(action, answer.prepare(room), length);
    return checked("IFDHPowerICC", code, action == ifd_abi::power_down ? 0 : length, room, answer);
}

Outcome Slot::set_protocol(Dword protocol, std::uint32_t known) {
    if (functions_.set_protocol_parameters == nullptr)
        return {ifd_abi::not_supported};
    const Guard guard(lock_);
    if (meant_for_another(known))
        return {ifd_abi::icc_not_present};
    return {functions_.set_protocol_parameters(lun_, protocol, 0, 0, 0, 0)};
}

Outcome Slot::transmit(Dword protocol, ipc::Bytes command, std::size_t room, std::uint32_t known,
                       TransferBuffer& answer) {
    Dword length = room;
    ifd_abi::IoHeader received{protocol, sizeof received};
    const Guard guard(lock_);
    if (meant_for_another(known))
        return {ifd_abi::icc_not_present};
    const ResponseCode code =
        functions_.transmit_to_icc(lun_, {protocol, sizeof(ifd_abi::IoHeader)}, writable(command),
                                   command.size(), answer.prepare(room), &length, &received);
    return checked("IFDHTransmitToICC", code, length, room, answer);
}

Outcome Slot::control(Dword code, ipc::Bytes input, std::size_t room) {
    Dword length = 0;
    const Guard guard(lock_);
    const ResponseCode result =
        functions_.control(lun_, code, writable(input), input.size(), answer_.prepare(room), room, &length);
    return checked("IFDHControl", result, length, room, answer_);
}

Outcome Slot::get_capability(Dword tag, std::size_t room) {
    Dword length = room;
    const Guard guard(lock_);
    const ResponseCode code = functions_.get_capabilities(lun_, tag, &length, answer_.prepare(room));
    return checked("IFDHGetCapabilities", code, length, room, answer_);
}

Outcome Slot::set_capability(Dword tag, ipc::Bytes value) {
    const Guard guard(lock_);
    return {functions_.set_capabilities(lun_, tag, value.size(), writable(value))};
}

ResponseCode Slot::wait(const Waiting& waiting, std::chrono::milliseconds limit) const {
    return waiting.wait(lun_, static_cast<int>(limit.count()));
}

void Slot::stop_waiting(const Waiting& waiting) const {
    if (waiting.stop != nullptr)
        (void)waiting.stop(lun_);
}

void Slot::close() {
    const std::unique_lock lock(lock_, 500ms);
    if (lock && powered_) {
        std::array<std::uint8_t, 256> atr{};
        Dword length = ifd_abi::max_atr_size;
        (void)power_locked(ifd_abi::power_down, atr.data(), length);
    }
    (void)functions_.close_channel(lun_);
}

void Slot::tell_removal() {
    TagValue value{};
    Dword length = 1;
    const std::unique_lock lock(lock_, 500ms);
    if (functions_.get_capabilities(lun_, ifd_abi::tag::device_removed, &length, value.data()) ==
            ifd_abi::success &&
        length == 1 && value[0] == 1)
        (void)functions_.set_capabilities(lun_, ifd_abi::tag::device_removed, 1, value.data());
}

}  // namespace scrm::ifd_host
