#include "drivers/iso7816/t0_mapper.hpp"

#include <algorithm>

#include "drivers/iso7816/apdu.hpp"
#include "drivers/iso7816/wipe.hpp"

namespace scrm::iso7816 {
namespace {

constexpr std::size_t p3_at = 4;
constexpr std::size_t max_data = 255;
constexpr std::uint8_t get_response = 0xC0;
constexpr std::uint8_t envelope = 0xC2;
constexpr std::uint16_t ok = 0x9000;
constexpr unsigned data_waits = 0x61;
constexpr unsigned wrong_length = 0x6C;
/// A card that has said 61 or 6C so often without handing out a byte never will.
constexpr std::size_t max_turns = 8;

/// The class of a command that goes with another one: on its channel, but neither a link of a chain nor
/// secured.
std::uint8_t companion_class(std::uint8_t cla) {
    constexpr unsigned interindustry_extended = 0x40;  // channels 4 to 19 in the lower four bits
    constexpr unsigned proprietary = 0x80;
    if ((cla & proprietary) != 0)
        return cla;
    return cla & ((cla & interindustry_extended) != 0 ? 0x4FU : 0x03U);
}

}  // namespace

const char* describe(T0MapperFailure failure) {
    switch (failure) {
        case T0MapperFailure::IllegalCommand:
            return "the command's lengths contradict its size";
        case T0MapperFailure::NoStatusWord:
            return "the card's answer has no status word";
        case T0MapperFailure::TooManyTurns:
            return "the card offers data and does not hand it out";
        case T0MapperFailure::NotStarted:
            return "an answer came when nothing was asked";
    }
    return "the exchange failed";
}

T0MapperAction T0Mapper::start(Bytes command) {
    response_.clear();
    sent_ = 0;
    turns_ = 0;
    const auto parsed = parse_command(command);
    if (!parsed || parsed->kind == ApduCase::Irregular)
        return fail(T0MapperFailure::IllegalCommand);
    wants_data_ = parsed->expected != 0;
    if (parsed->data.size() > max_data) {
        command_.assign(command.begin(), command.end());
        return send_envelope();
    }
    state_ = State::Answering;
    return send_command(*parsed);
}

T0MapperAction T0Mapper::received(Bytes answer) {
    if (state_ == State::Idle)
        return T0MapperFailed{T0MapperFailure::NotStarted};
    const auto status = status_word(answer);
    if (!status)
        return fail(T0MapperFailure::NoStatusWord);
    const Bytes data = answer.first(answer.size() - 2);
    if (state_ == State::Enveloping && *status == ok && sent_ < command_.size())
        return send_envelope();
    state_ = State::Answering;
    turns_ = data.empty() ? turns_ + 1 : 0;
    if (turns_ > max_turns)
        return fail(T0MapperFailure::TooManyTurns);
    const bool fits = response_.size() + data.size() + 2 <= max_response;
    if (fits)
        response_.insert(response_.end(), data.begin(), data.end());
    const unsigned sw1 = *status >> 8U;
    const auto sw2 = static_cast<std::uint8_t>(*status & 0xFFU);
    if (sw1 == data_waits && wants_data_ && fits)
        return send_get_response(sw2);
    if (sw1 == wrong_length && tpdu_.size() == p3_at + 1)
        return send_again(sw2);
    return finish(*status);
}

/// Short, whatever it was; what is wanted beyond 256 bytes is asked for as 256, and the card says 61xx.
T0MapperAction T0Mapper::send_command(const CommandApdu& command) {
    tpdu_ = {command.cla, command.ins, command.p1, command.p2};
    if (!command.data.empty()) {
        tpdu_.push_back(static_cast<std::uint8_t>(command.data.size()));
        tpdu_.insert(tpdu_.end(), command.data.begin(), command.data.end());
    } else if (command.expected != 0) {
        tpdu_.push_back(static_cast<std::uint8_t>(command.expected > max_data ? 0 : command.expected));
    }
    return T0MapperSend{tpdu_};
}

T0MapperAction T0Mapper::send_envelope() {
    state_ = State::Enveloping;
    const Bytes part = Bytes(command_).subspan(sent_, std::min(max_data, command_.size() - sent_));
    sent_ += part.size();
    return send_command(
        {.cla = companion_class(command_[0]), .ins = envelope, .p1 = 0, .p2 = 0, .data = part});
}

T0MapperAction T0Mapper::send_get_response(std::uint8_t available) {
    const std::uint8_t cla = companion_class(tpdu_[0]);
    tpdu_ = {cla, get_response, 0, 0, available};
    return T0MapperSend{tpdu_};
}

T0MapperAction T0Mapper::send_again(std::uint8_t length) {
    tpdu_[p3_at] = length;
    return T0MapperSend{tpdu_};
}

T0MapperAction T0Mapper::finish(std::uint16_t status) {
    response_.push_back(static_cast<std::uint8_t>(status >> 8U));
    response_.push_back(static_cast<std::uint8_t>(status & 0xFFU));
    state_ = State::Idle;
    wipe(command_);
    wipe(tpdu_);
    return T0MapperDone{response_};
}

T0MapperAction T0Mapper::fail(T0MapperFailure reason) {
    state_ = State::Idle;
    response_.clear();
    wipe(command_);
    wipe(tpdu_);
    return T0MapperFailed{reason};
}

}  // namespace scrm::iso7816
