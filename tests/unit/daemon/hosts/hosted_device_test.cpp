// A device whose host says what no host should.
#include <csignal>

#include "tests/unit/daemon/hosts/hosted_bench.hpp"

namespace scrm::hosts::test {

TEST_CASE("a host that opens its reader and tells of its cards makes a device") {
    Bench bench(opened(2) + present(1) + present(0) + listening);
    REQUIRE(bench.open().has_value());
    CHECK(bench.device.slot_count() == 2);
    CHECK(bench.loop.wait(bench.watch(~std::uint64_t{0}))->present);
}

TEST_CASE("a host that does not keep to the protocol is killed") {
    const std::array<std::uint8_t, 7> garbage{1, 2, 3, 4, 5, 6, 7};
    const std::string lines =
        GENERATE_COPY(saying(ipc::Bytes(garbage)) + hanging, saying(ipc::host::HostHello{99}) + hanging,
                      present(0) + hanging, opened(1) + opened(1) + hanging, opened(1) + present(7) + hanging,
                      opened(0) + hanging, opened(200) + hanging, saying(ipc::host::Closed{}) + hanging);
    Bench bench(lines);
    CHECK(bench.refusal() == DriverError::CommunicationFailed);
}

TEST_CASE("a host that ends at once, hangs up or cannot be started opens nothing") {
    const std::string lines =
        GENERATE(as<std::string>(), "exit 3\n", "kill -SEGV $$\n", "exec 3>&-\nexec sleep 1000\n");
    Bench bench(lines);
    CHECK(bench.refusal() == DriverError::CommunicationFailed);
    Bench without("");
    without.all.program = "/nowhere/scrm-ifd-host";
    CHECK(without.refusal() == DriverError::CommunicationFailed);
}

TEST_CASE("a host that says nothing is waited for no longer than its handler is given") {
    Bench bench(GENERATE(as<std::string>(), "", opened(1)) + hanging, 20ms);
    CHECK(bench.refusal() == DriverError::CommunicationFailed);
}

TEST_CASE("a handler that finds no device of its own says that there is none") {
    ipc::host::Opened message;
    message.result = ipc::host::OpenResult::Refused;
    message.code = 617;
    Bench bench(saying(ipc::host::HostHello{}) + saying(message));
    CHECK(bench.refusal() == DriverError::DeviceGone);
}

TEST_CASE("opening ends with its deadline, and what was begun ends with the device") {
    Bench bench(hanging);
    const auto result = bench.loop.run(bench.device.open(in(1ms)));
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error() == DriverError::DeadlinePassed);
}

TEST_CASE("opening ends when it is given up, whatever the handler is doing") {
    Bench bench(hanging);
    const auto result = bench.loop.start(bench.device.open(in(1h)));
    bench.loop.turn();
    CHECK_FALSE(*result);
    bench.device.give_up();
    const auto ended = bench.loop.wait(result);
    CHECK(ended.error() == DriverError::DeviceGone);
}

TEST_CASE("a host whose handler does not come back from a look for a card is killed") {
    const auto call =
        GENERATE(ipc::host::LookCall::Presence, ipc::host::LookCall::Wait, ipc::host::LookCall::Power);
    Bench bench(opened(1) + present(0) + "sleep 0.1\n" + saying(ipc::host::Overdue{0, call}) + hanging);
    REQUIRE(bench.open().has_value());
    const auto lapse = bench.loop.wait(bench.watch(0));
    CHECK(lapse->lapses == 1);
}

TEST_CASE("what clients are told is in doubt until every slot was looked at for the first of them") {
    Bench bench(opened(2) + present(0) + present(1) + "sleep 0.2\n" + saying(ipc::host::Looked{0, 1}) +
                saying(ipc::host::Looked{1, 1}) + saying(ipc::host::Looked{0, 2}) +
                saying(ipc::host::Presence{1, 616, 1}) + saying(ipc::host::Looked{1, 2}) + listening);
    REQUIRE(bench.open().has_value());
    const drivers::Doubt doubt = std::make_shared<char>();
    bench.audience.count(1, [&] { return doubt; });
    CHECK(doubt.use_count() == 2);
    const auto removal = bench.loop.start(bench.device.slot(1).presence_after(0));
    bench.loop.run_until([&] { return doubt.use_count() == 1; });
    bench.loop.turn();
    REQUIRE(*removal);
    CHECK_FALSE((*removal)->value().present);
    bench.audience.count(2, [&] { return doubt; });
    bench.audience.count(0, [&] { return doubt; });
    CHECK(doubt.use_count() == 1);
}

TEST_CASE("a host that ends, and a device that goes, leave no doubt") {
    Bench bench(opened(1) + present(0) + listening);
    REQUIRE(bench.open().has_value());
    bench.host.rewrite(listening);
    const drivers::Doubt doubt = std::make_shared<char>();
    bench.audience.count(1, [&] { return doubt; });
    const bool device_goes = GENERATE(true, false);
    if (device_goes)
        bench.loop.run(bench.device.close());
    else
        ::kill(bench.device.process_id(), SIGKILL);
    bench.loop.run_until([&] { return doubt.use_count() == 1; });
    CHECK(doubt.use_count() == 1);
}

