#include "daemon/hotplug/usb_inventory.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/daemon/hotplug/recording_listener.hpp"

using namespace scrm::hotplug;
using scrm::hotplug::test::RecordingListener;
using News = std::vector<std::string>;

namespace {

struct Bench {
    News see(const std::string& address, std::uint8_t number_on_bus = 1) {
        scrm::drivers::UsbInterface usb;
        usb.device = number_on_bus;
        inventory.seen({address, usb});
        return listener.news();
    }
    News lose(const std::string& address) {
        inventory.gone(address);
        return listener.news();
    }

    RecordingListener listener;
    UsbInventory inventory{listener};
};

}  // namespace

TEST_CASE("a device is told of once, however often it is seen or lost") {
    Bench bench;
    CHECK(bench.see("a") == News{"+a"});
    CHECK(bench.see("a").empty());
    CHECK(bench.lose("a") == News{"-a"});
    CHECK(bench.lose("a").empty());
    CHECK(bench.see("a") == News{"+a"});
}

TEST_CASE("another device at the same place departs and arrives, though nobody saw the first one leave") {
    Bench bench;
    bench.see("a", 1);
    CHECK(bench.see("a", 2) == News{"-a", "+a"});
    CHECK(bench.see("a", 2).empty());
}

TEST_CASE("whatever is not there any more departs") {
    Bench bench;
    for (const auto* address : {"a", "b", "c"})
        bench.see(address);
    bench.inventory.only({"b", "d"});
    CHECK(bench.listener.news() == News{"-a", "-c"});
    bench.inventory.only({"b"});
    CHECK(bench.listener.news().empty());
}
