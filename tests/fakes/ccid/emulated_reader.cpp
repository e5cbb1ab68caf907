#include "tests/fakes/ccid/emulated_reader.hpp"

#include <algorithm>

#include "drivers/api/spawn.hpp"

namespace scrm::fakes {
namespace {

using usb::Pipe;
using usb::UsbStatus;

constexpr std::size_t header = 10;
constexpr std::uint8_t set_parameters = 0x61, power_on = 0x62, power_off = 0x63, slot_status = 0x65,
                       secure = 0x69, escape = 0x6B, get_parameters = 0x6C, reset_parameters = 0x6D,
                       transfer = 0x6F, abort_command = 0x72;
constexpr std::uint8_t failed = 0x40, wants_time = 0x80;
constexpr std::uint8_t error_mute = 0xFE, error_parity = 0xFD, error_busy = 0xE0, error_aborted = 0xFF;

std::uint32_t u32(const std::array<std::uint8_t, 54>& bytes, std::size_t at) {
    return static_cast<std::uint32_t>(bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16) |
           static_cast<std::uint32_t>(bytes[at + 3]) << 24;
}

EmulatedLevel level_of(std::uint32_t features) {
    if ((features & 0x40000) != 0)
        return EmulatedLevel::ExtendedApdu;
    if ((features & 0x20000) != 0)
        return EmulatedLevel::ShortApdu;
    return (features & 0x10000) != 0 ? EmulatedLevel::Tpdu : EmulatedLevel::Character;
}

std::uint8_t answer_type(std::uint8_t command) {
    switch (command) {
        case power_on:
        case transfer:
        case secure:
            return 0x80;
        case set_parameters:
        case get_parameters:
        case reset_parameters:
            return 0x82;
        case escape:
            return 0x83;
        default:
            return 0x81;
    }
}

Octets status_frame(const Octets& message, std::uint8_t status, std::uint8_t error) {
    return {answer_type(message[0]), 0, 0, 0, 0, message[5], message[6], status, error, 0};
}

}  // namespace

EmulatedReader::EmulatedReader(const drivers::Executor& executor, const RecordedReader& recorded)
    : executor_(executor), recorded_(recorded) {
    const std::size_t announced = std::min<std::size_t>(u32(recorded.descriptor, 44), 65'556);
    const std::size_t max_data = announced - header;
    const std::size_t slots = std::size_t{recorded.descriptor[4]} + 1;
    for (std::size_t i = 0; i < slots; ++i)
        slots_.emplace_back(level_of(u32(recorded.descriptor, 40)), max_data);
    make_interface();
}

void EmulatedReader::make_interface() {
    owned_ = std::make_unique<ScriptedUsbInterface>(executor_, recorded_.description());
    usb_ = owned_.get();
    usb_->on_bulk_out = [this](const Octets& message) { take(message); };
    usb_->on_control = [this](const usb::ControlRequest& request, const Octets&) { return control(request); };
}

void EmulatedReader::reset_port() {
    usb_->unplug();
    for (EmulatedSlot& slot : slots_)
        slot.power_off();
    make_interface();
}

std::unique_ptr<usb::Interface> EmulatedReader::take_interface() {
    return std::move(owned_);
}

void EmulatedReader::insert(std::size_t slot, const CardMake& make) {
    slots_.at(slot).insert(make);
    notify();
}

void EmulatedReader::remove(std::size_t slot) {
    slots_.at(slot).remove();
    notify();
}

void EmulatedReader::fault(std::uint8_t message_type, ReaderFault fault, int times) {
    faults_.push_back({message_type, fault, times});
    if (fault == ReaderFault::OutStall)
        usb_->fail_next(Pipe::BulkOut, UsbStatus::Stall);
}

std::size_t EmulatedReader::count(std::uint8_t message_type) const {
    const auto is_that = [&](const Octets& message) { return message[0] == message_type; };
    return static_cast<std::size_t>(std::ranges::count_if(received, is_that));
}

// Every slot is said to have changed; what is true of it, the driver is to ask.
void EmulatedReader::notify() {
    Octets frame{0x50};
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        if (i % 4 == 0)
            frame.push_back(0);
        frame.back() |= static_cast<std::uint8_t>((slots_[i].present() ? 3U : 2U) << (2 * (i % 4)));
    }
    usb_->notify(frame);
}

boost::system::result<Octets, UsbStatus> EmulatedReader::control(const usb::ControlRequest& request) {
    constexpr std::uint8_t request_abort = 1, request_data_rates = 3;
    if (request.request == request_abort) {
        abort_asked_ = request.value;
        return Octets();
    }
    if (request.request == request_data_rates && !recorded_.data_rates.empty())
        return recorded_.data_rates;
    return UsbStatus::Stall;
}

void EmulatedReader::take(const Octets& message) {
    if (message.size() < header)
        return;
    received.push_back(message);
    if (message[5] >= slots_.size())
        return usb_->send(status_frame(message, failed | 2, 5));
    if (message[0] == abort_command)
        return abort(message);
    answer(message, slots_[message[5]]);
}

drivers::Awaitable<void> EmulatedReader::ask_for_time(Octets message) {
    drivers::Timer timer(executor_);
    while (working_ == message[6]) {
        usb_->send(status_frame(message, wants_time, 1));
        timer.expires_after(std::chrono::milliseconds(20));
        co_await timer.async_wait(drivers::use_awaitable);
    }
}

// Both ways of asking must name the same command and slot (CCID 1.1, 5.3.1).
void EmulatedReader::abort(const Octets& message) {
    working_.reset();
    if (ignores_aborts || abort_asked_ != (message[6] << 8 | message[5]))
        return;
    for (; !late_.empty(); late_.pop_front())
        usb_->send(late_.front());
    usb_->send(status_frame(message, slots_[message[5]].status(), 0));
}

void EmulatedReader::answer(const Octets& message, EmulatedSlot& slot) {
    const auto planned =
        std::ranges::find_if(faults_, [&](const PlannedFault& each) { return each.type == message[0]; });
    ReaderFault fault = ReaderFault::None;
    if (planned != faults_.end()) {
        fault = planned->fault;
        if (--planned->times == 0)
            faults_.erase(planned);
    }
    const bool refused =
        fault == ReaderFault::Mute || fault == ReaderFault::Parity || fault == ReaderFault::Busy;
    const SlotReply reply = refused ? SlotReply() : carry_out(message, slot);
    for (int i = 0; message[0] == transfer && i < extensions; ++i)
        usb_->send(status_frame(message, wants_time | slot.status(), 1));
    go_wrong(fault, message, frame_for(message, slot, reply), slot);
}

SlotReply EmulatedReader::carry_out(const Octets& message, EmulatedSlot& slot) {
    const Octets data(message.begin() + header, message.end());
    switch (message[0]) {
        case power_on:
            return slot.power_on(message[7]);
        case power_off:
            slot.power_off();
            return {};
        case slot_status:
            return slot.present() ? SlotReply() : SlotReply{.error = error_mute};
        case transfer:
            return slot.transfer(data, static_cast<std::uint16_t>(message[8] | message[9] << 8));
        case set_parameters:
            return slot.set_parameters(message[7], data);
        case get_parameters:
            return slot.parameters();
        case escape:
            return token(on_escape ? on_escape(data) : std::nullopt);
        case secure:
            if (secure_error)
                return {.error = secure_error};
            return take_secure(message[8], data, slot);
        default:
            return {.error = std::uint8_t{0}};
    }
}

// In as many parts as it takes, at the level of extended APDUs.
SlotReply EmulatedReader::take_secure(std::uint8_t part, const Octets& data, EmulatedSlot& slot) {
    constexpr std::uint8_t begins = 1, continues = 3, next_part = 0x10;
    entry_.insert(entry_.end(), data.begin(), data.end());
    if (part == begins || part == continues)
        return {.chain = next_part};
    const Octets whole = std::exchange(entry_, {});
    return token(on_secure ? on_secure(slot, whole) : std::nullopt);
}

SlotReply EmulatedReader::token(std::optional<Octets> data) {
    if (!data)
        return {.error = std::uint8_t{0}};
    return {.data = *data};
}

Octets EmulatedReader::frame_for(const Octets& message, const EmulatedSlot& slot,
                                 const SlotReply& reply) const {
    const std::uint8_t status = slot.status() | (reply.error ? failed : 0);
    Octets frame = status_frame(message, status, reply.error.value_or(0));
    frame[9] = answer_type(message[0]) == 0x82 ? slot.protocol() : reply.chain;
    for (std::size_t i = 0; i < 4; ++i)
        frame[1 + i] = static_cast<std::uint8_t>(reply.data.size() >> (8 * i));
    frame.insert(frame.end(), reply.data.begin(), reply.data.end());
    return frame;
}

void EmulatedReader::go_wrong(ReaderFault fault, const Octets& message, Octets frame, EmulatedSlot& slot) {
    switch (fault) {
        case ReaderFault::None:
        case ReaderFault::OutStall:
            return usb_->send(frame);
        case ReaderFault::Late:
            late_.push_back(frame);
            return;
        case ReaderFault::Truncated:
            frame.resize(frame.size() > header + 1 ? frame.size() - 1 : header);
            if (frame.size() == header)
                frame[1] = 1;
            return usb_->send(frame);
        case ReaderFault::ShorterThanHeader:
            frame.resize(header - 3);
            return usb_->send(frame);
        case ReaderFault::LyingLength:
            frame[4] = 0x7F;
            return usb_->send(frame);
        case ReaderFault::WrongSequence:
            frame[6] ^= 0x55;
            return usb_->send(frame);
        case ReaderFault::WrongSlot:
            frame[5] = 0x40;
            return usb_->send(frame);
        case ReaderFault::WrongType:
            return usb_->send({0x81, 0, 0, 0, 0, message[5], message[6], failed, 0xFC, 0});
        case ReaderFault::Echo:
            return usb_->send(message);
        case ReaderFault::Stall:
            return usb_->fail_next(Pipe::BulkIn, UsbStatus::Stall);
        case ReaderFault::Overflow:
            return usb_->fail_next(Pipe::BulkIn, UsbStatus::Overflow);
        case ReaderFault::NoData:
            return usb_->send(status_frame(message, slot.status(), error_mute));
        case ReaderFault::Silence:
            return;
        case ReaderFault::Extensions:
            working_ = message[6];
            return drivers::spawn(executor_, ask_for_time(message));
        case ReaderFault::Mute:
            return usb_->send(status_frame(message, failed | slot.status(), error_mute));
        case ReaderFault::Parity:
            return usb_->send(status_frame(message, failed | slot.status(), error_parity));
        case ReaderFault::Busy:
            return usb_->send(status_frame(message, failed | slot.status(), error_busy));
        case ReaderFault::CardOut:
            slot.remove();
            usb_->send(status_frame(message, failed | slot.status(), error_mute));
            return notify();
        case ReaderFault::PortReset:
            return reset_port();
        case ReaderFault::Unplugged:
            return usb_->unplug();
    }
    usb_->send(status_frame(message, failed, error_aborted));
}

}  // namespace scrm::fakes
