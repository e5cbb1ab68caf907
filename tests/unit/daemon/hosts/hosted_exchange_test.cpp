// Exchanges by shared memory, with hosts that answer as they should and as they should not.
#include <thread>

#include "tests/unit/daemon/hosts/hosted_bench.hpp"

namespace scrm::hosts::test {
namespace {

// The words of slot 0's answer, and the word that it is there.
std::string answering_by_memory(std::uint32_t sequence, std::uint32_t size) {
    const std::array<std::uint32_t, 3> words{sequence, 0, size};
    std::array<char, 5> octal{};
    std::string text;
    for (const std::byte byte : std::as_bytes(std::span(words))) {
        (void)std::snprintf(octal.data(), octal.size(), "\\%03o", std::to_integer<unsigned>(byte));
        text += octal.data();
    }
    return "printf '" + text + "' | dd of=/proc/self/fd/4 bs=1 seek=64 conv=notrunc 2>/dev/null\n" +
           "printf '\\000' >&6\n";
}

const std::string hearing_by_memory = "dd bs=1 count=1 <&5 >/dev/null 2>&1\n";

std::string sharing_host() {
    const std::array<std::uint8_t, 2> atr{0x3B, 0};
    ipc::host::Opened message;
    message.slots = 1;
    message.traits = ipc::host::trait::shares;
    return saying(ipc::host::HostHello{}) + saying(message) + present(0) + hearing(4) +
           saying(ipc::host::Answer{0, 1, 0, atr}) + hearing_by_memory;
}

}  // namespace

TEST_CASE("an exchange goes by memory where the host says so, and is matched as others are") {
    Bench bench(sharing_host() + answering_by_memory(7, 1) + "sleep 0.2\n" + answering_by_memory(2, 3) +
                hearing_by_memory + answering_by_memory(3, 17) + listening);
    REQUIRE(bench.open().has_value());
    drivers::Slot& slot = bench.device.slot(0);
    REQUIRE(bench.loop.run(slot.power_on(in(20s))).has_value());
    std::array<std::uint8_t, 16> room{};
    const auto exchange = [&] {
        return bench.loop.run(slot.exchange(drivers::Protocol::T1, room, room, in(20s)));
    };
    CHECK(exchange().value() == 3);
    CHECK(exchange().error() == DriverError::ResponseTooLong);
}

TEST_CASE("a host that answers by memory and ends has answered") {
    Bench bench(sharing_host() + answering_by_memory(2, 3));
    REQUIRE(bench.open().has_value());
    drivers::Slot& slot = bench.device.slot(0);
    REQUIRE(bench.loop.run(slot.power_on(in(20s))).has_value());
    std::array<std::uint8_t, 16> room{};
    CHECK(bench.loop.run(slot.exchange(drivers::Protocol::T1, room, room, in(20s))).value() == 3);
}

TEST_CASE("what lies in the memory when a host hangs up is heard") {
    Bench bench(sharing_host() + "exec 3>&-\n" + answering_by_memory(2, 3) + "exec sleep 1000\n");
    REQUIRE(bench.open().has_value());
    drivers::Slot& slot = bench.device.slot(0);
    REQUIRE(bench.loop.run(slot.power_on(in(20s))).has_value());
    std::array<std::uint8_t, 16> room{};
    const auto answer = bench.loop.start(slot.exchange(drivers::Protocol::T1, room, room, in(20s)));
    bench.loop.turn();
    std::this_thread::sleep_for(500ms);  // the loop finds both at once, the end first
    CHECK(bench.loop.wait(answer).value() == 3);
}

TEST_CASE("a host whose answer in memory cannot be one is killed") {
    const std::string lie =
        GENERATE(answering_by_memory(2, 65549), answering_by_memory(2, 0xFFFFFFFF),
                 std::string("printf '\\001' >&6\n"), std::string("printf '\\377' >&6\n"));
    Bench bench(sharing_host() + lie + hanging);
    REQUIRE(bench.open().has_value());
    drivers::Slot& slot = bench.device.slot(0);
    REQUIRE(bench.loop.run(slot.power_on(in(20s))).has_value());
    std::array<std::uint8_t, 16> room{};
    const auto lost = bench.loop.run(slot.exchange(drivers::Protocol::T1, room, room, in(20s)));
    CHECK(lost.error() == DriverError::CommunicationFailed);
}

}  // namespace scrm::hosts::test
