#include "drivers/iso7816/t0_exchange.hpp"

#include <algorithm>

#include "drivers/iso7816/t0_tpdu.hpp"
#include "drivers/iso7816/wipe.hpp"

namespace scrm::iso7816 {
namespace {

constexpr std::size_t header_size = 5;
constexpr std::size_t ins_at = 1;
constexpr std::size_t p3_at = 4;
constexpr std::uint8_t null_byte = 0x60;

bool is_status(std::uint8_t byte) {
    const unsigned upper = byte & 0xF0U;
    return upper == 0x60 || upper == 0x90;
}

}  // namespace

const char* describe(T0Failure failure) {
    switch (failure) {
        case T0Failure::IllegalCommand:
            return "not a command for T=0";
        case T0Failure::ProtocolError:
            return "the card broke the rules of T=0";
        case T0Failure::TooManyWaits:
            return "the card asked to wait too often";
        case T0Failure::NotStarted:
            return "bytes came when none were due";
    }
    return "the exchange failed";
}

T0Action T0Exchange::start(Bytes command) {
    const auto tpdu = t0_tpdu(command);
    if (std::holds_alternative<T0CommandError>(tpdu))
        return fail(T0Failure::IllegalCommand);
    const auto& [form, bytes] = std::get<T0Tpdu>(tpdu);
    command_.assign(bytes.begin(), bytes.end());
    if (form == T0Form::NoData)
        command_.push_back(0);
    to_card_ = form == T0Form::ToCard;
    left_ = form == T0Form::NoData ? 0 : command_[p3_at];
    if (form == T0Form::FromCard && left_ == 0)
        left_ = 256;
    state_ = State::Procedure;
    burst_ = 0;
    send_at_ = 0;
    send_ = header_size;
    waits_ = 0;
    response_.clear();
    return next();
}

T0Action T0Exchange::received(Bytes bytes) {
    if (state_ == State::Idle)
        return T0Failed{T0Failure::NotStarted};
    for (const std::uint8_t byte : bytes) {
        if (state_ == State::Finished)
            break;
        const Verdict verdict = take(byte);
        if (verdict != Verdict::GoOn)
            return fail(verdict == Verdict::Broken ? T0Failure::ProtocolError : T0Failure::TooManyWaits);
    }
    return next();
}

T0Exchange::Verdict T0Exchange::take(std::uint8_t byte) {
    if (state_ == State::Procedure)
        return take_procedure_byte(byte);
    response_.push_back(byte);
    if (state_ == State::SecondStatus)
        state_ = State::Finished;
    else if (--burst_ == 0)
        state_ = State::Procedure;
    return Verdict::GoOn;
}

T0Exchange::Verdict T0Exchange::take_procedure_byte(std::uint8_t byte) {
    if (byte == null_byte)
        return wait_again();
    if (is_status(byte)) {
        response_.push_back(byte);
        state_ = State::SecondStatus;
        return Verdict::GoOn;
    }
    const unsigned difference = byte ^ command_[ins_at];
    if (difference <= 1)  // lets all through; where there is nothing left some cards still say it
        return left_ == 0 ? wait_again() : move_data(left_);
    if (difference >= 0xFE && left_ != 0)
        return move_data(1);
    return Verdict::Broken;
}

T0Exchange::Verdict T0Exchange::wait_again() {
    return ++waits_ > max_waits_ ? Verdict::WaitedTooOften : Verdict::GoOn;
}

T0Exchange::Verdict T0Exchange::move_data(std::size_t count) {
    left_ -= count;
    if (!to_card_) {
        burst_ = count;
        state_ = State::Data;
        return Verdict::GoOn;
    }
    // What was asked for and not yet sent: the card cannot ask for more before it has that.
    if (send_ != 0)
        return Verdict::Broken;
    send_at_ = command_.size() - left_ - count;
    send_ = count;
    return Verdict::GoOn;
}

T0Action T0Exchange::next() {
    if (state_ == State::Finished) {
        state_ = State::Idle;
        wipe(command_);
        return T0Done{response_};
    }
    const Bytes send = Bytes(command_).subspan(send_at_, send_);
    send_at_ += send_;
    send_ = 0;
    return T0Transfer{.send = send, .expect = std::max<std::size_t>(burst_, 1)};
}

T0Action T0Exchange::fail(T0Failure reason) {
    state_ = State::Idle;
    wipe(command_);
    response_.clear();
    return T0Failed{reason};
}

}  // namespace scrm::iso7816
