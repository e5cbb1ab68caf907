#include "daemon/readers/card_state.hpp"

#include <catch2/catch.hpp>

#include "ipc/reader_state.hpp"
#include "tests/fakes/scripted_slot.hpp"

using namespace scrm::readers;
using scrm::drivers::Protocol;
using scrm::fakes::atr_bytes;
namespace slot_state = scrm::ipc::slot_state;

namespace {

CardState with_card() {
    CardState state;
    state.found_at_start();
    return state;
}

CardState agreed() {
    CardState state = with_card();
    state.answered(atr_bytes("3B 02 14 50"));
    state.agreed_on(Protocol::T1);
    return state;
}

}  // namespace

TEST_CASE("a slot is empty until something is found in it") {
    const CardState state;
    CHECK(state.phase() == CardPhase::Absent);
    CHECK_FALSE(state.present());
    CHECK(state.wire_state() == slot_state::absent);
    CHECK(state.atr().size == 0);
}

TEST_CASE("the card that is in when the slot opens is no event") {
    CHECK(with_card().present());
    CHECK(with_card().events() == 0);
}

TEST_CASE("every insertion and every removal is an event, those too fast to be seen as well") {
    CardState state;
    state.moved(true, 1);
    CHECK(state.events() == 1);
    state.moved(true, 2);
    CHECK(state.events() == 3);
    state.moved(false, 1);
    CHECK(state.events() == 4);
}

TEST_CASE("the event counter wraps from 0xFFFF to 0") {
    CardState state;
    state.moved(true, 0xFFFF);
    CHECK(state.events() == 0xFFFF);
    state.moved(false, 1);
    CHECK(state.events() == 0);
}

TEST_CASE("a card that has moved is another card: neither powered, nor known, nor agreed with") {
    CardState state = agreed();
    state.moved(true, 2);
    CHECK(state.phase() == CardPhase::Unpowered);
    CHECK(state.atr().size == 0);
    CHECK_FALSE(state.protocol());
    state = agreed();
    state.moved(false, 1);
    CHECK(state.phase() == CardPhase::Absent);
    CHECK(state.atr().size == 0);
}

TEST_CASE("a card that answers is powered, and no protocol is in force until one is agreed") {
    CardState state = with_card();
    state.answered(atr_bytes("3B 02 14 50"));
    CHECK(state.powered());
    CHECK_FALSE(state.protocol());
    CHECK(state.atr().size == 4);
    state.agreed_on(Protocol::T0);
    CHECK(state.powered());
    CHECK(state.protocol() == Protocol::T0);
}

TEST_CASE("a card that is reset answers anew, and its protocol is to be agreed on anew") {
    CardState state = agreed();
    state.answered(atr_bytes("3B 00"));
    CHECK(state.powered());
    CHECK_FALSE(state.protocol());
    CHECK(state.atr().size == 2);
}

TEST_CASE("a mute card is in, has no ATR and is not powered") {
    CardState state = agreed();
    state.stayed_mute();
    CHECK(state.present());
    CHECK_FALSE(state.powered());
    CHECK(state.atr().size == 0);
    CHECK_FALSE(state.protocol());
}

TEST_CASE("a card that is switched off is still known by its ATR") {
    CardState state = agreed();
    state.switched_off();
    CHECK(state.phase() == CardPhase::Unpowered);
    CHECK(state.atr().size == 4);
    CHECK_FALSE(state.protocol());
}

TEST_CASE("switching off an empty slot puts no card into it") {
    CardState state;
    state.switched_off();
    CHECK_FALSE(state.present());
}

TEST_CASE("clients see a card as present, with power as negotiable, and a mute one as swallowed") {
    constexpr auto powered = slot_state::present | slot_state::powered | slot_state::negotiable;
    CardState state = with_card();
    CHECK(state.wire_state() == slot_state::present);
    state.stayed_mute();
    CHECK(state.wire_state() == (slot_state::present | slot_state::swallowed));
    state.answered(atr_bytes("3B 00"));
    CHECK(state.wire_state() == powered);
    state.agreed_on(Protocol::T1);
    CHECK(state.wire_state() == powered);
}
