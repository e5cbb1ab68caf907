#include "tools/scrmctl/scan_report.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/drivers/iso7816/real_atrs.hpp"
#include "tools/scrmctl/timestamp.hpp"

using namespace scrm::tools;
using scrm::iso7816::bytes_of;
using std::chrono::system_clock;

namespace {

const Style plain(Style::Colour::No);
// 2024-05-01 12:03:07.250 UTC
const system_clock::time_point noon{std::chrono::milliseconds{1'714'564'987'250}};

Happening inserted(std::string_view atr) {
    return {noon, ReaderEvent::CardInserted, {"Desk 00 00", SCARD_STATE_PRESENT, bytes_of(atr)}};
}

}  // namespace

TEST_CASE("times are told to the millisecond") {
    CHECK(utc_time(noon) == "2024-05-01T12:03:07.250Z");
    CHECK(utc_time(system_clock::time_point{std::chrono::milliseconds{5}}) == "1970-01-01T00:00:00.005Z");
    CHECK(clock_time(noon).substr(5) == ":07.250");
}

TEST_CASE("an event is a line: time, reader, what happened") {
    const std::string text =
        as_text({noon, ReaderEvent::CardRemoved, {"Desk 00 00", SCARD_STATE_EMPTY, {}}}, plain);
    CHECK(text == clock_time(noon) + "  Desk 00 00: card removed\n");
}

TEST_CASE("a card that comes has its ATR decoded below the line") {
    const std::string text = as_text(inserted("3B 00"), plain);
    CHECK(text == clock_time(noon) +
                      "  Desk 00 00: card inserted\n"
                      "    ATR  3B 00\n"
                      "    TS   3B  direct convention\n"
                      "    T0   00  no historical bytes\n"
                      "    protocols: T=0\n"
                      "    mode: negotiable, the reader may choose protocol and speed\n");
}

TEST_CASE("a card that merely changes hands is not decoded again") {
    const Happening shared{noon, ReaderEvent::ReaderShared, {"Desk", SCARD_STATE_PRESENT, bytes_of("3B 00")}};
    CHECK(as_text(shared, plain) == clock_time(noon) + "  Desk: in use\n");
    CHECK(as_json(shared).find("card") == std::string::npos);
}

TEST_CASE("as JSON an event is one object on one line") {
    CHECK(
        as_json({noon, ReaderEvent::ReaderGone, {"Desk \"1\"", SCARD_STATE_UNKNOWN, {}}}) ==
        "{\"time\":\"2024-05-01T12:03:07.250Z\",\"event\":\"reader-gone\",\"reader\":\"Desk \\\"1\\\"\"}\n");
}

TEST_CASE("as JSON a card that comes brings its decoded ATR, or null if it is none") {
    CHECK(as_json(inserted("3B 00")).find(R"("card":{"atr":"3B00")") != std::string::npos);
    CHECK(as_json(inserted("00 00")).find(R"("card":null)") != std::string::npos);
    CHECK(as_json({noon, ReaderEvent::CardMute, {"Desk", SCARD_STATE_PRESENT, {}}}).find("card\":{") ==
          std::string::npos);
}

TEST_CASE("a reader's name cannot play with the terminal it is reported on") {
    const std::string text =
        as_text({noon, ReaderEvent::ReaderFound, {"A\x1b[2J", SCARD_STATE_EMPTY, {}}}, plain);
    CHECK(text.find('\x1b') == std::string::npos);
}
