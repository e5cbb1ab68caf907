// The slot seam held by a driver behind USB: the real libusb, its descriptors on the loop, over a kernel that
// is a fake and can be told to misbehave.
#include <array>
#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <functional>
#include <optional>

#include "drivers/api/spawn.hpp"
#include "tests/fakes/drivers/fake_usbfs.hpp"
#include "tests/fakes/drivers/usb_events.hpp"
#include "tests/fakes/drivers/usb_slot.hpp"

namespace scrm::fakes {
namespace {

using namespace std::chrono_literals;
using drivers::Awaitable;
using drivers::Deadline;
using drivers::DriverError;
using drivers::Result;

constexpr std::array<std::uint8_t, 5> get_data{0x00, 0xCA, 0x00, 0x5A, 0x00};
constexpr std::array<std::uint8_t, 4> select_root{0x00, 0xA4, 0x00, 0x00};

struct Exchange {
    std::array<std::uint8_t, 258> response{};
    std::optional<Result<std::size_t>> ended;

    [[nodiscard]] bool answered_with(drivers::Bytes expected) const {
        return ended && *ended && std::ranges::equal(drivers::Bytes(response).first(**ended), expected);
    }
    [[nodiscard]] bool failed_with(DriverError error) const {
        return ended && !*ended && ended->error() == error;
    }
};

struct UsbCard {
    boost::asio::io_context loop{1};
    FakeUsbfs device;
    UsbEvents events{loop.get_executor()};
    UsbSlot slot{loop.get_executor(), opened()};
    bool closed = false;

    ~UsbCard() { close(); }

    [[nodiscard]] libusb_device_handle* opened() const {
        libusb_device_handle* handle = nullptr;
        REQUIRE(libusb_wrap_sys_device(events.context(), device.descriptor(), &handle) == LIBUSB_SUCCESS);
        return handle;
    }
    void start(drivers::Bytes command, std::chrono::milliseconds budget, Exchange& exchange) {
        const Deadline deadline = std::chrono::steady_clock::now() + budget;
        drivers::spawn(
            loop.get_executor(), [](auto& card, auto bytes, auto until, auto& result) -> Awaitable<void> {
                result.ended = co_await card.exchange(drivers::Protocol::T1, bytes, result.response, until);
            }(slot, command, deadline, exchange));
        loop.poll();
    }
    void finish(Exchange& exchange) {
        until([&] { return exchange.ended.has_value(); });
    }
    void close() {
        if (closed)
            return;
        drivers::spawn(loop.get_executor(), [](auto& card, auto& flag) -> Awaitable<void> {
            co_await card.close();
            flag = true;
        }(slot, closed));
        until([&] { return closed; });
    }
    void until(const std::function<bool()>& reached) {
        while (!reached() && loop.run_one() != 0) {
        }
    }
};

}  // namespace

TEST_CASE("An exchange over USB carries its answer back") {
    UsbCard card;
    Exchange exchange;
    card.start(get_data, 10s, exchange);
    card.finish(exchange);
    CHECK(exchange.answered_with(get_data));
}

TEST_CASE("A USB exchange past its deadline gives its transfer back, and the next one works") {
    UsbCard card;
    card.device.mute();
    Exchange hung;
    card.start(get_data, 10ms, hung);
    card.finish(hung);
    CHECK(hung.failed_with(DriverError::DeadlinePassed));

    card.device.answer_again();
    Exchange next;
    card.start(select_root, 10s, next);
    card.finish(next);
    CHECK(next.answered_with(select_root));
}

TEST_CASE("A cancelled USB exchange ends with Cancelled, and the next one works") {
    UsbCard card;
    card.device.mute();
    Exchange given_up;
    card.start(get_data, 10s, given_up);
    card.slot.cancel();
    CHECK_FALSE(given_up.ended);
    card.finish(given_up);
    CHECK(given_up.failed_with(DriverError::Cancelled));

    card.device.answer_again();
    Exchange next;
    card.start(select_root, 10s, next);
    card.finish(next);
    CHECK(next.answered_with(select_root));
}

TEST_CASE("Hardware that does not give a transfer back holds up neither the verb nor the loop") {
    UsbCard card;
    card.device.mute();
    card.device.wedge();
    Exchange hung;
    card.start(get_data, 10ms, hung);
    card.finish(hung);
    CHECK(hung.failed_with(DriverError::DeadlinePassed));
    card.device.wait_until_somebody_is_stuck();

    Exchange also_hung;
    card.start(select_root, 10ms, also_hung);
    card.finish(also_hung);
    CHECK(also_hung.failed_with(DriverError::DeadlinePassed));
    CHECK(card.device.somebody_is_stuck());

    card.device.answer_again();
    Exchange waiting;
    card.start(select_root, 10s, waiting);
    CHECK_FALSE(waiting.ended);
    card.device.unwedge();
    card.finish(waiting);
    CHECK(waiting.answered_with(select_root));
}

TEST_CASE("A device unplugged in mid-exchange ends that exchange and every later one with DeviceGone") {
    UsbCard card;
    card.device.mute();
    Exchange exchange;
    card.start(get_data, 10s, exchange);
    card.device.unplug();
    card.finish(exchange);
    CHECK(exchange.failed_with(DriverError::DeviceGone));

    Exchange later;
    card.start(get_data, 10s, later);
    CHECK(later.failed_with(DriverError::DeviceGone));
}

TEST_CASE("close() ends a USB exchange with DeviceGone, after the kernel has let go of its buffers") {
    UsbCard card;
    card.device.mute();
    Exchange exchange;
    card.start(get_data, 10s, exchange);
    card.close();
    CHECK(exchange.failed_with(DriverError::DeviceGone));
}

TEST_CASE("A descriptor that is no USB device is refused, and the loop goes on") {
    UsbCard card;
    libusb_device_handle* handle = nullptr;
    CHECK(libusb_wrap_sys_device(card.events.context(), 0, &handle) != LIBUSB_SUCCESS);
    Exchange exchange;
    card.start(get_data, 10s, exchange);
    card.finish(exchange);
    CHECK(exchange.answered_with(get_data));
}

}  // namespace scrm::fakes
