#include "daemon/bundles/udev_rules.hpp"

#include <catch2/catch.hpp>

using namespace scrm::bundles;

TEST_CASE("udev is told of each model once, in lower case, between a way in and a way out") {
    Bundle first;
    first.devices = {{0x08E6, 0x3437, "one"}, {0x0001, 0x00AB, "two"}};
    Bundle second;
    second.devices = {{0x08E6, 0x3437, "the same"}};
    const std::string rules = udev_rules(BundleSet({first, second}));
    const auto two =
        rules.find(R"(ATTR{idVendor}=="0001", ATTR{idProduct}=="00ab", ENV{ID_SMARTCARD_READER}="1")");
    const auto one = rules.find(R"(ATTR{idVendor}=="08e6", ATTR{idProduct}=="3437")");
    REQUIRE(two != std::string::npos);
    REQUIRE(one != std::string::npos);
    CHECK(two < one);
    CHECK(rules.find("08e6", one + 30) == std::string::npos);
    CHECK(rules.ends_with("LABEL=\"scrm_bundles_end\"\n"));
}

TEST_CASE("without bundles there is nothing to tell") {
    CHECK(udev_rules({}).find("idVendor") == std::string::npos);
}
