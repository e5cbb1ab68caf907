#include "tests/unit/drivers/ccid/hex.hpp"
#include "tests/unit/drivers/ccid/reader_bench.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;
using drivers::Protocol;

const auto echo = hex("80 EC 00 00 03 01 02 03 00");
const auto echoed = hex("01 02 03 90 00");
constexpr std::uint8_t xfr_block = 0x6F, power_on_message = 0x62, power_off_message = 0x63;

// The data of all messages of that type, as they went out.
std::vector<fakes::Octets> sent(const ReaderBench& bench, std::uint8_t type) {
    std::vector<fakes::Octets> data;
    for (const fakes::Octets& message : bench.emulated.received)
        if (message[0] == type)
            data.emplace_back(message.begin() + 10, message.end());
    return data;
}

TEST_CASE("voltages are tried from the lowest until the card answers, with the power off between them") {
    ReaderBench bench(fakes::golden_reader("O2 Micro Oz776"));
    fakes::CardMake card = fakes::card_for_t1();
    card.voltages = {1};
    bench.emulated.insert(0, card);
    REQUIRE(bench.bring_up().ok());
    bench.await_presence(true);
    CHECK(bench.power_on().bytes == card.atr);
    std::vector<std::uint8_t> selected;
    for (const fakes::Octets& message : bench.emulated.received)
        if (message[0] == power_on_message)
            selected.push_back(message[7]);
    CHECK(selected == std::vector<std::uint8_t>{2, 1});
    CHECK(bench.emulated.count(power_off_message) == 1);  // it was off at first
    bench.emulated.received.clear();
    CHECK(bench.reset().bytes == card.atr);
    REQUIRE(bench.emulated.received.size() == 1);
    CHECK(bench.emulated.received[0][7] == 1);
}

TEST_CASE("an empty slot ends the ladder at once") {
    ReaderBench bench(fakes::golden_reader("O2 Micro Oz776"));
    REQUIRE(bench.bring_up().ok());
    CHECK(bench.power_on().error == drivers::describe(DriverError::NoCard));
    CHECK(bench.emulated.count(power_on_message) <= 1);
}

TEST_CASE("a card that works for longer than it says is given more, in the reader too") {
    Quirks quirks;
    const auto card = iso7816::AtrPattern::parse("3B 94 95 81 31 FE .. .. .. .. .. ..");
    REQUIRE(card.has_value());
    quirks.card_waits.push_back({.card = *card, .bwi = 7});
    ReaderBench bench(fakes::golden_reader("ACS ACR122U"), quirks);
    bench.make_ready(fakes::card_for_t1());
    CHECK(sent(bench, 0x61).back() == hex("95 10 00 75 00 FE 00"));
    bench.emulated.remove(0);
    bench.await_presence(false);
    bench.emulated.insert(0, fakes::card_for_both());  // another card is as it says
    bench.await_presence(true);
    bench.make_usable();
    CHECK(sent(bench, 0x61).back() == hex("95 10 00 05 00 FE 00"));
}

TEST_CASE("where PPS is the host's duty, it is sent, and then the reader is told") {
    ReaderBench bench(fakes::golden_reader("ACS ACR122U"));
    bench.make_ready(fakes::card_for_both());
    const auto blocks = sent(bench, xfr_block);
    REQUIRE_FALSE(blocks.empty());
    CHECK(blocks[0] == hex("FF 11 95 7B"));
    const auto parameters = sent(bench, 0x61);
    REQUIRE(parameters.size() == 1);
    CHECK(parameters[0] == hex("95 10 00 05 00 FE 00"));
    CHECK(bench.exchange(echo).bytes == echoed);
}

TEST_CASE("where PPS is the reader's duty, it is only told") {
    ReaderBench bench(fakes::golden_reader("SCM Microsystems Inc. SCR 3310"));
    bench.make_ready();
    const auto parameters = sent(bench, 0x61);
    REQUIRE(parameters.size() == 1);
    CHECK(parameters[0][0] == 0x95);
    for (const fakes::Octets& block : sent(bench, xfr_block))
        CHECK((block.empty() || block[0] != 0xFF));
}

