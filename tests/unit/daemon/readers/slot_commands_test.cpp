#include <algorithm>

#include "tests/unit/daemon/readers/slot_bench.hpp"

using namespace scrm::readers;
using namespace scrm::readers::test;
using scrm::drivers::DriverError;
using Bytes = std::vector<std::uint8_t>;

namespace {

constexpr std::uint32_t atr_attribute = 0x00090303;
constexpr std::uint32_t friendly_name = 0x7FFF0003;
constexpr std::uint32_t system_name = 0x7FFF0004;
constexpr std::uint32_t vendor_name = 0x00010100;

Bytes copy_of(const Answer& answer) {
    return {answer.bytes.begin(), answer.bytes.end()};
}

struct Attribute {
    ResultCode code;
    Bytes value;
};

Attribute attribute(SlotBench& bench, const HandlePtr& handle, std::uint32_t id) {
    const Answer answer = bench.loop.at_once(bench.slot->get_attribute(handle, id));
    return {answer.code, copy_of(answer)};
}

}  // namespace

TEST_CASE("a command goes to the card in the protocol in force, and its answer comes back") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.driver.forget();
    const Answer answer = bench.loop.at_once(bench.slot->transmit(handle, t1, bench.command));
    CHECK(answer.code == ResultCode::Success);
    CHECK(copy_of(answer) == Bytes{0x00, 0xA4, 0x90, 0x00});
    CHECK(bench.driver.heard() == Heard{"exchange T=1 00 A4"});
}

TEST_CASE("raw goes through whatever protocol is in force, any other must be that one") {
    SlotBench bench(t1_card);
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.driver.forget();
    CHECK(bench.transmit(handle, raw) == ResultCode::Success);
    CHECK(bench.driver.heard() == Heard{"exchange T=1 00 A4"});
    for (const std::uint32_t wrong : {t0, 0U, 3U, 8U, 0x10000U})
        CHECK(bench.transmit(handle, wrong) == ResultCode::ProtocolMismatch);
    CHECK(bench.driver.heard().size() == 1);
}

TEST_CASE("a direct client speaks raw without an agreed protocol, if there is a card") {
    SlotBench bench;
    bench.start();
    const HandlePtr direct = bench.connected(ShareMode::Direct, 0);
    CHECK(bench.transmit(direct, t1) == ResultCode::ProtocolMismatch);
    CHECK(bench.transmit(direct, raw) == ResultCode::Success);
    CHECK(bench.driver.heard() == Heard{"exchange raw 00 A4"});
    SlotBench empty("");
    empty.start();
    CHECK(empty.transmit(empty.connected(ShareMode::Direct, 0), raw) == ResultCode::NoSmartcard);
    CHECK(empty.driver.heard().empty());
}

TEST_CASE("a command that fails is told by its code, without bytes") {
    struct Case {
        DriverError error;
        ResultCode code;
    };
    const auto a = GENERATE(values<Case>({{DriverError::NoCard, ResultCode::RemovedCard},
                                          {DriverError::CardUnpowered, ResultCode::ResetCard},
                                          {DriverError::DeadlinePassed, ResultCode::NotTransacted}}));
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.driver.fail(SlotVerb::Exchange, a.error);
    const Answer answer = bench.loop.at_once(bench.slot->transmit(handle, t1, bench.command));
    CHECK(answer.code == a.code);
    CHECK(answer.bytes.empty());
}

TEST_CASE("an answer may be as long as an extended one, and a driver that claims more is not believed") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.driver.answer.assign(scrm::ipc::max_payload_size, 0x5A);
    const Answer answer = bench.loop.at_once(bench.slot->transmit(handle, t1, bench.command));
    REQUIRE(answer.code == ResultCode::Success);
    CHECK(copy_of(answer) == bench.driver.answer);
    bench.driver.claimed_size = scrm::ipc::max_payload_size + 1;
    CHECK(bench.loop.at_once(bench.slot->transmit(handle, t1, bench.command)).bytes.size() ==
          scrm::ipc::max_payload_size);
}

TEST_CASE("commands reach the reader one at a time, in the order of their coming") {
    SlotBench bench;
    bench.start();
    const HandlePtr first = bench.connected();
    const HandlePtr second = bench.connected();
    bench.driver.forget();
    bench.driver.hold(SlotVerb::Exchange);
    const auto a = bench.begin_transmit(first);
    const auto b = bench.loop.start(bench.slot->control(second, 0x42000001, bench.command));
    const auto c = bench.begin_transmit(second, raw);
    CHECK(bench.driver.heard() == Heard{"exchange T=1 00 A4"});
    bench.release(SlotVerb::Exchange);
    CHECK((*a && *b && *c));
    CHECK(bench.driver.heard() ==
          Heard{"exchange T=1 00 A4", "control 42000001 00 A4", "exchange T=1 00 A4"});
}

