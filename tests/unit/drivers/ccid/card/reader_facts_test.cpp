#include "drivers/ccid/card/reader_facts.hpp"

#include <catch2/catch.hpp>

#include "tests/fakes/ccid/recorded_readers.hpp"

namespace scrm::ccid {
namespace {

usb::InterfaceDescription described(const std::string& name) {
    return fakes::golden_reader(name).description();
}

ReaderFacts facts(const usb::InterfaceDescription& description, const Quirks& quirks = {}) {
    auto found = facts_of(description, quirks, {}, std::make_shared<SpeedMemory>());
    REQUIRE(std::holds_alternative<ReaderFacts>(found));
    return std::get<ReaderFacts>(found);
}

std::string refusal(const usb::InterfaceDescription& description, const Quirks& quirks = {}) {
    const auto found = facts_of(description, quirks, {}, std::make_shared<SpeedMemory>());
    REQUIRE(std::holds_alternative<ReaderRefusal>(found));
    return std::get<ReaderRefusal>(found).reason;
}

TEST_CASE("a class descriptor may stand behind an endpoint") {
    auto description = described("AF Care One");
    auto& interface = description.interface;
    const std::uint32_t features = facts(description).descriptor.features;
    interface.endpoints.back().extra = std::exchange(interface.extra, {});
    CHECK(facts(description).descriptor.features == features);
    interface.endpoints.back().extra.clear();
    CHECK(refusal(description) == "the interface has no smart card class descriptor");
}

TEST_CASE("an interface with one bulk endpoint has no bulk pipes") {
    for (const bool in : {false, true}) {
        auto description = described("AF Care One");
        std::erase_if(description.interface.endpoints, [in](const usb::Endpoint& endpoint) {
            return endpoint.type == usb::EndpointType::Bulk && endpoint.is_in() == in;
        });
        CHECK(facts(description).can.transport != Transport::Bulk);
    }
}

TEST_CASE("a token negotiates nothing and has one slot, whatever it announces") {
    for (const char* name : {"BIFIT iBank2Key", "Aktiv Co., ProgramPark Rutoken Magistra"}) {
        CAPTURE(name);
        const Capabilities can = facts(described(name)).can;
        CHECK(can.pps == PpsDuty::ReaderAlone);
        CHECK(can.slots == 1);
        CHECK(can.voltages == std::vector{Voltage::Automatic});
    }
}

TEST_CASE("tokens take TPDUs by version A, and chains of APDUs by version B") {
    const auto level_of = [](const char* name, ExchangeLevel announced) {
        Quirks quirks;
        quirks.level = announced;
        return facts(described(name), quirks).can.level;
    };
    const char* const version_a = "BIFIT iBank2Key";
    const char* const version_b = "Aktiv Co., ProgramPark Rutoken Magistra";
    CHECK(level_of(version_a, ExchangeLevel::Character) == ExchangeLevel::Tpdu);
    CHECK(level_of(version_a, ExchangeLevel::ExtendedApdu) == ExchangeLevel::Tpdu);
    CHECK(level_of(version_b, ExchangeLevel::Character) == ExchangeLevel::Tpdu);
    CHECK(level_of(version_b, ExchangeLevel::Tpdu) == ExchangeLevel::Tpdu);
    CHECK(level_of(version_b, ExchangeLevel::ShortApdu) == ExchangeLevel::ExtendedApdu);
    CHECK(level_of(version_b, ExchangeLevel::ExtendedApdu) == ExchangeLevel::ExtendedApdu);
}

TEST_CASE("what the quirks refuse is refused with their reason; what is slow is given longer, never less") {
    Quirks quirks;
    quirks.refused = "it burns cards";
    CHECK(refusal(described("AF Care One"), quirks) == "it burns cards");
    quirks.refused.reset();
    quirks.reply_ms = 70'000;
    CHECK(facts(described("AF Care One"), quirks).timing.reply == Milliseconds(70'000));
    quirks.reply_ms = 1;
    CHECK(facts(described("AF Care One"), quirks).timing.reply == Timing{}.reply);
}

TEST_CASE("a model is known by vendor, product and release") {
    usb::InterfaceDescription description = described("AF Care One");
    description.place.vendor = 0x04E6;
    description.place.product = 0x5116;
    description.place.release = 0x0523;
    CHECK(facts(description).model == "04E6:5116:0523");
}

}  // namespace
}  // namespace scrm::ccid
