#include "daemon/bundles/bundle.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/daemon/bundles/plist_text.hpp"

using namespace scrm::bundles;
using namespace scrm::bundles::test;

namespace {

const std::string folder = "/drivers/ifd-x.bundle";
const std::string executable = string_key("CFBundleExecutable", "libx.so");

std::string three_lists(const std::vector<std::string>& vendors, const std::vector<std::string>& products,
                        const std::vector<std::string>& names) {
    return array_key("ifdVendorID", vendors) + array_key("ifdProductID", products) +
           array_key("ifdFriendlyName", names);
}

}  // namespace

TEST_CASE("a bundle names its handler and the devices it is for") {
    const BundleReading reading = read_bundle(
        folder, plist(executable + three_lists({"0x08E6", "0X08e6", "ABCD"}, {"0x3437", "0x3438", "1"},
                                               {"A", "B &amp; C", "D"})));
    CHECK(reading.complaints.empty());
    REQUIRE(reading.bundle);
    CHECK(reading.bundle->name == "ifd-x.bundle");
    CHECK(reading.bundle->library == "/drivers/ifd-x.bundle/Contents/Linux/libx.so");
    CHECK(reading.bundle->specialty == Specialty::Models);
    CHECK(reading.bundle->devices ==
          std::vector<SupportedDevice>{{0x08E6, 0x3437, "A"}, {0x08E6, 0x3438, "B & C"}, {0xABCD, 1, "D"}});
}

TEST_CASE("a single device may be written without arrays") {
    const BundleReading reading = read_bundle(folder, plist_for("0x1234", "0x5678", "Reader"));
    REQUIRE(reading.bundle);
    CHECK(reading.bundle->devices == std::vector<SupportedDevice>{{0x1234, 0x5678, "Reader"}});
}

TEST_CASE("a bundle that says so is for the class of CCID readers") {
    const auto specialty = [](const std::string& name) {
        return read_bundle(folder, plist_for("1", "2", "R", string_key("CFBundleName", name)))
            .bundle->specialty;
    };
    CHECK(specialty("CCIDCLASSDRIVER") == Specialty::CcidClass);
    CHECK(specialty("ACSCCIDDRIVER") == Specialty::Models);
}

TEST_CASE("an id that is none costs its device only, and is told with its line") {
    const BundleReading reading = read_bundle(
        folder,
        plist(executable + three_lists({"0x1", "0x2", "0x3"}, {"1", "zz", "12345"}, {"A", "B", "C"})));
    REQUIRE(reading.bundle);
    CHECK(reading.bundle->devices == std::vector<SupportedDevice>{{1, 1, "A"}});
    REQUIRE(reading.complaints.size() == 2);
    CHECK(reading.complaints[0] == Complaint{14, "'zz' is no id: hexadecimal such as 0x08E6 was expected"});
    CHECK(reading.complaints[1].line == 15);
}

TEST_CASE("lists of different lengths are used as far as they go together") {
    const BundleReading reading =
        read_bundle(folder, plist(executable + three_lists({"1", "2"}, {"3", "4"}, {"only one"})));
    REQUIRE(reading.bundle);
    CHECK(reading.bundle->devices == std::vector<SupportedDevice>{{1, 3, "only one"}});
    REQUIRE(reading.complaints.size() == 1);
    CHECK(reading.complaints[0].line == 5);
}

TEST_CASE("without a handler, or without devices, it is no bundle") {
    const auto refused = [](const std::string& text) {
        const BundleReading reading = read_bundle(folder, text);
        return !reading.bundle && reading.complaints.size() == 1;
    };
    CHECK(refused("<plist"));
    CHECK(refused(plist(three_lists({"1"}, {"2"}, {"A"}))));
    CHECK(refused(plist(executable)));
    CHECK(refused(plist(executable + array_key("ifdVendorID", {"1"}) + array_key("ifdProductID", {"1"}))));
    CHECK(refused(plist(string_key("CFBundleExecutable", "") + three_lists({"1"}, {"2"}, {"A"}))));
}

TEST_CASE("the handler is a file of the bundle") {
    for (const auto* outside : {"../../evil.so", "/lib/evil.so", "sub/x.so"}) {
        const BundleReading reading = read_bundle(
            folder, plist(string_key("CFBundleExecutable", outside) + three_lists({"1"}, {"2"}, {"A"})));
        CHECK_FALSE(reading.bundle);
        CHECK(reading.complaints.at(0).line == 3);
    }
}
