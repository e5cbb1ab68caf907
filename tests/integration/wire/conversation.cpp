#include "tests/integration/wire/conversation.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/integration/wire/desk.hpp"

namespace scrm::integration {
namespace {

using fakes::WireClient;
using ipc::Dialect;
using ipc::ResultCode;

constexpr std::uint32_t shared = 2;
constexpr std::uint32_t protocol_t1 = 2;
constexpr std::uint32_t leave = 0;
constexpr std::array<std::uint8_t, 9> echo{0x80, 0xEC, 0x00, 0x00, 0x03, 0x01, 0x02, 0x03, 0x00};
constexpr std::array<std::uint8_t, 5> echoed{0x01, 0x02, 0x03, 0x90, 0x00};
constexpr std::array<std::uint8_t, 20> card_atr{0x3B, 0x9C, 0x95, 0x80, 0x31, 0xFE, 0x45, 0x80, 0x31, 0xE8,
                                                0x73, 0xF4, 0x01, 0x40, 0x64, 0x73, 0x63, 0x72, 0x6D, 0xF7};

/// What a call on a card may come to when the card or its reader can go at any time.
void check_card_code(ResultCode code) {
    const std::array known{ResultCode::Success, ResultCode::RemovedCard, ResultCode::ReaderUnavailable,
                           ResultCode::NoSmartcard, ResultCode::NotTransacted};
    INFO("code " << std::hex << static_cast<std::uint32_t>(code));
    CHECK(std::ranges::find(known, code) != known.end());
}

/// An unused record, or one of a reader there can be, in a state it can be in.
bool well_formed(const ipc::ReaderState& state) {
    const std::string_view name = ipc::name_of(state.name);
    if (name.empty())
        return state == ipc::ReaderState{};
    const bool known = name == reader_name || name.starts_with("Crowd-");
    const bool present = state.state & ipc::slot_state::present;
    const bool absent = state.state & ipc::slot_state::absent;
    const bool has_atr = state.atr_size == card_atr.size() &&
                         std::ranges::equal(card_atr, ipc::Bytes(state.atr).first(card_atr.size()));
    return known && present != absent && state.state < 2 * ipc::slot_state::specific &&
           (state.sharing == 0 || state.sharing == 1) && state.protocol <= protocol_t1 &&
           (state.atr_size == 0 || has_atr);
}

void use_card(WireClient& client, std::uint32_t card) {
    const auto status = client.call(ipc::Status{card, ResultCode::Success});
    CHECK(status.card == card);
    check_card_code(status.rv);
    const auto begun = client.begin(card);
    CHECK(begun.card == card);
    check_card_code(begun.rv);

    const auto answer = client.transmit(card, protocol_t1, echo);
    CHECK(answer.reply.card == card);
    check_card_code(answer.reply.rv);
    if (answer.reply.rv == ResultCode::Success)
        CHECK(std::ranges::equal(answer.data, echoed));

    const auto ended = client.end(card, leave);
    CHECK(ended.card == card);
    CHECK(ended.disposition == leave);
    check_card_code(ended.rv);
    const auto gone = client.disconnect(card, leave);
    CHECK(gone.card == card);
    CHECK(gone.disposition == leave);
    CHECK(gone.rv == ResultCode::Success);
}

void connect_and_use_card(WireClient& client) {
    const auto reply = client.connect_card(reader_name, shared, protocol_t1);
    CHECK(reply.context == client.context());
    CHECK(ipc::name_of(reply.reader) == reader_name);
    CHECK(reply.share_mode == shared);
    CHECK(reply.preferred_protocols == protocol_t1);
    if (reply.rv == ResultCode::Success) {
        CHECK(reply.card != 0);
        CHECK(reply.active_protocol == protocol_t1);
        use_card(client, reply.card);
    } else if (reply.rv != ResultCode::UnknownReader) {
        check_card_code(reply.rv);
    }
}

/// A library that has looked and seen nothing new waits, and gives up when its time is over. The event, if
/// there was one, is the answer to that.
void wait_and_stop(WireClient& client, Dialect dialect) {
    integration::check(client.wait_begin(), dialect);
    const auto stopped = client.stop_waiting();
    CHECK(stopped.timeout == 0);
    CHECK(stopped.rv == ResultCode::Success);
    integration::check(client.states(), dialect);
}

/// If bytes were left over from before, they would be taken for the answer to this.
void check_nothing_left(WireClient& client, Dialect dialect) {
    const auto reply = client.version(static_cast<std::uint32_t>(dialect));
    CHECK(reply.major == ipc::protocol_major);
    CHECK(reply.minor == static_cast<std::uint32_t>(dialect));
    CHECK(reply.rv == ResultCode::Success);
}

}  // namespace

void introduce(WireClient& client, Dialect dialect) {
    check_nothing_left(client, dialect);
    const auto established = client.establish(2);
    CHECK(established.scope == 2);
    CHECK(established.context != 0);
    REQUIRE(established.rv == ResultCode::Success);
}

void check(const std::vector<ipc::ReaderState>& states, Dialect dialect) {
    if (dialect == Dialect::V4_6)
        CHECK(states.size() % ipc::reader_capacity_step == 0);
    else
        CHECK(states.size() == ipc::legacy_reader_count);
    CHECK(std::ranges::all_of(states, well_formed));
}

void converse(WireClient& client, Dialect dialect) {
    introduce(client, dialect);
    check(client.states(), dialect);
    wait_and_stop(client, dialect);
    connect_and_use_card(client);
    if (dialect >= Dialect::V4_5) {
        const auto events = client.reader_events();
        CHECK(events.count - 1 < 0x7FFF);
        CHECK(events.rv == ResultCode::Success);
    }
    wait_and_stop(client, dialect);
    const auto released = client.release();
    CHECK(released.context == client.context());
    CHECK(released.rv == ResultCode::Success);
    check_nothing_left(client, dialect);
}

}  // namespace scrm::integration
