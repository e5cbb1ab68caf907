#include "tests/fakes/t1_card.hpp"

#include <algorithm>
#include <utility>

namespace scrm::fakes {
namespace {

using Octets = T1Card::Octets;

constexpr std::uint8_t resynch_request = 0xC0;
constexpr std::uint8_t ifs_request = 0xC1;
constexpr std::uint8_t abort_request = 0xC2;
constexpr std::uint8_t wtx_request = 0xC3;
constexpr std::uint8_t response_bit = 0x20;

/// Bit by bit, as the polynomial has it.
unsigned crc_of(std::span<const std::uint8_t> octets) {
    unsigned remainder = 0xFFFF;
    for (const unsigned octet : octets) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            const bool carry = ((remainder ^ (octet >> bit)) & 1U) != 0;
            remainder >>= 1U;
            if (carry)
                remainder ^= 0x8408U;
        }
    }
    return remainder;
}

void append_check(Octets& wire, bool crc) {
    if (crc) {
        const unsigned sum = crc_of(wire);
        wire.push_back(static_cast<std::uint8_t>(sum / 256));
        wire.push_back(static_cast<std::uint8_t>(sum % 256));
        return;
    }
    std::uint8_t parity = 0;
    for (const std::uint8_t octet : wire)
        parity = parity ^ octet;
    wire.push_back(parity);
}

/// Whether length and check are right; nothing else is looked at.
bool intact(std::span<const std::uint8_t> wire, bool crc) {
    const std::size_t check = crc ? 2 : 1;
    if (wire.size() < 3 + check || wire[2] == 255 || wire.size() != 3 + wire[2] + check)
        return false;
    Octets again(wire.begin(), wire.end() - static_cast<std::ptrdiff_t>(check));
    append_check(again, crc);
    return std::equal(again.begin(), again.end(), wire.begin(), wire.end());
}

}  // namespace

T1Card::T1Card(Settings settings, std::function<Octets(const Octets&)> application)
    : settings_(settings), application_(std::move(application)), ifsc_(settings.ifsc) {}

void T1Card::reset() {
    restart();
    said_ = Said::Nothing;
    misunderstandings_ = 0;
}

void T1Card::restart() {
    forget_exchange();
    awaited_ = 0;
    own_ = 0;
    ifsc_ = settings_.ifsc;
    ifsd_ = 32;
}

void T1Card::forget_exchange() {
    command_.clear();
    command_parts_ = 0;
    answer_.clear();
    answer_at_ = 0;
    own_block_.clear();
    asked_.reset();
}

std::optional<Octets> T1Card::receive(std::span<const std::uint8_t> wire) {
    if (!intact(wire, settings_.crc))
        return misunderstood(1);
    if (wire[0] != 0)
        return misunderstood(2);
    const std::uint8_t pcb = wire[1];
    const auto field = wire.subspan(3, wire[2]);
    if (pcb < 0x80)
        return data(pcb, field);
    if (pcb < 0xC0)
        return receipt(pcb);
    return (pcb & response_bit) == 0 ? request(pcb, field) : response(pcb, field);
}

/// Rules 7.1 to 7.3, and 7.4.3: after three in a row it is the reader's turn to think of something.
std::optional<Octets> T1Card::misunderstood(unsigned reason) {
    if (++misunderstandings_ > 3)
        return std::nullopt;
    if (said_ == Said::Request || said_ == Said::Receipt)
        return last_;
    return say_receipt(reason);
}

std::optional<Octets> T1Card::data(std::uint8_t pcb, std::span<const std::uint8_t> field) {
    const unsigned number = pcb >> 6U;
    const bool more = (pcb & 0x20U) != 0;
    if (number != awaited_ || asked_ || field.size() > ifsc_)
        return misunderstood(2);
    misunderstandings_ = 0;
    awaited_ ^= 1U;
    own_block_.clear();
    command_.insert(command_.end(), field.begin(), field.end());
    ++command_parts_;
    if (more)
        return command_parts_ == manners_.abort_at_command_part ? ask(abort_request, {}) : say_receipt(0);
    answer_ = application_(std::exchange(command_, {}));
    answer_at_ = 0;
    answer_parts_ = 0;
    waits_ = 0;
    command_parts_ = 0;
    return go_on();
}

/// What is left to do before the answer, and then its first part.
Octets T1Card::go_on() {
    if (waits_ < manners_.time_wanted.size())
        return ask(wtx_request, {manners_.time_wanted[waits_]});
    if (manners_.new_ifsc)
        return ask(ifs_request, {*manners_.new_ifsc});
    return next_part();
}

Octets T1Card::next_part() {
    if (answer_parts_ != 0 && answer_parts_ == manners_.abort_at_answer_part)
        return ask(abort_request, {});
    const std::size_t size = std::min<std::size_t>(answer_.size() - answer_at_, ifsd_);
    const auto from = answer_.begin() + static_cast<std::ptrdiff_t>(answer_at_);
    const Octets field(from, from + static_cast<std::ptrdiff_t>(size));
    answer_at_ += size;
    ++answer_parts_;
    const bool more = answer_at_ < answer_.size();
    own_block_ = say(Said::Data, static_cast<std::uint8_t>(own_ * 0x40U + (more ? 0x20U : 0U)), field);
    own_ ^= 1U;
    return own_block_;
}

std::optional<Octets> T1Card::receipt(std::uint8_t pcb) {
    if (asked_)
        return misunderstood(2);
    misunderstandings_ = 0;
    const unsigned number = (pcb >> 4U) & 1U;
    if (!own_block_.empty() && number != own_) {
        said_ = Said::Data;
        last_ = own_block_;
        return own_block_;
    }
    if (!own_block_.empty() && answer_at_ < answer_.size())
        return next_part();
    return say_receipt(0);
}

std::optional<Octets> T1Card::request(std::uint8_t pcb, std::span<const std::uint8_t> field) {
    if (pcb == resynch_request && field.empty()) {
        restart();
    } else if (pcb == ifs_request && field.size() == 1 && field[0] != 0 && field[0] != 255 && !asked_) {
        ifsd_ = field[0];
    } else {
        return misunderstood(2);
    }
    misunderstandings_ = 0;
    return say(Said::Response, pcb | response_bit, {field.begin(), field.end()});
}

std::optional<Octets> T1Card::response(std::uint8_t pcb, std::span<const std::uint8_t> field) {
    const Octets asked_for(last_.begin() + 3, last_.begin() + 3 + (said_ == Said::Request ? last_[2] : 0));
    if (!asked_ || pcb != (*asked_ | response_bit) || !std::ranges::equal(field, asked_for))
        return misunderstood(2);
    misunderstandings_ = 0;
    asked_.reset();
    if (pcb == (abort_request | response_bit)) {
        forget_exchange();
        return say_receipt(0);
    }
    if (pcb == (ifs_request | response_bit)) {
        ifsc_ = field[0];
        manners_.new_ifsc.reset();
    } else {
        ++waits_;
    }
    return go_on();
}

Octets T1Card::say_receipt(unsigned reason) {
    return say(Said::Receipt, static_cast<std::uint8_t>(0x80U + awaited_ * 0x10U + reason), {});
}

Octets T1Card::ask(std::uint8_t pcb, Octets field) {
    asked_ = pcb;
    return say(Said::Request, pcb, field);
}

Octets T1Card::say(Said kind, std::uint8_t pcb, const Octets& field) {
    last_ = {0, pcb, static_cast<std::uint8_t>(field.size())};
    last_.insert(last_.end(), field.begin(), field.end());
    append_check(last_, settings_.crc);
    said_ = kind;
    return last_;
}

}  // namespace scrm::fakes
