// The calls that carry bytes: to the card, to the reader, and attributes.
#include <array>

#include "daemon/readers/driver_codes.hpp"
#include "daemon/readers/protocol_choice.hpp"
#include "daemon/readers/slot.hpp"
#include "daemon/readers/time_budgets.hpp"

namespace scrm::readers {

using ipc::ResultCode;

namespace {

constexpr std::uint32_t attribute_atr = 0x00090303;
constexpr std::uint32_t attribute_friendly_name = 0x7FFF0003;
constexpr std::uint32_t attribute_system_name = 0x7FFF0004;

Answer answer_of(const drivers::Result<drivers::Bytes>& outcome,
                 ResultCode (*code_for)(drivers::DriverError)) {
    if (!outcome)
        return {code_for(outcome.error()), {}};
    return {ResultCode::Success, *outcome};
}

}  // namespace

// Raw goes through whatever protocol is in force; any other must be that one.
AnswerOutcome Slot::transmit(HandlePtr handle, std::uint32_t protocol, drivers::Bytes command) {
    if (const ResultCode ready = status(*handle); ready != ResultCode::Success)
        co_return Answer{ready, {}};
    std::optional<GatePass> turn = card_.try_turn();
    if (!turn) {
        turn.emplace(co_await card_.turn());
        // Meanwhile the card may have been reset: a command meant for it as it was must not reach it.
        if (const ResultCode ready = status(*handle); ready != ResultCode::Success)
            co_return Answer{ready, {}};
    }
    if (!card_.state().present())
        co_return Answer{ResultCode::NoSmartcard, {}};
    const auto in_force = card_.state().protocol();
    const auto wanted = to_protocol(protocol);
    if (!wanted || (*wanted != drivers::Protocol::Raw && wanted != in_force))
        co_return Answer{ResultCode::ProtocolMismatch, {}};
    const Card::Sent sent = card_.sent();
    const auto size =
        co_await card_.exchange(in_force.value_or(drivers::Protocol::Raw), command, exchange_deadline());
    const auto outcome = card_.answer_to(sent, size);
    note_use(*handle);
    // Nothing was sent: the card is not what it was when this handle connected.
    if (!outcome && outcome.error() == drivers::DriverError::CardUnpowered && handle->news != CardNews::None)
        co_return Answer{usable(*handle), {}};
    co_return answer_of(outcome, code_for_exchange);
}

drivers::Deadline Slot::exchange_deadline() const {
    const drivers::TimeBudgets budgets = card_.budgets();
    const bool wanted = card_.wanted() || transactions_.waiting() > 0;
    return deadline_in(wanted ? budgets.contended_exchange : budgets.exchange);
}

// Works without a card and whatever happened to it: it is the reader that is spoken to. Like a command to the
// card, it must not get into a transaction that somebody has begun while it stood in line.
AnswerOutcome Slot::control(HandlePtr handle, std::uint32_t code, drivers::Bytes input, Trust trust) {
    if (const ResultCode free = free_for(*handle); free != ResultCode::Success)
        co_return Answer{free, {}};
    GatePass turn = co_await card_.turn();
    if (const ResultCode free = free_for(*handle); free != ResultCode::Success)
        co_return Answer{free, {}};
    const auto outcome = co_await card_.control(std::move(turn), code, input, trust);
    note_use(*handle);
    co_return answer_of(outcome, code_for_control);
}

AnswerOutcome Slot::get_attribute(HandlePtr handle, std::uint32_t id) {
    if (const ResultCode free = free_for(*handle); free != ResultCode::Success)
        co_return Answer{free, {}};
    if (const auto own = own_attribute(id))
        co_return Answer{ResultCode::Success, *own};
    GatePass turn = co_await card_.turn();
    if (const ResultCode free = free_for(*handle); free != ResultCode::Success)
        co_return Answer{free, {}};
    const auto outcome = co_await card_.get_attribute(std::move(turn), id);
    note_use(*handle);
    co_return answer_of(outcome, code_for_control);
}

std::optional<drivers::Bytes> Slot::own_attribute(std::uint32_t id) const {
    switch (id) {
        case attribute_friendly_name:
        case attribute_system_name:  // with its NUL, as clients are used to
            return drivers::Bytes(reinterpret_cast<const std::uint8_t*>(name_.c_str()), name_.size() + 1);
        case attribute_atr:
            if (card_.state().atr().size > 0)
                return card_.state().atr().bytes();
            return std::nullopt;
        default:
            return std::nullopt;
    }
}

CodeOutcome Slot::set_attribute(HandlePtr handle, std::uint32_t id, drivers::Bytes value) {
    if (const ResultCode free = free_for(*handle); free != ResultCode::Success)
        co_return free;
    GatePass turn = co_await card_.turn();
    if (const ResultCode free = free_for(*handle); free != ResultCode::Success)
        co_return free;
    const auto outcome = co_await card_.set_attribute(std::move(turn), id, value);
    note_use(*handle);
    if (!outcome && gone())
        co_return ResultCode::ReaderUnavailable;
    // Clients are used to one code for every attribute that cannot be set.
    co_return outcome ? ResultCode::Success : ResultCode::NotTransacted;
}

}  // namespace scrm::readers
