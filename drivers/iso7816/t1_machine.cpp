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

T1Complaint complaint_about(T1BlockError error) {
    const bool damaged = error == T1BlockError::WrongSize || error == T1BlockError::WrongEdc;
    return damaged ? T1Complaint::Damaged : T1Complaint::Other;
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
    response_.clear();
    too_long_ = false;
    complete_ = false;
    failures_ = 0;
    resynchs_ = 0;
    blocks_ = 0;
    extension_ = {};
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
    return send_supervision({T1Subject::Ifs, T1Role::Request}, {&numbers_.offered_ifsd, 1});
}

T1Action T1Machine::transmit(Bytes command) {
    if (command.size() > max_extended_command)
        return T1Failed{T1Failure::CommandTooLong};
    if (const auto failure = begin(State::Exchange, T1Wait::Answer))
        return T1Failed{*failure};
    command_.assign(command.begin(), command.end());
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
    if (state_ != State::SecureEntry || blocks_ != 0)
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
    resynchs_ = 0;
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
    if (const auto failure = unasked())
        return T1Failed{*failure};
    return complain(T1Complaint::Damaged);
}

T1Action T1Machine::missing() {
    if (const auto failure = unasked())
        return T1Failed{*failure};
    return complain(T1Complaint::Other);
}

T1Action T1Machine::obey(T1Reaction reaction, const T1Block& block) {
    if (reaction == T1Reaction::Complain)
        return complain(T1Complaint::Other);
    if (reaction == T1Reaction::SendAgain)
        return send_again();
    failures_ = 0;
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
    too_long_ = too_long_ || response_.size() + information.size() > max_response;
    if (!too_long_)
        response_.insert(response_.end(), information.begin(), information.end());
}

T1Action T1Machine::finish(Bytes information) {
    take(information);
    if (too_long_)
        return fail(T1Failure::AnswerTooLong);
    end(State::Idle);
    return T1Done{response_};
}

T1Action T1Machine::collect(Bytes information) {
    take(information);
    wait_ = T1Wait::RestOfAnswer;
    return send_receipt(T1Complaint::None);
}

T1Action T1Machine::grant_time(std::uint8_t multiplier) {
    extension_ += settings_.block_waiting_time * multiplier;
    if (extension_ > settings_.max_extension)
        return fail(T1Failure::TooMuchExtension);
    return send_supervision({T1Subject::Wtx, T1Role::Response}, {&multiplier, 1}, multiplier);
}

T1Action T1Machine::take_ifs(std::uint8_t ifsc) {
    ifsc_ = ifsc;
    return send_supervision({T1Subject::Ifs, T1Role::Response}, {&ifsc, 1});
}

T1Action T1Machine::agree_to_abort() {
    wait_ = T1Wait::AfterAbort;
    complete_ = true;  // not to be sent again
    response_.clear();
    too_long_ = false;
    return send_supervision({T1Subject::Abort, T1Role::Response}, {});
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
    acknowledged_ = 0;
    part_ = 0;
    return send_next();
}

T1Action T1Machine::complain(T1Complaint complaint) {
    if (wait_ == T1Wait::ResynchResponse)
        return resynchronise();
    if (++failures_ >= max_failures)
        return exhausted();
    if (wait_ == T1Wait::IfsResponse)
        return send_supervision({T1Subject::Ifs, T1Role::Request}, {&numbers_.offered_ifsd, 1});
    return sent_receipt_ ? send_same() : send_receipt(complaint);
}

T1Action T1Machine::send_again() {
    if (++failures_ >= max_failures)
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
    if (resynchs_ == max_resynchs)
        return fail(T1Failure::CardMute);
    ++resynchs_;
    failures_ = 0;
    wait_ = T1Wait::ResynchResponse;
    return send_supervision({T1Subject::Resynch, T1Role::Request}, {});
}

T1Action T1Machine::send_next() {
    acknowledged_ += part_;
    part_ = std::min<std::size_t>(command_.size() - acknowledged_, ifsc_);
    numbers_.sent = other(numbers_.sent);
    return send_part();
}

T1Action T1Machine::send_part() {
    const bool more = acknowledged_ + part_ < command_.size();
    complete_ = !more;
    wait_ = more ? T1Wait::Acknowledgement : T1Wait::Answer;
    return send({.nad = settings_.nad,
                 .control = T1Information{.number = numbers_.sent, .more = more},
                 .information = Bytes(command_).subspan(acknowledged_, part_)});
}

T1Action T1Machine::send_receipt(T1Complaint complaint) {
    return send({.nad = settings_.nad,
                 .control = T1Receipt{.number = numbers_.expected, .complaint = complaint},
                 .information = {}});
}

T1Action T1Machine::send_supervision(T1Supervision supervision, Bytes value, std::uint8_t bwt_multiplier) {
    return send({.nad = settings_.nad, .control = supervision, .information = value}, bwt_multiplier);
}

T1Action T1Machine::send(const T1Block& block, std::uint8_t bwt_multiplier) {
    encode_t1_block(block, settings_.error_detection, block_);
    sent_receipt_ = std::holds_alternative<T1Receipt>(block.control);
    return send_same(bwt_multiplier);
}

T1Action T1Machine::send_same(std::uint8_t bwt_multiplier) {
    if (blocks_ == settings_.max_blocks)
        return fail(T1Failure::TooManyBlocks);
    ++blocks_;
    return T1Send{.block = block_, .bwt_multiplier = bwt_multiplier};
}

T1Action T1Machine::fail(T1Failure failure) {
    response_.clear();
    end(needs_reset(failure) ? State::Dead : State::Idle);
    return T1Failed{failure};
}

void T1Machine::end(State state) {
    state_ = state;
    wipe(command_);
    wipe(block_);
    sent_receipt_ = false;
    acknowledged_ = 0;
    part_ = 0;
}

}  // namespace scrm::iso7816