TEST_CASE("a host that floods is killed") {
    const std::string line = saying(ipc::host::LogLine{ipc::host::LogLevel::Info, {}, "flood"});
    Bench bench(opened(1) + present(0) + "while :; do\n" + line + "done\n");
    REQUIRE(bench.open().has_value());
    const auto lapse = bench.loop.wait(bench.watch(0));
    CHECK(lapse->lapses == 1);
}

TEST_CASE("a next host with another number of slots is not believed") {
    Bench bench(opened(1) + present(0) + "sleep 0.3\n");
    REQUIRE(bench.open().has_value());
    bench.host.rewrite(opened(2) + present(0) + present(1) + listening);
    const auto lapse = bench.loop.wait(bench.watch(0));
    CHECK(lapse->lapses == 1);
    const auto given_up = bench.loop.wait(bench.watch(lapse->changes));
    CHECK_FALSE(given_up->present);
    CHECK(bench.device.slot_count() == 1);
    CHECK(bench.loop.run(bench.device.slot(0).power_on(in(1h))).error() == DriverError::CommunicationFailed);
    bench.host.rewrite(opened(1) + present(0) + listening);
    CHECK(bench.loop.wait(bench.watch(given_up->changes))->present);
}

TEST_CASE("an answer is that to its command, and no longer than there is room for") {
    const std::array<std::uint8_t, 17> bytes{7};
    const auto answer = [&](std::uint32_t sequence, std::size_t size) {
        return saying(ipc::host::Answer{0, sequence, 0, ipc::Bytes(bytes).first(size)});
    };
    const std::string greeted = opened(1) + present(0) + hearing(3);
    Bench bench(greeted + hearing(1) + answer(0, 1) + answer(2, 2) + answer(1, 3) + hearing(1) +
                answer(2, 17) + listening);
    REQUIRE(bench.open().has_value());
    drivers::Slot& slot = bench.device.slot(0);
    std::array<std::uint8_t, 16> room{};
    CHECK(bench.loop.run(slot.control(1, {}, room, in(20s))).value() == 3);
    CHECK(room[0] == 7);
    CHECK(bench.loop.run(slot.control(1, {}, room, in(20s))).error() == DriverError::ResponseTooLong);
}

TEST_CASE("a card is off when its host has ended") {
    const std::array<std::uint8_t, 2> atr{0x3B, 0};
    Bench bench(opened(1) + present(0) + hearing(4) + saying(ipc::host::Answer{0, 1, 0, atr}) + listening);
    REQUIRE(bench.open().has_value());
    bench.host.rewrite(opened(1) + present(0) + listening);
    drivers::Slot& slot = bench.device.slot(0);
    REQUIRE(bench.loop.run(slot.power_on(in(20s))).has_value());
    ::kill(bench.device.process_id(), SIGKILL);
    CHECK(bench.loop.wait(bench.watch(0))->lapses == 1);
    std::array<std::uint8_t, 16> room{};
    const auto sent = bench.loop.run(slot.exchange(drivers::Protocol::T1, room, room, in(2s)));
    CHECK(sent.error() == DriverError::CardUnpowered);
}

TEST_CASE("a card that has moved is not on, and nothing is switched off before it is powered") {
    const std::array<std::uint8_t, 2> atr{0x3B, 0};
    const ipc::host::Presence moved{.slot = 0, .code = 615, .changes = 2};
    Bench bench(opened(1) + present(0) + hearing(4) + saying(ipc::host::Answer{0, 1, 0, atr}) +
                saying(moved) + hearing(1) + saying(ipc::host::Answer{0, 2, 0, atr}) + listening);
    REQUIRE(bench.open().has_value());
    drivers::Slot& slot = bench.device.slot(0);
    REQUIRE(bench.loop.run(slot.power_on(in(20s))).has_value());
    CHECK(bench.loop.wait(bench.watch(0))->changes == 2);
    const auto powered = bench.loop.run(slot.power_on(in(2s)));
    REQUIRE(powered.has_value());
    CHECK(powered->size == 2);
}

namespace {

ipc::host::Presence powered_by_host(std::span<const std::uint8_t> atr) {
    return {.slot = 0,
            .code = 615,
            .changes = 2,
            .powering = ipc::host::Powering::Tried,
            .power_code = 0,
            .atr = atr};
}

}  // namespace

