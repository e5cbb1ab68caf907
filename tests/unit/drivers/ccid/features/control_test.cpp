// What programs ask a reader itself: features, properties, escape commands, attributes.
#include "tests/unit/drivers/ccid/hex.hpp"
#include "tests/unit/drivers/ccid/reader_bench.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;
using drivers::Protocol;

constexpr std::uint32_t get_features = 0x42000D48;
constexpr std::uint32_t tlv_code = 0x42330012;
constexpr std::uint32_t properties_code = 0x4233000A;
constexpr std::uint32_t escape_code = 0x42000001;

const char* words(DriverError error) {
    return drivers::describe(error);
}

TEST_CASE("a plain reader offers its properties and nothing else") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    REQUIRE(bench.bring_up().ok());
    CHECK(bench.control(get_features, {}).bytes == hex("12 04 42 33 00 12"));
    CHECK(bench.control(tlv_code, {}).bytes ==
          hex("01 02 00 00 03 01 00 09 01 00 0B 02 34 1C 0C 02 C0 AF 0A 04 00 00 01 00"));
    CHECK(bench.control(properties_code, {}).error == words(DriverError::NotSupported));
    CHECK(bench.control(0x42000EC0, {}).error == words(DriverError::NotSupported));
}

TEST_CASE("a PIN pad offers what it can, with its display") {
    ReaderBench bench(fakes::golden_reader("ACS APG8201-B2"));
    REQUIRE(bench.bring_up().ok());
    CHECK(bench.control(get_features, {}).bytes ==
          hex("06 04 42 33 00 06 07 04 42 33 00 07 0A 04 42 33 00 0A 12 04 42 33 00 12"));
    const auto layout = fakes::golden_reader("ACS APG8201-B2").descriptor;
    const fakes::Octets expected{layout[50], layout[51], 2, 0};
    CHECK(bench.control(properties_code, {}).bytes == expected);
}

TEST_CASE("a reader of short APDUs and small messages tells how much really fits") {
    fakes::RecordedReader reader = fakes::golden_reader("Aktiv Rutoken ECP");
    reader.descriptor[44] = 100;
    reader.descriptor[45] = 0;
    ReaderBench bench(reader);
    REQUIRE(bench.bring_up().ok());
    const auto tlv = bench.control(tlv_code, {}).bytes;
    REQUIRE(tlv.size() > 6);
    CHECK(fakes::Octets(tlv.end() - 6, tlv.end()) == hex("0A 04 55 00 00 00"));
    CHECK(bench.attribute(0x7A007).bytes == hex("5A 00 00 00"));
}

TEST_CASE("an answer that does not fit is not written") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    REQUIRE(bench.bring_up().ok());
    std::vector<std::uint8_t> little(5);
    const auto size = bench.run(bench.slot().control(get_features, {}, little, ReaderBench::soon()));
    CHECK((!size && size.error() == DriverError::ResponseTooLong));
}

TEST_CASE("escape commands are refused unless they are granted to the model") {
    Quirks quirks;
    quirks.escape.prefixes = {hex("52 F8")};
    ReaderBench plain(fakes::golden_reader("AF Care One"));
    REQUIRE(plain.bring_up().ok());
    plain.emulated.on_escape = [](const fakes::Octets& data) { return data; };
    CHECK(plain.control(escape_code, hex("52 F8 04")).error == words(DriverError::Refused));
    CHECK(plain.emulated.count(0x6B) == 0);

    ReaderBench granted(fakes::golden_reader("AF Care One"), quirks);
    REQUIRE(granted.bring_up().ok());
    granted.emulated.on_escape = [](const fakes::Octets& data) { return data; };
    CHECK(granted.control(escape_code, hex("52 F8 04")).bytes == hex("52 F8 04"));
    CHECK(granted.control(0x42000DAC, hex("52 F8 04")).bytes == hex("52 F8 04"));
    CHECK(granted.control(escape_code, hex("52 F9 04")).error == words(DriverError::Refused));
    CHECK(granted.control(escape_code, hex("52")).error == words(DriverError::Refused));
    granted.emulated.on_escape = nullptr;
    CHECK(granted.control(escape_code, hex("52 F8 04")).error == words(DriverError::NotSupported));
}

TEST_CASE("whom the settings let send escape commands needs no grant for the model") {
    ReaderBench bench(fakes::golden_reader("AF Care One"));
    REQUIRE(bench.bring_up().ok());
    bench.emulated.on_escape = [](const fakes::Octets& data) { return data; };
    CHECK(bench.escape(hex("52 F8 04")).bytes == hex("52 F8 04"));
    bench.emulated.fault(0x6B, fakes::ReaderFault::Unplugged);
    CHECK(bench.escape(hex("52 F8 04")).error == words(DriverError::DeviceGone));
    CHECK(bench.escape(hex("52 F8 04")).error == words(DriverError::DeviceGone));
}

TEST_CASE("attributes of the reader") {
    ReaderBench bench(fakes::golden_reader("ACS ACR122U"));
    REQUIRE(bench.bring_up().ok());
    CHECK(bench.attribute(0x10100).bytes == hex("4D 61 6B 65 72 00"));
    CHECK(bench.attribute(0x10102).bytes == hex("00 00 00 01"));
    CHECK(bench.attribute(0x10103).bytes == hex("30 30 30 31 00"));
    CHECK(bench.attribute(0x20110).bytes == hex("04 01 20 00"));
    CHECK(bench.attribute(0x30120).bytes == hex("03 00 00 00"));
    CHECK(bench.attribute(0x30121).bytes == hex("A0 0F 00 00"));
    CHECK(bench.attribute(0x30125).bytes == hex("F7 00 00 00"));
    CHECK(bench.attribute(0x90300).bytes == hex("00"));
    CHECK(bench.attribute(0x90303).error == words(DriverError::NoCard));
    CHECK(bench.attribute(0x12345).error == words(DriverError::NotSupported));
}

TEST_CASE("attributes of the card are what was agreed on with it") {
    ReaderBench bench(fakes::golden_reader("ACS ACR122U"));
    bench.emulated.insert(0, fakes::card_for_t1());
    REQUIRE(bench.bring_up().ok());
    bench.await_presence(true);
    CHECK(bench.attribute(0x90300).bytes == hex("02"));
    CHECK(bench.attribute(0x90301).bytes == hex("00"));
    CHECK(bench.attribute(0x90303).error == words(DriverError::CardUnpowered));
    REQUIRE(bench.power_on().ok());
    CHECK(bench.attribute(0x90301).bytes == hex("01"));
    CHECK(bench.attribute(0x90303).bytes == fakes::card_for_t1().atr);
    CHECK(bench.attribute(0x80201).error == words(DriverError::NotSupported));
    REQUIRE(bench.select(Protocol::T1).ok());
    CHECK(bench.attribute(0x80201).bytes == hex("02 00 00 00"));
    CHECK(bench.attribute(0x80203).bytes == hex("00 02 00 00"));  // F 512
    CHECK(bench.attribute(0x80204).bytes == hex("10 00 00 00"));  // D 16
    CHECK(bench.attribute(0x80207).bytes == hex("FE 00 00 00"));
    CHECK(bench.attribute(0x80208).bytes == hex("F7 00 00 00"));
    CHECK(bench.attribute(0x8020A).bytes == hex("05 00 00 00"));
}

}  // namespace
}  // namespace scrm::ccid
