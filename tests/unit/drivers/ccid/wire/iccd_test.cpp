#include "drivers/ccid/wire/iccd_port.hpp"

#include "tests/unit/drivers/ccid/hex.hpp"
#include "tests/unit/drivers/ccid/reader_bench.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;
using drivers::Protocol;

TokenBench token(const char* name, const fakes::CardMake& card) {
    return TokenBench(fakes::golden_reader(name), {}, quick_timing(), card);
}

TEST_CASE("a token of version A carries T=0 in parts") {
    for (const int busy : {0, 3}) {
        TokenBench bench = token("BIFIT iBank2Key", fakes::card_for_t0());
        bench.emulated.busy = busy;
        REQUIRE(bench.bring_up().error == "");
        bench.await_presence(true);
        REQUIRE(bench.power_on().bytes == fakes::card_for_t0().atr);
        REQUIRE(bench.select(Protocol::T0).error == "");
        CHECK(bench.exchange(hex("00 A4 04 00 06 F0 53 43 52 4D 01")).bytes == hex("61 11"));
        CHECK(bench.exchange(hex("00 B0 81 00 1C")).bytes.size() == 30);
        CHECK(bench.exchange(hex("00 A4 00 0C")).bytes == hex("90 00"));
        CHECK(bench.power_off().ok());
        CHECK_FALSE(bench.emulated.card().powered());
    }
}

TEST_CASE("a token of version A that stays busy is mute") {
    TokenBench bench = token("BIFIT iBank2Key", fakes::card_for_t0());
    REQUIRE(bench.bring_up().ok());
    bench.await_presence(true);
    REQUIRE(bench.power_on().ok());
    REQUIRE(bench.select(Protocol::T0).ok());
    bench.emulated.busy = -1;
    CHECK(bench.exchange(hex("00 A4 00 0C")).error == drivers::describe(DriverError::CardMute));
    bench.emulated.busy = 0;
    REQUIRE(bench.power_on().ok());
    REQUIRE(bench.select(Protocol::T0).ok());
    CHECK(bench.exchange(hex("00 A4 00 0C")).bytes == hex("90 00"));
}

TEST_CASE("a token of version B carries APDUs of any length, in blocks") {
    for (const int busy : {0, 2}) {
        TokenBench bench = token("Aktiv Co., ProgramPark Rutoken Magistra", fakes::card_for_t1());
        bench.emulated.busy = busy;
        REQUIRE(bench.bring_up().error == "");
        bench.await_presence(true);
        REQUIRE(bench.power_on().bytes == fakes::card_for_t1().atr);
        REQUIRE(bench.select(Protocol::T1).error == "");
        fakes::Octets command = hex("80 EC 00 00 00 02 00");
        command.resize(7 + 512, 0x5A);
        command.insert(command.end(), {0, 0});
        const Outcome answer = bench.exchange(command);
        CHECK(answer.error == "");
        CHECK(answer.bytes.size() == 514);
    }
}

TEST_CASE("a token of version B that asks for time for ever is cancelled") {
    TokenBench bench = token("Aktiv Co., ProgramPark Rutoken Magistra", fakes::card_for_t1());
    REQUIRE(bench.bring_up().ok());
    bench.await_presence(true);
    REQUIRE(bench.power_on().ok());
    bench.emulated.busy = -1;
    drivers::Timer timer(bench.executor());
    timer.expires_after(std::chrono::milliseconds(30));
    timer.async_wait([&](auto) { bench.slot().cancel(); });
    CHECK(bench.exchange(hex("00 A4 00 0C")).error == drivers::describe(DriverError::Cancelled));
    bench.emulated.busy = 0;
    CHECK(bench.power_on().ok());
}

TEST_CASE("blocks of version B") {
    CHECK(decode_iccd_block({}).kind == IccdBlock::Kind::Broken);
    CHECK(decode_iccd_block(hex("77 01 02")).kind == IccdBlock::Kind::Broken);
    CHECK(decode_iccd_block(hex("40 01")).kind == IccdBlock::Kind::Broken);
    const auto answer_bytes = hex("01 90 00");
    const IccdBlock answer = decode_iccd_block(answer_bytes);
    CHECK(answer.kind == IccdBlock::Kind::Answer);
    CHECK(answer.answer.specific == 1);
    CHECK(answer.answer.data.size() == 2);
    const IccdBlock failure = decode_iccd_block(hex("40 01 FE"));
    CHECK(failure.answer.failed());
    CHECK(failure.answer.error == ReaderError::Mute);
    CHECK(failure.answer.card == CardStatus::Inactive);
    const IccdBlock wait = decode_iccd_block(hex("80 03 00"));
    CHECK(wait.kind == IccdBlock::Kind::Wait);
    CHECK(wait.delay == Milliseconds(30));
}

}  // namespace
}  // namespace scrm::ccid
