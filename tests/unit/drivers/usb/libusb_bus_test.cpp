// Opening: again and again for a while, and with an explanation when in vain.
#include <catch2/catch.hpp>
#include <cerrno>
#include <filesystem>
#include <thread>

#include "tests/unit/drivers/usb/open_device.hpp"

namespace scrm::usb {
namespace {

using namespace std::chrono_literals;
using namespace test;

struct Opening {
    Loop loop;
    LibusbBus bus{loop.io.get_executor(), {.most = 3, .first_pause = 1ms}};
    FakeUsbfs device;

    OpenResult open(drivers::Deadline deadline) { return loop.run(bus.open(place_of(device), deadline)); }
    OpenError failure(drivers::Deadline deadline) {
        const auto opened = open(deadline);
        REQUIRE(opened.has_error());
        return opened.error();
    }
};

std::ptrdiff_t threads() {
    namespace fs = std::filesystem;
    return std::distance(fs::directory_iterator("/proc/self/task"), fs::directory_iterator());
}

}  // namespace

TEST_CASE("An open device costs no thread") {
    std::thread([] {}).join();  // a sanitizer's own thread starts with the first of the program's
    const auto before = threads();
    OneDevice one;
    one.open.exchange({1, 2});
    while (threads() > before)  // the worker that opened it has yet to end
        std::this_thread::sleep_for(1ms);
    one.open.exchange({1, 2});
    CHECK(threads() <= before);
}

TEST_CASE("A device that may not be opened yet, or that somebody is about to leave, is tried again") {
    Opening opening;
    const auto [call, error] = GENERATE(table<UsbfsCall, int>({
        {UsbfsCall::Open, EACCES},
        {UsbfsCall::Claim, EBUSY},
    }));
    opening.device.fail(call, error, 1);
    const auto opened = opening.open(far_away());
    REQUIRE(opened.has_value());
    CHECK(opening.device.times(call) == 2);
    opening.loop.run((*opened)->close());
}

TEST_CASE("What stays busy or forbidden is explained") {
    Opening opening;
    SECTION("busy") {
        opening.device.fail(UsbfsCall::Claim, EBUSY, 100);
        const OpenError error = opening.failure(far_away());
        CHECK(error.reason == OpenFailure::Busy);
        CHECK_THAT(error.explanation, Catch::Contains("fuser -v " + opening.device.node()));
    }
    SECTION("forbidden") {
        opening.device.fail(UsbfsCall::Open, EACCES, 100);
        const OpenError error = opening.failure(far_away());
        CHECK(error.reason == OpenFailure::AccessDenied);
        CHECK_THAT(error.explanation, Catch::Contains("Permission denied"));
    }
    CHECK(opening.device.times(UsbfsCall::Open) == 3);
    CHECK_FALSE(opening.device.is_open());
}

TEST_CASE("What will not pass is not tried again") {
    Opening opening;
    SECTION("unplugged") {
        opening.device.unplug();
        CHECK(opening.failure(far_away()).reason == OpenFailure::Gone);
    }
    SECTION("unplugged between opening and claiming") {
        opening.device.fail(UsbfsCall::Claim, ENODEV, 1);
        CHECK(opening.failure(far_away()).reason == OpenFailure::Gone);
    }
    SECTION("no such interface") {
        drivers::UsbInterface place = place_of(opening.device);
        place.number = 3;
        const auto opened = opening.loop.run(opening.bus.open(place, far_away()));
        REQUIRE(opened.has_error());
        CHECK(opened.error().reason == OpenFailure::Failed);
        CHECK_THAT(opened.error().explanation, Catch::Contains("has no interface 3"));
    }
    CHECK(opening.device.times(UsbfsCall::Open) == 1);
    CHECK_FALSE(opening.device.is_open());
}

TEST_CASE("A file that is no USB device is refused with an explanation") {
    Opening opening;
    drivers::UsbInterface place;
    place.node = "/dev/null";
    const auto opened = opening.loop.run(opening.bus.open(place, far_away()));
    REQUIRE(opened.has_error());
    CHECK(opened.error().reason == OpenFailure::Failed);
    CHECK_THAT(opened.error().explanation, Catch::Contains("/dev/null is not usable"));
}

}  // namespace scrm::usb
