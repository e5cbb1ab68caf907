// The driver against emulated readers of every exchange level.
#include "tests/unit/drivers/ccid/hex.hpp"
#include "tests/unit/drivers/ccid/reader_bench.hpp"

namespace scrm::ccid {
namespace {

using drivers::DriverError;
using drivers::Protocol;

const auto select_application = hex("00 A4 04 00 06 F0 53 43 52 4D 01 00");
const auto selected = hex("6F 0F 82 01 38 83 02 52 00 84 06 F0 53 43 52 4D 01 90 00");
const auto read_hello = hex("00 B0 81 00 1C");
const auto ok = hex("90 00");

// Short APDU, extended APDU, TPDU with both duties of PPS, character.
const char* const readers_of_all_levels[] = {"Aktiv Rutoken ECP",   "Elatec TWN4",
                                             "Yubico YubiKey CCID", "AF Care One",
                                             "ACS ACR122U",         "SCM Microsystems Inc. SCR 3310",
                                             "O2 Micro Oz776",      "ACS APG8201-B2"};

TEST_CASE("a reader is brought up, a card powered, asked and switched off, at every level") {
    for (const char* name : readers_of_all_levels) {
        CAPTURE(name);
        ReaderBench bench(fakes::golden_reader(name));
        bench.emulated.insert(0, fakes::card_for_t1());
        REQUIRE(bench.bring_up().error == "");
        bench.await_presence(true);
        CHECK(bench.power_on().bytes == fakes::card_for_t1().atr);
        REQUIRE(bench.select(Protocol::T1).error == "");
        const Outcome answer = bench.exchange(select_application, Protocol::T1);
        CHECK(answer.error == "");
        CHECK(answer.bytes == selected);
        CHECK(bench.emulated.slot(0).commands == 1);
        CHECK(bench.power_off().ok());
        CHECK_FALSE(bench.emulated.slot(0).powered());
    }
}

}  // namespace
}  // namespace scrm::ccid
