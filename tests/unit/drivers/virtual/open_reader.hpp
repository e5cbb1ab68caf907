// A virtual reader, plugged in and opened through the seam.
#pragma once

#include "drivers/virtual/virtual_driver.hpp"
#include "drivers/virtual/virtual_slot.hpp"
#include "tests/fakes/loop.hpp"
#include "tests/unit/drivers/virtual/hex.hpp"

/// What a failed check shows of a verb's result.
template <class T>
struct Catch::StringMaker<scrm::drivers::Result<T>> {
    static std::string convert(const scrm::drivers::Result<T>& result) {
        return result ? "success" : scrm::drivers::describe(result.error());
    }
};

namespace scrm::virtual_reader::test {

using drivers::Deadline;
using drivers::DriverError;
using drivers::Protocol;
using drivers::Result;
using fakes::Loop;
using fakes::Outcome;

inline Deadline in(std::chrono::milliseconds time) {
    return std::chrono::steady_clock::now() + time;
}

/// Long enough never to pass in a test that goes well.
inline Deadline far_away() {
    return in(std::chrono::minutes(5));
}

inline const drivers::DeviceInfo desk{.address = "virtual:desk", .what = drivers::VirtualPlace{}};
inline const SlotPlace desk_slot{.reader = "desk", .slot = 0};

struct OpenReader {
    explicit OpenReader(ReaderSpec spec = {.name = "desk", .slots = 1, .card = CardSpec{}}) {
        REQUIRE(bus.plug(spec) == BusAnswer::Done);
        auto opened = loop.run(driver.open(desk, far_away()));
        REQUIRE(opened);
        device = std::move(*opened);
    }
    ~OpenReader() { loop.run(device->close()); }

    drivers::Slot& slot() { return device->slot(0); }
    void power_on() { REQUIRE(loop.at_once(slot().power_on(far_away()))); }
    void set_fault(Fault fault) { REQUIRE(bus.set_fault(desk_slot, fault) == BusAnswer::Done); }

    /// Begins an exchange over whatever protocol is in force; `response` takes the answer.
    Outcome<Result<std::size_t>> begin(std::string_view command, Deadline deadline = far_away()) {
        sent = bytes(command);
        response.assign(65538, 0);
        return loop.start(slot().exchange(Protocol::Raw, sent, response, deadline));
    }
    /// The answer in hex, or the error in words.
    std::string told(const Result<std::size_t>& length) {
        return length ? hex(Bytes(response).first(*length)) : describe(length.error());
    }
    std::string exchange(std::string_view command) { return told(loop.wait(begin(command))); }

    Loop loop;
    VirtualBus bus;
    VirtualDriver driver{bus};
    std::unique_ptr<drivers::ReaderDevice> device;
    std::vector<std::uint8_t> sent;
    std::vector<std::uint8_t> response;
};

template <class T>
std::optional<DriverError> error_of(const Result<T>& result) {
    return result ? std::nullopt : std::optional(result.error());
}

}  // namespace scrm::virtual_reader::test
