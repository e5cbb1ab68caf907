#include "tools/scrmctl/atr_text.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/iso7816/real_atrs.hpp"

using namespace scrm::tools;
using scrm::iso7816::bytes_of;

namespace {

const Style plain(Style::Colour::No);

}  // namespace

TEST_CASE("an ATR as text: bytes, meanings, details, summary") {
    CHECK(atr_text(bytes_of("3B 84 80 01 80 31 80 90 AB"), plain, "  ") ==
          "  ATR  3B 84 80 01 80 31 80 90 AB\n"
          "  TS   3B  direct convention\n"
          "  T0   84  4 historical bytes, followed by TD1\n"
          "  TD1  80  T=0 is offered, followed by TD2\n"
          "  TD2  01  T=1 is offered\n"
          "  historical bytes:\n"
          "       80  compact-TLV objects\n"
          "       31 80  card service data\n"
          "           - applications are selected by full name\n"
          "           - EF.DIR and EF.ATR are read by READ RECORD\n"
          "           - with a master file\n"
          "       90  no known meaning\n"
          "  TCK  AB  checksum, wrong\n"
          "  protocols: T=0 (first), T=1\n"
          "  mode: negotiable, the reader may choose protocol and speed\n"
          "  fault: the checksum is wrong\n");
}

TEST_CASE("bytes that are no ATR are shown and said to be none") {
    CHECK(atr_text(bytes_of("00 01"), plain, "") ==
          "ATR  00 01\n     not decoded: an answer to reset starts with 3B or 3F\n");
}

TEST_CASE("colour is there only when it is wanted") {
    const auto bytes = bytes_of("3B 00");
    CHECK(atr_text(bytes, plain, "").find('\033') == std::string::npos);
    CHECK(atr_text(bytes, Style(Style::Colour::Yes), "").find("\033[1m3B 00\033[0m") != std::string::npos);
}
