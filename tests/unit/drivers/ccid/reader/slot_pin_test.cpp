// Secure PIN entry from the slot's side: what is asked before, what becomes of the card after.
#include "tests/unit/drivers/ccid/reader/slot_bench.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;
using drivers::Protocol;

constexpr std::uint32_t verify_code = 0x42330006, modify_code = 0x42330007;
const auto verify = hex("1E 1E 82 08 04 08 04 02 01 09 04 00 00 00 00 05 00 00 00 00 20 00 01 00");
const auto unpadded = hex("1E 1E 82 00 04 08 04 02 01 09 04 00 00 00 00 04 00 00 00 00 20 00 01");

TEST_CASE("an operation that the pad does not have is none, and needs no card") {
    SlotBench bench;
    bench.facts.can.pin = {.verify = false, .modify = true};
    CHECK(bench.control(verify_code, verify).error() == DriverError::NotSupported);
    CHECK(bench.control(modify_code, {}).error() == DriverError::NoCard);
    bench.facts.can.pin = {.verify = true, .modify = false};
    CHECK(bench.control(modify_code, {}).error() == DriverError::NotSupported);
    CHECK(bench.control(verify_code, {}).error() == DriverError::NoCard);
}

TEST_CASE("a template without a PIN block is announced to the models that must know") {
    SlotBench bench;
    bench.make_ready();
    bench.facts.quirks.pin.unpadded_escape = hex("80 02 00");
    bench.port.say("90 00");
    CHECK(bench.control(verify_code, verify).value() == 2);
    CHECK(bench.port.asked.size() == 1);
    bench.port.refuse(0x00);  // it may refuse to be told
    bench.port.say("90 00");
    CHECK(bench.control(verify_code, unpadded).value() == 2);
    CHECK(bench.port.asked.at(1).type == CommandType::Escape);
    CHECK(bench.port.asked.at(1).data == hex("80 02 00"));
    bench.port.fail(DriverError::DeadlinePassed);
    CHECK(bench.control(verify_code, unpadded).error() == DriverError::DeadlinePassed);
}

TEST_CASE("a model whose key is still down is given a moment; who cancels meanwhile asks nothing") {
    SlotBench bench;
    bench.make_ready();
    bench.facts.quirks.pin.pause_ms = 1;
    bench.port.say("90 00");
    CHECK(bench.control(verify_code, verify).value() == 2);
    bench.port.asked.clear();
    const auto passed = std::chrono::steady_clock::now();
    CHECK(bench.run(bench.slot.control(verify_code, verify, bench.room, passed)).error() ==
          DriverError::DeadlinePassed);
    CHECK(bench.port.asked.empty());
}

TEST_CASE("an entry that the reader fails is an error, one that is lost costs the card its power") {
    SlotBench bench;
    bench.make_ready();
    bench.port.refuse(0xFE);
    CHECK(bench.control(verify_code, verify).error() == DriverError::CardMute);
    bench.port.fail(DriverError::CommunicationFailed);
    CHECK(bench.control(verify_code, verify).error() == DriverError::CommunicationFailed);
    CHECK(bench.control(verify_code, verify).error() == DriverError::CardUnpowered);
}

TEST_CASE("with the host's T=1 a command longer than a block cannot be entered") {
    SlotBench bench(ExchangeLevel::Tpdu);
    bench.make_ready();
    auto structure = verify;
    structure.resize(19 + 255);
    structure[15] = 255;
    CHECK(bench.control(verify_code, structure).error() == DriverError::NotSupported);
    CHECK(bench.port.asked.empty());
}

TEST_CASE("with the host's T=1 the reader is given the block's beginning, and blocks follow as ever") {
    SlotBench bench(ExchangeLevel::Tpdu);
    bench.make_ready();
    bench.port.say("00 C3 01 09 CB");  // as a Swiss health card does
    bench.port.say("00 00 02 90 00 92");
    CHECK(bench.control(verify_code, verify).value() == 2);
    CHECK(bench.answer(2) == hex("90 00"));
    const auto& payload = bench.port.asked.at(0).data;
    CHECK(std::vector(payload.begin() + 12, payload.begin() + 15) == hex("00 00 05"));
    CHECK(bench.port.asked.at(1).data == hex("00 E3 01 09 EB"));
}

TEST_CASE("with the host's T=1 an entry without a card is an error, and so is one that comes to nothing") {
    SlotBench gone(ExchangeLevel::Tpdu);
    gone.make_ready();
    gone.port.refuse(0xFE, CardStatus::Absent);
    gone.port.say_empty_slot();  // what the slot looks at then
    CHECK(gone.control(verify_code, verify).error() == DriverError::NoCard);
    SlotBench lost(ExchangeLevel::Tpdu);
    lost.make_ready();
    lost.port.say("00 C3 01 09 CB");
    lost.port.fail(DriverError::Cancelled);
    CHECK(lost.control(verify_code, verify).error() == DriverError::Cancelled);
    CHECK(lost.control(verify_code, verify).error() == DriverError::CardUnpowered);
}

TEST_CASE("an entry too long for a message is withdrawn, and the next command finds the line in order") {
    SlotBench bench(ExchangeLevel::Tpdu);
    bench.facts.can.max_message = 29;
    bench.make_ready();
    CHECK(bench.control(verify_code, verify).error() == DriverError::NotSupported);
    bench.port.say("00 00 02 90 00 92");
    CHECK(bench.exchange(hex("00 A4 00 0C")).value() == 2);
    CHECK(bench.port.asked.at(0).data.at(1) == 0x00);  // N(S) is where it was
}

}  // namespace
}  // namespace scrm::ccid