TEST_CASE("a command that waits while another client resets the card does not reach it") {
    SlotBench bench;
    bench.start();
    const HandlePtr first = bench.connected();
    const HandlePtr second = bench.connected();
    bench.driver.forget();
    bench.driver.hold(SlotVerb::Reset);
    const auto reset = bench.later(bench.slot->reconnect(first, ShareMode::Shared, t1, Disposition::Reset));
    const auto command = bench.begin_transmit(second);
    CHECK_FALSE(*command);
    bench.release(SlotVerb::Reset);
    CHECK(*reset == ResultCode::Success);
    REQUIRE(*command);
    CHECK((*command)->code == ResultCode::ResetCard);
    CHECK(bench.driver.heard() == Heard{"reset", "T=1"});
}

TEST_CASE("a command that waits while another client begins a transaction does not get into it") {
    SlotBench bench;
    bench.start();
    const HandlePtr first = bench.connected();
    const HandlePtr second = bench.connected();
    const HandlePtr third = bench.connected();
    bench.driver.hold(SlotVerb::Exchange);
    const auto running = bench.begin_transmit(first);
    const auto waiting = bench.begin_transmit(second);
    REQUIRE(*bench.begin(third) == ResultCode::Success);
    bench.driver.forget();
    bench.release(SlotVerb::Exchange);
    CHECK((*running)->code == ResultCode::Success);
    CHECK((*waiting)->code == ResultCode::SharingViolation);
    CHECK(bench.driver.heard().empty());
}

TEST_CASE("the reader takes commands without a card") {
    SlotBench bench("");
    bench.start();
    const HandlePtr direct = bench.connected(ShareMode::Direct, 0);
    const Answer answer = bench.loop.at_once(bench.slot->control(direct, 0x42000D48, bench.command));
    CHECK(answer.code == ResultCode::Success);
    CHECK(copy_of(answer) == Bytes{0x00, 0xA4, 0x90, 0x00});
    bench.driver.fail(SlotVerb::Control, DriverError::NotSupported);
    CHECK(bench.loop.at_once(bench.slot->control(direct, 1, {})).code == ResultCode::UnsupportedFeature);
}

TEST_CASE("names and the ATR are answered without asking the reader") {
    SlotBench bench(t1_card);
    bench.start();
    const HandlePtr handle = bench.connected(ShareMode::Direct, 0);
    const std::string name = "Bench 00 00";
    Bytes with_nul(name.begin(), name.end());
    with_nul.push_back(0);
    CHECK(attribute(bench, handle, friendly_name).value == with_nul);
    CHECK(attribute(bench, handle, system_name).value == with_nul);
    CHECK(attribute(bench, handle, atr_attribute).value == Bytes{0x3B, 0x80, 0x81, 0x01, 0x00});
    CHECK(bench.driver.heard().empty());
}

TEST_CASE("an ATR that is not known is asked for") {
    SlotBench bench("");
    bench.start();
    const HandlePtr handle = bench.connected(ShareMode::Direct, 0);
    CHECK(attribute(bench, handle, atr_attribute).code == ResultCode::UnsupportedFeature);
    bench.driver.fail(SlotVerb::PowerOn, DriverError::CardMute);
    bench.insert(t1_card);
    bench.driver.attributes[atr_attribute] = {0x3B, 0x00};
    CHECK(attribute(bench, handle, atr_attribute).value == Bytes{0x3B, 0x00});
}

TEST_CASE("all other attributes are the reader's") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.driver.attributes[vendor_name] = {'s', 'c'};
    CHECK(attribute(bench, handle, vendor_name).value == Bytes{'s', 'c'});
    CHECK(attribute(bench, handle, vendor_name + 1).code == ResultCode::UnsupportedFeature);
    bench.driver.forget();
    CHECK(bench.now(bench.slot->set_attribute(handle, vendor_name, bench.command)) == ResultCode::Success);
    CHECK(bench.driver.heard() == Heard{"set 00010100 00 A4"});
}

TEST_CASE("an attribute that cannot be set was not transacted, whatever the reason") {
    SlotBench bench;
    bench.start();
    const HandlePtr handle = bench.connected();
    bench.driver.fail(SlotVerb::SetAttribute,
                      GENERATE(DriverError::NotSupported, DriverError::CommunicationFailed));
    CHECK(bench.now(bench.slot->set_attribute(handle, vendor_name, {})) == ResultCode::NotTransacted);
}
