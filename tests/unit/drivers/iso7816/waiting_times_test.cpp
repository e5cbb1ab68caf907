#include "drivers/iso7816/waiting_times.hpp"

#include <catch2/catch.hpp>

#include "drivers/iso7816/atr_parameters.hpp"

using namespace scrm::iso7816;

namespace {

constexpr Line plain{.clock_khz = 4000, .speed = {}};
const Line fast{.clock_khz = 4000, .speed = speed_of(0x96)};

}  // namespace

TEST_CASE("WWT is 960 WI F / f, and D does not shorten it") {
    CHECK(work_waiting_time(plain, 10).count() == 892'800);
    CHECK(work_waiting_time(fast, 10).count() == 1'228'800);
    CHECK(work_waiting_time(plain, 255).count() == 22'766'400);
    CHECK(work_waiting_time(plain, 0) == work_waiting_time(plain, 10));
}

TEST_CASE("BWT is 11 bit times and 2^BWI 960 372 / f") {
    CHECK(block_waiting_time(plain, 0).count() == 1'023 + 89'280);
    CHECK(block_waiting_time(plain, 4).count() == 1'023 + 1'428'480);
    CHECK(block_waiting_time(fast, 4).count() == 44 + 1'428'480);
    CHECK(block_waiting_time(plain, 9).count() == 1'023 + 45'711'360);
    CHECK(block_waiting_time(plain, 15) == block_waiting_time(plain, 9));
}

TEST_CASE("CWT is 11 + 2^CWI bit times") {
    CHECK(character_waiting_time(plain, 0).count() == 1'116);
    CHECK(character_waiting_time(plain, 13).count() == 762'879);
    CHECK(character_waiting_time(plain, 15).count() == 3'048'447);
    CHECK(character_waiting_time(plain, 200) == character_waiting_time(plain, 15));
}

TEST_CASE("a character lasts 12 bit times and the guard time") {
    CHECK(transfer_time(plain, 0, 1).count() == 1'116);
    CHECK(transfer_time(plain, 0, 258).count() == 287'928);
    CHECK(transfer_time(plain, 2, 1).count() == 1'302);
    CHECK(transfer_time(plain, minimal_guard_time, 1) == transfer_time(plain, 0, 1));
    CHECK(transfer_time(plain, 0, 0).count() == 0);
}

TEST_CASE("times are rounded up") {
    CHECK(transfer_time({.clock_khz = 3580, .speed = {}}, 0, 1).count() == 1'247);  // 1246.9
}

TEST_CASE("a clock of nothing is a slow one") {
    CHECK(work_waiting_time({.clock_khz = 0, .speed = {}}, 10) ==
          work_waiting_time({.clock_khz = 1, .speed = {}}, 10));
}
