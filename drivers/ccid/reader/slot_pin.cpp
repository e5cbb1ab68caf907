// Secure PIN entry: the PIN goes from the key pad into the card and is seen by nobody else.
//
// At TPDU level with T=1 the reader sends the command in a block that the host has numbered, so the host's
// T=1 carries on with whatever the card says to it.
#include <array>

#include "drivers/ccid/card/exchange_apdu.hpp"
#include "drivers/ccid/card/exchange_t1.hpp"
#include "drivers/ccid/card/negotiation.hpp"
#include "drivers/ccid/features/attributes.hpp"
#include "drivers/ccid/reader/ccid_slot.hpp"

namespace scrm::ccid {

using drivers::DriverError;
using drivers::Result;

namespace {

constexpr std::array<std::uint8_t, 2> entry_timed_out{0x64, 0x00};
constexpr std::array<std::uint8_t, 2> entry_cancelled{0x64, 0x01};
constexpr std::array<std::uint8_t, 2> bad_structure{0x6B, 0x80};
constexpr std::size_t header_only = 4;

bool ended_by_user(const Answer& answer) {
    return answer.failed() &&
           (answer.error == ReaderError::PinTimeout || answer.error == ReaderError::PinCancelled);
}

Bytes words_for(const Answer& answer) {
    return answer.error == ReaderError::PinTimeout ? Bytes(entry_timed_out) : Bytes(entry_cancelled);
}

}  // namespace

CcidSlot::Verb<std::size_t> CcidSlot::enter_pin(PinOperation operation, Bytes structure,
                                                MutableBytes output) {
    const bool offered = operation == PinOperation::Verify ? facts_.can.pin.verify : facts_.can.pin.modify;
    if (!offered)
        co_return DriverError::NotSupported;
    if (const auto why = unusable())
        co_return *why;
    auto request = parse_pin_request(operation, structure);
    if (!request)
        co_return copy_out(bad_structure, output);
    const auto prepared = co_await prepare_entry(*request);
    if (!prepared)
        co_return prepared.error();
    const auto size = co_await send_entry(*request, output);
    if (!size && !gone_)
        note_loss(size.error());
    co_return gone_ ? Result<std::size_t>(DriverError::DeviceGone) : size;
}

CcidSlot::Verb<void> CcidSlot::prepare_entry(PinRequest request) {
    const PinFixes& fixes = facts_.quirks.pin;
    if (fixes.pause_ms != 0)
        if (const auto paused = co_await talk_.pause(Milliseconds(fixes.pause_ms)); !paused)
            co_return paused;
    const bool unpadded = request.block == 0 && request.command.size() == header_only;
    if (request.operation != PinOperation::Verify || !unpadded || fixes.unpadded_escape.empty())
        co_return Result<void>();
    const auto told = co_await talk_.ask(escape_command(fixes.unpadded_escape), facts_.timing.reply);
    if (!told)
        co_return told.error();
    co_return Result<void>();
}

CcidSlot::Verb<std::size_t> CcidSlot::send_entry(PinRequest request, MutableBytes output) {
    put_right(request, facts_.quirks.pin);
    const std::shared_ptr<CardLine> line = card_.line;
    iso7816::T1Machine* t1 = line && line->t1 ? &*line->t1 : nullptr;
    if (t1 != nullptr) {
        const auto begun = t1->begin_secure_entry(request.command.size());
        if (std::holds_alternative<iso7816::T1Failed>(begun))
            co_return DriverError::NotSupported;
        request.prologue = std::get<iso7816::T1Prologue>(begun);
    }
    const std::vector<std::uint8_t> payload = encode_pin_request(request, facts_.quirks.pin);
    const bool fits =
        payload.size() <= facts_.can.max_data() || facts_.can.level == ExchangeLevel::ExtendedApdu;
    Result<Answer> answer = DriverError::NotSupported;
    if (fits) {
        const auto patience = std::chrono::duration_cast<Milliseconds>(patience_for(request));
        answer = co_await send_in_parts(talk_, secure_part, facts_.can.max_data(), payload, patience);
    }
    const bool withdrawn = answer ? ended_by_user(*answer) : answer.error() == DriverError::NotSupported;
    if (t1 != nullptr && withdrawn)
        t1->withdraw_secure_entry();
    if (!answer)
        co_return answer.error();
    if (withdrawn)
        co_return copy_out(words_for(*answer), output);
    if (t1 == nullptr)
        co_return answer->failed() ? Result<std::size_t>(error_of(*answer)) : copy_out(answer->data, output);
    const auto next = hand_over(*t1, *answer);
    if (!next)
        co_return next.error();
    const iso7816::T1Action action = *next;
    const auto response = co_await run_t1(talk_, *t1, t1_route(facts_, line->parameters), action);
    if (!response)
        co_return response.error();
    co_return copy_out(*response, output);
}

}  // namespace scrm::ccid
