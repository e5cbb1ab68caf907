#include "tests/fakes/scripted_slot.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/redirect_error.hpp>
#include <cstdio>
#include <string>

namespace scrm::fakes {

using drivers::DriverError;
using drivers::Result;

namespace {

std::string hex(drivers::Bytes bytes) {
    std::string text;
    std::array<char, 4> digits{};
    for (const std::uint8_t byte : bytes) {
        (void)std::snprintf(digits.data(), digits.size(), " %02X", byte);
        text += digits.data();
    }
    return text;
}

std::string number(std::uint32_t value) {
    std::array<char, 9> digits{};
    (void)std::snprintf(digits.data(), digits.size(), "%08X", value);
    return digits.data();
}

std::string name_of(drivers::Protocol protocol) {
    if (protocol == drivers::Protocol::Raw)
        return "raw";
    return protocol == drivers::Protocol::T0 ? "T=0" : "T=1";
}

}  // namespace

drivers::AtrBytes atr_bytes(std::string_view hex_digits) {
    drivers::AtrBytes atr;
    for (std::size_t i = 0; i < hex_digits.size(); i += 3)
        atr.data.at(atr.size++) =
            static_cast<std::uint8_t>(std::stoul(std::string(hex_digits.substr(i, 2)), nullptr, 16));
    return atr;
}

ScriptedSlot::ScriptedSlot(const scrm::drivers::Executor& executor)
    : movement_(executor, scrm::drivers::Timer::time_point::max()) {
    for (std::size_t i = 0; i < slot_verbs; ++i)
        pauses_.emplace_back(executor);
}

void ScriptedSlot::insert(std::string_view atr) {
    atr_ = atr_bytes(atr);
    presence_.present = true;
    moved(1);
}

void ScriptedSlot::insert_powered(std::string_view atr, Result<drivers::AtrBytes> outcome) {
    presence_.answer = outcome;
    insert(atr);
}

void ScriptedSlot::remove() {
    presence_.present = false;
    presence_.answer.reset();
    moved(1);
}

void ScriptedSlot::swap(std::string_view atr) {
    atr_ = atr_bytes(atr);
    moved(2);
}

void ScriptedSlot::lapse(std::string_view atr) {
    atr_ = atr_bytes(atr);
    ++presence_.lapses;
    moved(1);
}

void ScriptedSlot::moved(std::uint64_t times) {
    presence_.changes += times;
    movement_.cancel();
}

void ScriptedSlot::device_goes() {
    gone_ = true;
    movement_.cancel();
    for (Pause& pause : pauses_)
        pause.release();
}

void ScriptedSlot::end(SlotVerb verb, DriverError instead) {
    ended_ = instead;
    release(verb);
}

void ScriptedSlot::cancel() {
    for (Pause& pause : pauses_)
        if (pause.reached()) {
            ended_ = DriverError::Cancelled;
            pause.release();
        }
}

std::size_t ScriptedSlot::times(std::string_view words) const {
    return static_cast<std::size_t>(std::ranges::count(heard_, words));
}

drivers::Awaitable<Result<void>> ScriptedSlot::go_through(SlotVerb verb, std::string words) {
    overlapped_ = overlapped_ || under_way_.use_count() > 1;
    const auto inside = under_way_;
    heard_.push_back(std::move(words));
    if (!gone_)
        co_await pause(verb).pass();
    const auto ended = std::exchange(ended_, std::nullopt);
    if (gone_)
        co_return DriverError::DeviceGone;
    if (ended)
        co_return *ended;
    if (const auto failing = failing_.find(verb); failing != failing_.end())
        co_return failing->second;
    co_return Result<void>();
}

ScriptedSlot::Verb<drivers::Presence> ScriptedSlot::presence_after(std::uint64_t seen) {
    boost::system::error_code woken;
    while (!gone_ && presence_.changes == seen)
        co_await movement_.async_wait(boost::asio::redirect_error(scrm::drivers::use_awaitable, woken));
    if (gone_)
        co_return DriverError::DeviceGone;
    co_return presence_;
}

ScriptedSlot::Verb<drivers::AtrBytes> ScriptedSlot::answer_to_reset(SlotVerb verb, std::string words) {
    const bool present = presence_.present;
    const drivers::AtrBytes atr = atr_;
    const auto done = co_await go_through(verb, std::move(words));
    if (!done)
        co_return done.error();
    if (!present)
        co_return DriverError::NoCard;
    co_return atr;
}

ScriptedSlot::Verb<drivers::AtrBytes> ScriptedSlot::power_on(Deadline) {
    return answer_to_reset(SlotVerb::PowerOn, "power on");
}

ScriptedSlot::Verb<drivers::AtrBytes> ScriptedSlot::reset(Deadline) {
    return answer_to_reset(SlotVerb::Reset, "reset");
}

ScriptedSlot::Verb<void> ScriptedSlot::just_do(SlotVerb verb, std::string words) {
    co_return co_await go_through(verb, std::move(words));
}

ScriptedSlot::Verb<void> ScriptedSlot::power_off(Deadline) {
    return just_do(SlotVerb::PowerOff, "power off");
}

ScriptedSlot::Verb<void> ScriptedSlot::select_protocol(drivers::Protocol protocol, Deadline) {
    return just_do(SlotVerb::SelectProtocol, name_of(protocol));
}

ScriptedSlot::Verb<std::size_t> ScriptedSlot::answer_to(SlotVerb verb, std::string words,
                                                        drivers::Bytes input, drivers::MutableBytes output) {
    std::vector<std::uint8_t> bytes = answer;
    if (bytes.empty()) {
        bytes.assign(input.begin(), input.end());
        bytes.insert(bytes.end(), {0x90, 0x00});
    }
    const auto done = co_await go_through(verb, std::move(words));
    if (!done)
        co_return done.error();
    if (bytes.size() > output.size())
        co_return DriverError::ResponseTooLong;
    std::ranges::copy(bytes, output.begin());
    co_return claimed_size.value_or(bytes.size());
}

ScriptedSlot::Verb<std::size_t> ScriptedSlot::exchange(drivers::Protocol protocol, drivers::Bytes command,
                                                       drivers::MutableBytes response, Deadline deadline) {
    deadline_ = deadline;
    return answer_to(SlotVerb::Exchange, "exchange " + name_of(protocol) + hex(command), command, response);
}

ScriptedSlot::Verb<std::size_t> ScriptedSlot::control(std::uint32_t code, drivers::Bytes input,
                                                      drivers::MutableBytes output, Deadline) {
    return answer_to(SlotVerb::Control, "control " + number(code) + hex(input), input, output);
}

ScriptedSlot::Verb<std::size_t> ScriptedSlot::escape(std::uint32_t code, drivers::Bytes input,
                                                     drivers::MutableBytes output, Deadline) {
    return answer_to(SlotVerb::Control, "escape " + number(code) + hex(input), input, output);
}

ScriptedSlot::Verb<std::size_t> ScriptedSlot::get_attribute(std::uint32_t id, drivers::MutableBytes value,
                                                            Deadline) {
    const auto done = co_await go_through(SlotVerb::GetAttribute, "get " + number(id));
    if (!done)
        co_return done.error();
    const auto found = attributes.find(id);
    if (found == attributes.end())
        co_return DriverError::NotSupported;
    std::ranges::copy(found->second, value.begin());
    co_return found->second.size();
}

ScriptedSlot::Verb<void> ScriptedSlot::set_attribute(std::uint32_t id, drivers::Bytes value, Deadline) {
    return just_do(SlotVerb::SetAttribute, "set " + number(id) + hex(value));
}

ScriptedSlot::Verb<void> ScriptedSlot::eject(Deadline) {
    return just_do(SlotVerb::Eject, "eject");
}

}  // namespace scrm::fakes
