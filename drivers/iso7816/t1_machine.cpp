#include "drivers/iso7816/t1_machine.hpp"

#include <algorithm>

#include "drivers/iso7816/apdu.hpp"
#include "drivers/iso7816/wipe.hpp"

namespace scrm::iso7816 {
namespace {

/// In a row, until something stronger is tried.
constexpr unsigned max_failures = 3;
constexpr unsigned max_resynchs = 3;
/// IFSD, until the card is told another.
constexpr std::uint8_t initial_ifsd = 32;

std::uint8_t sane_ifs(std::uint8_t ifs) {
    return std::clamp<std::uint8_t>(ifs, 1, t1_max_information);
}

std::uint8_t other(std::uint8_t number) {
    return number ^ 1U;
}

/// The card answers from the node we spoke to.
std::uint8_t answering(std::uint8_t nad) {
    return static_cast<std::uint8_t>(nad << 4U | nad >> 4U);
}

}  // namespace

void T1Machine::reset(const T1Settings& settings) {
    end(State::Idle);
    settings_ = settings;
    numbers_ = {};
    ifsc_ = sane_ifs(settings.ifsc);
    ifsd_ = initial_ifsd;
    heard_ = false;
}

std::optional<T1Failure> T1Machine::begin(State state, T1Wait wait) {
    if (state_ == State::Dead)
        return T1Failure::NeedsReset;
    if (state_ != State::Idle)
        return T1Failure::Busy;
    state_ = state;
    wait_ = wait;
    answer_.clear();
    complete_ = false;
    spent_ = {};
    return std::nullopt;
}

std::optional<T1Failure> T1Machine::unasked() const {
    if (state_ == State::Dead)
        return T1Failure::NeedsReset;
    if (state_ == State::Idle)
        return T1Failure::NotAsked;
    return std::nullopt;
}

T1Action T1Machine::offer_ifsd(std::uint8_t ifsd) {
    if (const auto failure = begin(State::Exchange, T1Wait::IfsResponse))
        return T1Failed{*failure};
    numbers_.offered_ifsd = sane_ifs(ifsd);
    return send(T1Supervision{T1Subject::Ifs, T1Role::Request}, {&numbers_.offered_ifsd, 1});
}

T1Action T1Machine::transmit(Bytes command) {
    if (command.size() > max_extended_command)
        return T1Failed{T1Failure::CommandTooLong};
    if (const auto failure = begin(State::Exchange, T1Wait::Answer))
        return T1Failed{*failure};
    command_.load(command);
    return send_next();
}

std::variant<T1Prologue, T1Failed> T1Machine::begin_secure_entry(std::size_t template_size) {
    if (template_size > ifsc_)
        return T1Failed{T1Failure::CommandTooLong};
    if (const auto failure = begin(State::SecureEntry, T1Wait::Answer))
        return T1Failed{*failure};
    complete_ = true;
    numbers_.sent = other(numbers_.sent);
    return T1Prologue{settings_.nad, encode_pcb(T1Information{.number = numbers_.sent}),
                      static_cast<std::uint8_t>(template_size)};
}

void T1Machine::withdraw_secure_entry() {
    if (state_ != State::SecureEntry || spent_.blocks != 0)
        return;
    numbers_.sent = other(numbers_.sent);
    end(State::Idle);
}

T1Action T1Machine::cancel() {
    if (state_ == State::Dead)
        return T1Failed{T1Failure::NeedsReset};
    if (state_ == State::Idle)
        return T1Failed{T1Failure::Cancelled};
    state_ = State::Cancelling;
    spent_.resynchs = 0;
    return resynchronise();
}

T1Action T1Machine::received(Bytes bytes) {
    if (const auto failure = unasked())
        return T1Failed{*failure};
    const auto decoded = decode_t1_block(bytes, settings_.error_detection);
    if (const auto* error = std::get_if<T1BlockError>(&decoded))
        return complain(complaint_about(*error));
    const auto& block = std::get<T1Block>(decoded);
    if (block.nad != answering(settings_.nad))
        return complain(T1Complaint::Other);
    heard_ = true;
    return obey(t1_reaction(wait_, t1_event(block, numbers_)), block);
}

T1Action T1Machine::damaged() {
    const auto failure = unasked();
    return failure ? T1Failed{*failure} : complain(T1Complaint::Damaged);
}

T1Action T1Machine::missing() {
    const auto failure = unasked();
    return failure ? T1Failed{*failure} : complain(T1Complaint::Other);
}

T1Action T1Machine::obey(T1Reaction reaction, const T1Block& block) {
    if (reaction == T1Reaction::Complain)
        return complain(T1Complaint::Other);
    if (reaction == T1Reaction::SendAgain)
        return send_again();
    spent_.failures = 0;
    switch (reaction) {
        case T1Reaction::Finish:
            return finish(block.information);
        case T1Reaction::Collect:
            return collect(block.information);
        case T1Reaction::GrantTime:
            return grant_time(block.information[0]);
        case T1Reaction::TakeIfs:
            return take_ifs(block.information[0]);
        case T1Reaction::AgreeToAbort:
            return agree_to_abort();
        case T1Reaction::EndAborted:
            return end_aborted(block);
        case T1Reaction::IfsAgreed:
            return agree_on_ifsd();
        case T1Reaction::StartAgain:
            return start_again();
        default:
            return send_next();
    }
}

void T1Machine::take(Bytes information) {
    numbers_.expected = other(numbers_.expected);
    answer_.add(information);
}

T1Action T1Machine::finish(Bytes information) {
    take(information);
    if (answer_.too_long())
        return fail(T1Failure::AnswerTooLong);
    end(State::Idle);
    return T1Done{answer_.bytes()};
}

T1Action T1Machine::collect(Bytes information) {
    take(information);
    wait_ = T1Wait::RestOfAnswer;
    return send_receipt(T1Complaint::None);
}

T1Action T1Machine::grant_time(std::uint8_t multiplier) {
    spent_.extension += settings_.block_waiting_time * multiplier;
    if (spent_.extension > settings_.max_extension)
        return fail(T1Failure::TooMuchExtension);
    return send(T1Supervision{T1Subject::Wtx, T1Role::Response}, {&multiplier, 1}, multiplier);
}

T1Action T1Machine::take_ifs(std::uint8_t ifsc) {
    ifsc_ = ifsc;
    return send(T1Supervision{T1Subject::Ifs, T1Role::Response}, {&ifsc, 1});
}

T1Action T1Machine::agree_to_abort() {
    wait_ = T1Wait::AfterAbort;
    complete_ = true;  // not to be sent again
    answer_.clear();
    return send(T1Supervision{T1Subject::Abort, T1Role::Response}, {});
}

T1Action T1Machine::end_aborted(const T1Block& block) {
    numbers_.sent = other(std::get<T1Receipt>(block.control).number);
    return fail(T1Failure::AbortedByCard);
}

T1Action T1Machine::agree_on_ifsd() {
    ifsd_ = numbers_.offered_ifsd;
    end(State::Idle);
    return T1Done{};
}

/// RESYNCH puts all that the two sides agreed on back to what it was after the reset.
T1Action T1Machine::start_again() {
    numbers_ = {};
    ifsc_ = sane_ifs(settings_.ifsc);
    ifsd_ = initial_ifsd;
    if (state_ == State::Cancelling)
        return fail(T1Failure::Cancelled);
    if (complete_)
        return fail(T1Failure::AnswerLost);
    command_.rewind();
    return send_next();
}

T1Action T1Machine::complain(T1Complaint complaint) {
    if (wait_ == T1Wait::ResynchResponse)
        return resynchronise();
    if (++spent_.failures >= max_failures)
        return exhausted();
    if (wait_ == T1Wait::IfsResponse)
        return send(T1Supervision{T1Subject::Ifs, T1Role::Request}, {&numbers_.offered_ifsd, 1});
    return sent_receipt_ ? send_same() : send_receipt(complaint);
}

T1Action T1Machine::send_again() {
    if (++spent_.failures >= max_failures)
        return exhausted();
    return state_ == State::SecureEntry ? resynchronise() : send_part();
}

/// Before any good block there is nothing to resynchronise. A card that does not know S(IFS) is left in
/// peace.
T1Action T1Machine::exhausted() {
    if (!heard_)
        return fail(T1Failure::CardMute);
    if (wait_ == T1Wait::IfsResponse)
        return fail(T1Failure::IfsRefused);
    return resynchronise();
}

T1Action T1Machine::resynchronise() {
    if (spent_.resynchs == max_resynchs)
        return fail(T1Failure::CardMute);
    ++spent_.resynchs;
    spent_.failures = 0;
    wait_ = T1Wait::ResynchResponse;
    return send(T1Supervision{T1Subject::Resynch, T1Role::Request}, {});
}

T1Action T1Machine::send_next() {
    command_.advance(ifsc_);
    numbers_.sent = other(numbers_.sent);
    return send_part();
}

T1Action T1Machine::send_part() {
    complete_ = !command_.more();
    wait_ = complete_ ? T1Wait::Answer : T1Wait::Acknowledgement;
    return send(T1Information{.number = numbers_.sent, .more = command_.more()}, command_.part());
}

T1Action T1Machine::send_receipt(T1Complaint complaint) {
    return send(T1Receipt{.number = numbers_.expected, .complaint = complaint}, {});
}

T1Action T1Machine::send(const T1Control& control, Bytes information, std::uint8_t bwt_multiplier) {
    encode_t1_block({.nad = settings_.nad, .control = control, .information = information},
                    settings_.error_detection, block_);
    sent_receipt_ = std::holds_alternative<T1Receipt>(control);
    return send_same(bwt_multiplier);
}

T1Action T1Machine::send_same(std::uint8_t bwt_multiplier) {
    if (spent_.blocks == settings_.max_blocks)
        return fail(T1Failure::TooManyBlocks);
    ++spent_.blocks;
    return T1Send{.block = block_, .bwt_multiplier = bwt_multiplier};
}

T1Action T1Machine::fail(T1Failure failure) {
    answer_.clear();
    end(needs_reset(failure) ? State::Dead : State::Idle);
    return T1Failed{failure};
}

void T1Machine::end(State state) {
    state_ = state;
    command_.wipe();
    wipe(block_);
    sent_receipt_ = false;
}

}  // namespace scrm::iso7816