TEST_CASE("a card that falls silent at the speed it announced is taken down the ladder, once") {
    ReaderBench bench(fakes::golden_reader("ACS ACR122U"));
    fakes::CardMake card = fakes::card_for_t1();
    card.only_speed = 0x11;
    bench.make_ready(card);
    CHECK(bench.exchange(echo).error == "");
    const int tries = bench.emulated.slot(0).power_ons;
    CHECK(tries > 1);
    bench.make_usable();
    CHECK(bench.emulated.slot(0).power_ons == tries + 1);
    CHECK(bench.exchange(echo).bytes == echoed);
}

TEST_CASE("a protocol that the card does not offer is refused, and the card is as it was") {
    ReaderBench bench(fakes::golden_reader("ACS ACR122U"));
    bench.emulated.insert(0, fakes::card_for_t1());
    REQUIRE(bench.bring_up().ok());
    bench.await_presence(true);
    REQUIRE(bench.power_on().ok());
    CHECK(bench.select(Protocol::T0).error == drivers::describe(DriverError::ProtocolNotSupported));
    REQUIRE(bench.select(Protocol::T1).ok());
    CHECK(bench.exchange(echo).bytes == echoed);
}

TEST_CASE("T=1 with a CRC, at TPDU and at character level") {
    for (const char* name : {"ACS ACR122U", "O2 Micro Oz776"}) {
        CAPTURE(name);
        ReaderBench bench(fakes::golden_reader(name));
        bench.make_ready(fakes::card_for_t1_crc());
        CHECK(bench.exchange(echo).bytes == echoed);
    }
}

TEST_CASE("T=0 at TPDU and at character level: status words reach the program as they are") {
    for (const char* name : {"ACS ACR122U", "O2 Micro Oz776"}) {
        CAPTURE(name);
        ReaderBench bench(fakes::golden_reader(name));
        bench.emulated.insert(0, fakes::card_for_t0());
        REQUIRE(bench.bring_up().ok());
        bench.await_presence(true);
        REQUIRE(bench.power_on().ok());
        REQUIRE(bench.select(Protocol::T0).ok());
        CHECK(bench.exchange(hex("00 A4 04 00 06 F0 53 43 52 4D 01")).bytes == hex("61 11"));
        CHECK(bench.exchange(hex("00 C0 00 00 11")).bytes.size() == 19);
        CHECK(bench.exchange(hex("00 B0 81 00 00")).bytes == hex("6C 1C"));
        CHECK(bench.exchange(hex("00 B0 81 00 1C")).bytes.size() == 30);
        CHECK(bench.exchange(hex("00 A4 00 0C")).bytes == hex("90 00"));
        CHECK(bench.exchange(hex("00 B0 81 00 00 00 1C")).error ==
              drivers::describe(DriverError::NotSupported));
    }
}

TEST_CASE("an answer of many parts, and one that does not fit the caller's room") {
    ReaderBench bench(fakes::golden_reader("Elatec TWN4"));
    bench.make_ready();
    REQUIRE(bench.exchange(hex("00 A4 04 00 06 F0 53 43 52 4D 01 00")).ok());
    CHECK(bench.exchange(hex("00 B0 84 00 00 00 00")).bytes.size() == 65'538);
    std::vector<std::uint8_t> little(10);
    const auto read_large = hex("00 B0 84 00 00 00 00");
    const auto size = bench.run(bench.slot().exchange(Protocol::T1, read_large, little, ReaderBench::soon()));
    CHECK((!size && size.error() == DriverError::ResponseTooLong));
    CHECK(bench.exchange(echo).bytes == echoed);
}

TEST_CASE("a command that a short reader cannot carry is refused") {
    ReaderBench bench(fakes::golden_reader("Aktiv Rutoken ECP"));
    bench.make_ready();
    fakes::Octets command = hex("80 EC 00 00 00 01 90");
    command.resize(7 + 400);
    CHECK(bench.exchange(command).error == drivers::describe(DriverError::NotSupported));
    CHECK(bench.exchange(echo).bytes == echoed);
}

}  // namespace

TEST_CASE("a reader that negotiates alone and cannot say what came of it is used all the same") {
    ReaderBench bench(fakes::golden_reader("Yubico YubiKey CCID"));
    bench.emulated.fault(0x6C, fakes::ReaderFault::LyingLength);
    bench.make_ready();
    CHECK(bench.emulated.count(0x6C) == 1);
    CHECK(bench.exchange(echo).bytes == echoed);
}

}  // namespace scrm::ccid
