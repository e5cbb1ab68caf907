#include "drivers/ccid/wire/capabilities.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "drivers/ccid/wire/message.hpp"
#include "tests/fakes/ccid/recorded_readers.hpp"

namespace scrm::ccid {
namespace {

ClassDescriptor descriptor_of(const fakes::RecordedReader& reader) {
    const auto found = find_class_descriptor(reader.descriptor);
    REQUIRE(found);
    return *found;
}

Capabilities capabilities(const fakes::RecordedReader& reader) {
    const auto bulk = reader.endpoints >= 2 ? BulkEndpoints::Pair : BulkEndpoints::None;
    return capabilities_of(descriptor_of(reader), reader.interface_protocol, bulk);
}

Capabilities golden(const char* name) {
    return capabilities(fakes::golden_reader(name));
}

TEST_CASE("a class descriptor is found behind others, and with a vendor's type") {
    const auto reader = fakes::golden_reader("Dell keyboard SK-3106");
    std::vector<std::uint8_t> extra{4, 0x30, 1, 2};
    extra.insert(extra.end(), reader.descriptor.begin(), reader.descriptor.end());
    const auto found = find_class_descriptor(extra);
    REQUIRE(found);
    CHECK(found->default_clock_khz == 4000);
}

TEST_CASE("what is no class descriptor is none") {
    CHECK_FALSE(find_class_descriptor({}));
    const auto reader = fakes::golden_reader("Dell keyboard SK-3106");
    CHECK_FALSE(find_class_descriptor(Bytes(reader.descriptor).first(53)));
    const std::vector<std::uint8_t> stuck{0, 0x21, 0, 0};
    CHECK_FALSE(find_class_descriptor(stuck));
    std::vector<std::uint8_t> other_type(reader.descriptor.begin(), reader.descriptor.end());
    other_type[1] = 0x22;
    CHECK_FALSE(find_class_descriptor(other_type));
}

TEST_CASE("voltages are tried from the lowest, unless the reader chooses") {
    CHECK(golden("O2 Micro Oz776").voltages == std::vector{Voltage::Volt3, Voltage::Volt5});
    ClassDescriptor chooses;
    chooses.voltages = 7;
    chooses.features = feature::chooses_voltage;
    CHECK(capabilities_of(chooses, 0, BulkEndpoints::Pair).voltages == std::vector{Voltage::Automatic});
    chooses.features = feature::activates_on_insertion;
    CHECK(capabilities_of(chooses, 0, BulkEndpoints::Pair).voltages == std::vector{Voltage::Automatic});
    CHECK(voltage_ladder(7) == std::vector{Voltage::Volt1_8, Voltage::Volt3, Voltage::Volt5});
    CHECK(voltage_ladder(0) == std::vector{Voltage::Automatic});
}

TEST_CASE("a reader that says it negotiates alone and sends PPS does the former") {
    CHECK(golden("Yubico YubiKey CCID").pps == PpsDuty::ReaderAlone);
}

TEST_CASE("busy slots are as many as there are slots at most, and one at least") {
    CHECK(golden("SpringCard E518").busy_slots == golden("SpringCard E518").slots);
    CHECK(golden("jSolutions").busy_slots == 8);
    ClassDescriptor none;
    none.max_busy_slots = 0;
    CHECK(capabilities_of(none, 0, BulkEndpoints::Pair).busy_slots == 1);
}

TEST_CASE("message length and IFSD stay in their bounds") {
    CHECK(golden("Precise Biometrics").max_message == max_message_size);
    ClassDescriptor small;
    small.max_message = 10;
    small.max_ifsd = 254;
    const Capabilities can = capabilities_of(small, 0, BulkEndpoints::Pair);
    CHECK(can.max_message == 64);
    CHECK(can.ifsd == 64 - 15);
    CHECK(golden("Elatec TWN4").max_data() == 54);
    small.max_message = 271;
    small.max_ifsd = 512;
    CHECK(capabilities_of(small, 0, BulkEndpoints::Pair).ifsd == 254);
    small.max_ifsd = 0;
    CHECK(capabilities_of(small, 0, BulkEndpoints::Pair).ifsd == 32);
}

TEST_CASE("an interface is a token only if it has no bulk endpoints") {
    CHECK(golden("ActivCard ActivCard USB Reader V2").transport == Transport::Bulk);
    CHECK(golden("BIFIT iBank2Key").transport == Transport::IccdA);
    CHECK(golden("Aktiv Co., ProgramPark Rutoken Magistra").transport == Transport::IccdB);
}

TEST_CASE("clocks that cannot be are taken for the usual one") {
    ClassDescriptor descriptor;
    descriptor.default_clock_khz = 1'024'000;
    descriptor.max_clock_khz = 0;
    const Capabilities can = capabilities_of(descriptor, 0, BulkEndpoints::Pair);
    CHECK(can.default_clock_khz == 4000);
    CHECK(can.max_clock_khz == 4000);
}

// The counts are those of the records' own summary.
TEST_CASE("all recorded interfaces are understood as they were recorded") {
    const auto readers = fakes::all_recorded_readers();
    if (readers.empty()) {
        WARN("the recorded readers are not beside this tree: skipped");
        return;
    }
    REQUIRE(readers.size() == 773);
    const auto count = [&](auto fits) {
        return std::ranges::count_if(readers, [&](const auto& reader) { return fits(capabilities(reader)); });
    };
    const auto level = [&](ExchangeLevel wanted) {
        return count([wanted](const Capabilities& can) { return can.level == wanted; });
    };
    CHECK(level(ExchangeLevel::ExtendedApdu) == 295);
    CHECK(level(ExchangeLevel::Tpdu) == 278);
    CHECK(level(ExchangeLevel::ShortApdu) == 194);
    CHECK(level(ExchangeLevel::Character) == 6);

    const auto pps = [&](PpsDuty wanted) {
        return count([wanted](const Capabilities& can) { return can.pps == wanted; });
    };
    CHECK(pps(PpsDuty::Host) == 126);
    CHECK(pps(PpsDuty::Reader) == 461);
    CHECK(pps(PpsDuty::ReaderAlone) == 162 + 24);

    CHECK(count([](const Capabilities& can) { return can.slots == 1; }) == 724);
    CHECK(count([](const Capabilities& can) { return can.slots == 2; }) == 30);
    CHECK(count([](const Capabilities& can) { return can.slots == 8; }) == 2);
    CHECK(count([](const Capabilities& can) { return can.slots > 1 && can.busy_slots == can.slots; }) ==
          3 + 6);

    CHECK(count([](const Capabilities& can) { return can.protocols.t0 && can.protocols.t1; }) == 606 + 2);
    CHECK(count([](const Capabilities& can) { return can.protocols.t1 && !can.protocols.t0; }) == 107);
    CHECK(count([](const Capabilities& can) { return can.protocols.t0 && !can.protocols.t1; }) == 57);
    CHECK(count([](const Capabilities& can) { return !can.protocols.t0 && !can.protocols.t1; }) == 1);
}

TEST_CASE("all recorded interfaces have the voltages, PIN pads and limits they were recorded with") {
    const auto readers = fakes::all_recorded_readers();
    if (readers.empty()) {
        WARN("the recorded readers are not beside this tree: skipped");
        return;
    }
    const auto count = [&](auto fits) {
        return std::ranges::count_if(readers, [&](const auto& reader) { return fits(capabilities(reader)); });
    };
    const auto of_descriptor = [&](auto fits) {
        return std::ranges::count_if(readers,
                                     [&](const auto& reader) { return fits(descriptor_of(reader)); });
    };
    CHECK(count([](const Capabilities& can) { return can.pin.verify && can.pin.modify; }) == 96);
    CHECK(count([](const Capabilities& can) { return can.pin.verify && !can.pin.modify; }) == 2);
    CHECK(count([](const Capabilities& can) { return !can.pin.verify && !can.pin.modify; }) == 675);

    const auto voltages = [&](std::uint8_t wanted) {
        return of_descriptor([wanted](const ClassDescriptor& found) { return found.voltages == wanted; });
    };
    CHECK(voltages(7) == 405);
    CHECK(voltages(1) == 218);
    CHECK(voltages(3) == 82);
    CHECK(voltages(2) == 63);
    CHECK(voltages(6) == 3);
    CHECK(voltages(0) == 2);

    CHECK(count([](const Capabilities& can) { return can.exchanges_ifsd; }) == 398);
    CHECK(count([](const Capabilities& can) { return can.transport == Transport::IccdB; }) == 9);
    CHECK(count([](const Capabilities& can) { return can.transport == Transport::IccdA; }) == 2);
    CHECK(of_descriptor([](const ClassDescriptor& found) { return found.max_message == 271; }) == 462);
    CHECK(count([](const Capabilities& can) { return can.max_message == 263; }) == 0);
    CHECK(of_descriptor([](const ClassDescriptor& found) { return found.max_ifsd > 254; }) == 136);
    CHECK(count([](const Capabilities& can) { return can.ifsd > 0 && can.ifsd <= 254; }) == 773);
}

}  // namespace
}  // namespace scrm::ccid
