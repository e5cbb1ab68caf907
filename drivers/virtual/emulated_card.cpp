#include "drivers/virtual/emulated_card.hpp"

#include <algorithm>

#include "drivers/virtual/demo_files.hpp"

namespace scrm::virtual_reader {
namespace {

constexpr std::uint8_t interindustry = 0x00;
constexpr std::uint8_t proprietary = 0x80;

enum class Instruction : std::uint8_t {
    Verify = 0x20,
    ChangeReferenceData = 0x24,
    GetChallenge = 0x84,
    Select = 0xA4,
    ReadBinary = 0xB0,
    GetResponse = 0xC0,
    UpdateBinary = 0xD6
};

enum class ProprietaryInstruction : std::uint8_t { TakeTime = 0xDE, Echo = 0xEC };

/// The card's only PIN.
constexpr std::uint8_t pin_reference = 0x01;

bool is_get_response(const CommandApdu& command) {
    return command.cla == interindustry && command.ins == static_cast<std::uint8_t>(Instruction::GetResponse);
}

}  // namespace

EmulatedCard::EmulatedCard(const CardSpec& spec)
    : atr_(spec.atr), files_(demo_files()), pin_(demo_pin), random_(spec.challenge_seed) {}

void EmulatedCard::reset() {
    files_.reset();
    pin_.forget();
    waiting_answer_ = {};
}

CardReply EmulatedCard::exchange(Transport transport, Bytes command, MutableBytes response) {
    delay_ = std::chrono::milliseconds(0);
    ResponseWriter answer(response);
    answer.put(transport == Transport::T0 ? run_t0(command, answer) : run_t1(command, answer));
    return {answer.size(), delay_};
}

StatusWord EmulatedCard::run_t1(Bytes command, ResponseWriter& answer) {
    const auto parsed = parse_t1(command);
    return parsed ? run(*parsed, answer) : StatusWord::WrongLength;
}

StatusWord EmulatedCard::run_t0(Bytes command, ResponseWriter& answer) {
    const auto parsed = parse_t0(command);
    if (!parsed)
        return StatusWord::WrongLength;
    if (is_get_response(*parsed))
        return get_response(*parsed, answer);
    waiting_answer_ = {};
    if (!parsed->data.empty())
        return keep_for_get_response(*parsed);

    const StatusWord status = run(*parsed, answer);
    const std::size_t size = answer.size();
    if (size == 0 || size == parsed->expected)
        return status;
    answer.clear();
    return exact_length(size);
}

/// T=0 moves data one way per command: what a command with data answers is fetched by the next one.
StatusWord EmulatedCard::keep_for_get_response(const CommandApdu& command) {
    ResponseWriter kept(waiting_);
    const StatusWord status = run(command, kept);
    waiting_answer_ = Bytes(waiting_).first(kept.size());
    return waiting_answer_.empty() ? status : more_available(kept.size());
}

StatusWord EmulatedCard::get_response(const CommandApdu& command, ResponseWriter& answer) {
    if (waiting_answer_.empty())
        return StatusWord::ConditionsNotSatisfied;
    if (command.expected == 0 || !command.data.empty())
        return StatusWord::WrongLength;
    if (command.expected > waiting_answer_.size())
        return exact_length(waiting_answer_.size());
    answer.put(waiting_answer_.first(command.expected));
    waiting_answer_ = waiting_answer_.subspan(command.expected);
    return waiting_answer_.empty() ? StatusWord::Success : more_available(waiting_answer_.size());
}

StatusWord EmulatedCard::run(const CommandApdu& command, ResponseWriter& answer) {
    switch (command.cla) {
        case interindustry:
            return run_interindustry(command, answer);
        case proprietary:
            return run_proprietary(command, answer);
        default:
            return StatusWord::UnknownClass;
    }
}

StatusWord EmulatedCard::run_interindustry(const CommandApdu& command, ResponseWriter& answer) {
    switch (static_cast<Instruction>(command.ins)) {
        case Instruction::Verify:
            return verify(command);
        case Instruction::ChangeReferenceData:
            return change_reference_data(command);
        case Instruction::GetChallenge:
            return get_challenge(command, answer);
        case Instruction::Select:
            return select(files_, command, answer);
        case Instruction::ReadBinary:
            return read_binary(files_, pin_state(), command, answer);
        case Instruction::GetResponse:
            return get_response(command, answer);
        case Instruction::UpdateBinary:
            return update_binary(files_, pin_state(), command);
    }
    return StatusWord::UnknownInstruction;
}

StatusWord EmulatedCard::run_proprietary(const CommandApdu& command, ResponseWriter& answer) {
    switch (static_cast<ProprietaryInstruction>(command.ins)) {
        case ProprietaryInstruction::Echo:
            answer.put(command.data);
            return StatusWord::Success;
        case ProprietaryInstruction::TakeTime:
            return take_time(command, answer);
    }
    return StatusWord::UnknownInstruction;
}

/// Without data it asks how things stand.
StatusWord EmulatedCard::verify(const CommandApdu& command) {
    if (command.p1 != 0)
        return StatusWord::WrongParameters;
    if (command.p2 != pin_reference)
        return StatusWord::ReferenceNotFound;
    if (!command.data.empty())
        return pin_.verify(command.data);
    // A lone fifth byte that is not 00 is an Lc whose PIN never came.
    const bool announces_data = command.expected != 0 && !command.expects_all;
    return announces_data ? StatusWord::WrongLength : pin_.status();
}

StatusWord EmulatedCard::change_reference_data(const CommandApdu& command) {
    if (command.p1 != 0)
        return StatusWord::WrongParameters;
    if (command.p2 != pin_reference)
        return StatusWord::ReferenceNotFound;
    return pin_.change(command.data);
}

StatusWord EmulatedCard::get_challenge(const CommandApdu& command, ResponseWriter& answer) {
    if (command.p1 != 0 || command.p2 != 0)
        return StatusWord::WrongParameters;
    if (command.expected == 0 || !command.data.empty())
        return StatusWord::WrongLength;
    for (std::size_t i = 0; i < command.expected; ++i)
        answer.put(static_cast<std::uint8_t>(random_() >> 8U & 0xFFU));
    return StatusWord::Success;
}

/// P1-P2: milliseconds. Echoes its data, so that late answers can be told apart.
StatusWord EmulatedCard::take_time(const CommandApdu& command, ResponseWriter& answer) {
    delay_ = std::chrono::milliseconds(command.p1 << 8U | command.p2);
    answer.put(command.data);
    return StatusWord::Success;
}

PinState EmulatedCard::pin_state() const {
    return pin_.verified() ? PinState::Verified : PinState::NotVerified;
}

}  // namespace scrm::virtual_reader
