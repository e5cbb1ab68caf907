#include "tools/scrmctl/atr_json.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/iso7816/real_atrs.hpp"

using namespace scrm::tools;
namespace iso7816 = scrm::iso7816;
namespace real_atr = scrm::iso7816::real_atr;

namespace {

/// The JSON member as text.
std::string member(const std::string& name, std::string_view atr) {
    for (const auto& [key, value] : atr_json(iso7816::bytes_of(atr), iso7816::atr_of(atr))) {
        if (key == name) {
            return value.text();
        }
    }
    return "there is no " + name;
}

}  // namespace

TEST_CASE("an ATR as JSON has its parts as values") {
    CHECK(member("atr", real_atr::multiflex) == R"("3B021450")");
    CHECK(member("convention", real_atr::inverse_sim) == R"("inverse")");
    CHECK(member("protocols", real_atr::desfire) == "[0,1]");
    CHECK(member("first_protocol", real_atr::yubikey_5) == "1");
    CHECK(member("mode", real_atr::specific_t1_only) == R"("specific")");
    CHECK(member("mode", real_atr::desfire) == R"("negotiable")");
    CHECK(member("f", real_atr::piv) == "512");
    CHECK(member("d", real_atr::piv) == "32");
    CHECK(member("max_clock_khz", real_atr::piv) == "5000");
    CHECK(member("extra_guard_time", real_atr::openpgp_1) == "255");
    CHECK(member("historical_bytes", real_atr::multiflex) == R"("1450")");
}

TEST_CASE("reserved rates are null") {
    CHECK(member("f", "3B 10 71") == "null");
    CHECK(member("d", "3B 10 1A") == "null");
}

TEST_CASE("T=1 parameters are there if T=1 is offered") {
    CHECK(member("t1", real_atr::openpgp_1) == R"({"ifsc":128,"bwi":4,"cwi":5,"error_detection":"lrc"})");
    CHECK(member("t1", "3B 80 81 41 01 41") == R"({"ifsc":32,"bwi":4,"cwi":13,"error_detection":"crc"})");
    CHECK(member("t1", real_atr::usim) == "null");
}

TEST_CASE("the checksum and what is missing or too much are told") {
    CHECK(member("checksum", real_atr::desfire) == R"("correct")");
    CHECK(member("checksum", real_atr::multiflex) == R"("not used")");
    CHECK(member("checksum", "3B 81 80 01 80 81") == R"("wrong")");
    CHECK(member("checksum", "3B 81 80 01 80") == R"("missing")");
    CHECK(member("missing_bytes", "3B 81 80 01 80") == "1");
    CHECK(member("surplus_bytes", "3B 02 14 50 11") == "1");
}

TEST_CASE("the words are there too") {
    CHECK(member("words", "3B 01 55") ==
          R"([{"byte":"TS","value":"3B","meaning":"direct convention","details":[]},)"
          R"({"byte":"T0","value":"01","meaning":"1 historical byte","details":[]},)"
          R"({"byte":"historical","value":"55","meaning":"the maker's own format","details":[]}])");
}