TEST_CASE("a card that the host has powered is on, and its answer comes with it") {
    const std::array<std::uint8_t, 2> atr{0x3B, 0};
    const ipc::host::Presence moved = powered_by_host(atr);
    Bench bench(opened(1) + present(0) + hearing(3) + saying(moved) + hearing(1) +
                saying(ipc::host::Answer{0, 1, 0, std::span(atr).first(1)}) + "sleep 0.1\n" +
                saying(ipc::host::Presence{.slot = 0, .code = 616, .changes = 3}) + listening);
    REQUIRE(bench.open().has_value());
    drivers::Slot& slot = bench.device.slot(0);
    const auto inserted = bench.loop.wait(bench.watch(0));
    REQUIRE(inserted->answer);
    CHECK(inserted->answer->value().size == 2);
    CHECK(bench.loop.run(slot.reset(in(20s))).value().size == 1);
    CHECK_FALSE(bench.loop.wait(bench.watch(2))->answer);
    CHECK(bench.loop.run(slot.reset(in(20s))).error() == DriverError::CardUnpowered);
}

TEST_CASE("a card that the host has powered is on for nobody before its coming was told") {
    const std::array<std::uint8_t, 2> atr{0x3B, 0};
    const ipc::host::Presence moved = powered_by_host(atr);
    Bench bench(opened(1) + present(0) + hearing(4) + saying(moved) + saying(ipc::host::Looked{0, 2}) +
                listening);
    REQUIRE(bench.open().has_value());
    const drivers::Doubt doubt = std::make_shared<char>();
    bench.audience.count(1, [&] { return doubt; });
    bench.loop.run_until([&] { return doubt.use_count() == 1; });
    drivers::Slot& slot = bench.device.slot(0);
    CHECK(bench.loop.run(slot.reset(in(20s))).error() == DriverError::CardUnpowered);
}

TEST_CASE("what a card answered is not told if a command has been under way since") {
    const std::array<std::uint8_t, 2> atr{0x3B, 0};
    const ipc::host::Presence moved = powered_by_host(atr);
    const std::string answer = saying(ipc::host::Answer{0, 1, 0, {}});
    const bool under_way_before = GENERATE(true, false);
    Bench bench(
        opened(1) + present(0) + hearing(3) +
        (under_way_before ? hearing(1) + saying(moved) + answer : saying(moved) + hearing(1) + answer) +
        listening);
    REQUIRE(bench.open().has_value());
    std::array<std::uint8_t, 16> room{};
    if (!under_way_before)
        CHECK(bench.loop.wait(bench.watch(0))->answer);
    REQUIRE(bench.loop.run(bench.device.slot(0).control(1, {}, room, in(20s))).has_value());
    const auto inserted = bench.loop.wait(bench.watch(0));
    CHECK(inserted->changes == 2);
    CHECK_FALSE(inserted->answer);
}

TEST_CASE("a card that did not answer when the host powered it is mute") {
    const std::array<std::uint8_t, 34> too_long{0x3B};
    ipc::host::Presence moved{
        .slot = 0, .code = 615, .changes = 2, .powering = ipc::host::Powering::Tried, .power_code = 614};
    const bool answers_too_much = GENERATE(false, true);
    if (answers_too_much) {
        moved.power_code = 0;
        moved.atr = too_long;
    }
    Bench bench(opened(1) + present(0) + hearing(3) + saying(moved) + listening);
    REQUIRE(bench.open().has_value());
    const auto inserted = bench.loop.wait(bench.watch(0));
    REQUIRE(inserted->answer);
    CHECK(inserted->answer->error() == DriverError::CardMute);
    CHECK(bench.loop.run(bench.device.slot(0).reset(in(20s))).error() == DriverError::CardUnpowered);
}

TEST_CASE("verbs end with their deadline, with a cancel, and with the device") {
    Bench bench(opened(1) + present(0) + listening);
    REQUIRE(bench.open().has_value());
    drivers::Slot& slot = bench.device.slot(0);
    std::array<std::uint8_t, 16> room{};
    CHECK(bench.loop.run(slot.exchange(drivers::Protocol::T1, room, room, in(1h))).error() ==
          DriverError::CardUnpowered);

    const auto cancelled = bench.loop.start(slot.control(1, room, room, in(1h)));
    slot.cancel();
    CHECK(bench.loop.wait(cancelled).error() == DriverError::Cancelled);
    CHECK(bench.loop.run(slot.control(1, room, room, in(1ms))).error() == DriverError::DeadlinePassed);
    const int process = bench.device.process_id();
    CHECK(process != 0);  // nothing was killed: the command that was given up has its time

    const auto hurried = bench.loop.start(slot.control(1, room, room, in(1h)));
    slot.hurry(in(1ms));
    const auto lapse = bench.loop.wait(bench.watch(0));  // that command's time is over
    CHECK(lapse->lapses == 1);
    slot.cancel();
    CHECK(bench.loop.wait(hurried).error() == DriverError::Cancelled);

    const auto left = bench.loop.start(slot.power_on(in(1h)));
    bench.loop.run(bench.device.close());
    bench.loop.turn();
    REQUIRE(*left);
    CHECK((*left)->error() == DriverError::DeviceGone);
}

}  // namespace scrm::hosts::test
