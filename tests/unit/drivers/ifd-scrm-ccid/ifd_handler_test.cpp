#include "tests/unit/drivers/ifd-scrm-ccid/handler_bench.hpp"

#include <thread>

namespace scrm::ifd_handler {

// The library's own, over an emulated reader.
Channels& channels() {
    return test::HandlerBench::current()->channels();
}

void tell(const std::string& words) {
    test::HandlerBench::current()->heard.push_back(words);
}

namespace test {
namespace {

constexpr Dword first = 0x00030000;
constexpr Dword second = 0x00030001;
constexpr int minute = 60'000;

const Octets select_application{0x00, 0xA4, 0x04, 0x00, 0x06, 0xF0, 0x53, 0x43, 0x52, 0x4D, 0x01, 0x00};
const Octets selected{0x6F, 0x0F, 0x82, 0x01, 0x38, 0x83, 0x02, 0x52, 0x00, 0x84,
                      0x06, 0xF0, 0x53, 0x43, 0x52, 0x4D, 0x01, 0x90, 0x00};

// As a resource manager does: a card is there, powered, and agreed with.
void make_ready(HandlerBench& bench, Dword lun) {
    bench.insert(lun & 0xFFFF, fakes::card_for_t1());
    while (IFDHICCPresence(lun) != ifd_abi::icc_present)
        REQUIRE(waiting(lun)(lun, minute) == ifd_abi::success);
    REQUIRE(power(lun, ifd_abi::power_up).bytes == fakes::card_for_t1().atr);
    REQUIRE(IFDHSetProtocolParameters(lun, ifd_abi::protocol_t1, 0, 0, 0, 0) == ifd_abi::success);
}

TEST_CASE("a reader is opened by its first slot, joined by the others, and closed by the last") {
    HandlerBench bench("AF Care One");  // two slots
    REQUIRE(bench.open(first) == ifd_abi::success);
    CHECK(capability(first, ifd_abi::tag::slots_number).bytes == Octets{2});
    CHECK(bench.open(second) == ifd_abi::success);
    CHECK(bench.open(second) == ifd_abi::no_such_device);  // it is open
    CHECK(bench.open(0x00030002) == ifd_abi::no_such_device);
    CHECK(bench.opened == 1);
    CHECK(IFDHCloseChannel(first) == ifd_abi::success);
    CHECK(IFDHICCPresence(first) == ifd_abi::no_such_device);
    CHECK(IFDHICCPresence(second) == ifd_abi::icc_not_present);
    CHECK(bench.loop_runs());
    CHECK(IFDHCloseChannel(second) == ifd_abi::success);
    CHECK_FALSE(bench.loop_runs());
    CHECK(IFDHCloseChannel(second) == ifd_abi::no_such_device);
    CHECK(bench.open(first) == ifd_abi::success);
    CHECK(IFDHCloseChannel(first) == ifd_abi::success);
}

TEST_CASE("what is no reader is not even opened") {
    HandlerBench bench("AF Care One", 0x03);
    CHECK(bench.open(first) == ifd_abi::no_such_device);
    CHECK(bench.opened == 0);
    bench.plugged_in = false;
    CHECK(bench.open(first) == ifd_abi::no_such_device);
    CHECK(IFDHCreateChannel(first, 0x200000) == ifd_abi::no_such_device);
    CHECK_FALSE(bench.loop_runs());
}

TEST_CASE("a first slot that does not exist leaves nothing open") {
    HandlerBench bench("AF Care One");
    CHECK(bench.open(0x00030005) == ifd_abi::no_such_device);
    CHECK_FALSE(bench.loop_runs());
}

TEST_CASE("a card is powered, spoken to and switched off") {
    HandlerBench bench("AF Care One");
    REQUIRE(bench.open(first) == ifd_abi::success);
    CHECK(power(first, ifd_abi::power_up).code == ifd_abi::icc_not_present);
    make_ready(bench, first);
    CHECK(capability(first, ifd_abi::tag::atr).bytes == fakes::card_for_t1().atr);
    CHECK(transmit(first, select_application).bytes == selected);
    const Given too_long = transmit(first, select_application, 1, 4);
    CHECK(too_long.code == ifd_abi::error_insufficient_buffer);
    CHECK(too_long.bytes.empty());
    CHECK(power(first, ifd_abi::reset).bytes == fakes::card_for_t1().atr);
    const Given off = power(first, ifd_abi::power_down);
    CHECK(off.code == ifd_abi::success);
    CHECK(off.bytes.empty());
    CHECK(transmit(first, select_application).code == ifd_abi::communication_error);
    CHECK(power(first, ifd_abi::reset).bytes == fakes::card_for_t1().atr);  // it has no power: given it
    CHECK(power(first, 503).code == ifd_abi::not_supported);
    bench.remove(first & 0xFFFF);
    while (IFDHICCPresence(first) != ifd_abi::icc_not_present)
        REQUIRE(waiting(first)(first, minute) == ifd_abi::success);
    CHECK(transmit(first, select_application).code == ifd_abi::icc_not_present);
    IFDHCloseChannel(first);
}

TEST_CASE("protocols are agreed on, or not") {
    HandlerBench bench("AF Care One");
    REQUIRE(bench.open(first) == ifd_abi::success);
    make_ready(bench, first);
    CHECK(IFDHSetProtocolParameters(first, ifd_abi::protocol_t0, 0, 0, 0, 0) ==
          ifd_abi::protocol_not_supported);
    CHECK(IFDHSetProtocolParameters(first, 4, 0, 0, 0, 0) == ifd_abi::protocol_not_supported);
    CHECK(transmit(first, select_application).bytes == selected);
    IFDHCloseChannel(first);
}

TEST_CASE("features, refusals and attributes have the interface's numbers") {
    HandlerBench bench("AF Care One");
    REQUIRE(bench.open(first) == ifd_abi::success);
    const Given features = control(first, 0x42000D48, {});
    CHECK(features.code == ifd_abi::success);
    CHECK(features.bytes.size() >= 6);
    CHECK(control(first, 0x42000D48, {}, 2).code == ifd_abi::error_insufficient_buffer);
    CHECK(control(first, 0x42000001, {0x02}).code == ifd_abi::error_not_supported);  // escape: refused
    CHECK(control(first, 0x42001234, {}).code == ifd_abi::error_not_supported);
    CHECK(capability(first, 0x00010100).bytes == Octets{'M', 'a', 'k', 'e', 'r', 0});
    CHECK(capability(first, 0x00010100, 3).code == ifd_abi::error_insufficient_buffer);
    CHECK(capability(first, 0xDEAD).code == ifd_abi::error_tag);
    Dword length = 0;
    CHECK(IFDHGetCapabilities(first, 0x00010100, &length, nullptr) == ifd_abi::success);
    CHECK(length == 6);
    std::uint8_t one = 1;
    CHECK(IFDHSetCapabilities(first, ifd_abi::tag::device_removed, 1, &one) == ifd_abi::success);
    CHECK(IFDHSetCapabilities(first, ifd_abi::tag::slots_number, 1, &one) == ifd_abi::error_tag);
    for (const Dword tag :
         {ifd_abi::tag::thread_safe, ifd_abi::tag::slot_thread_safe, ifd_abi::tag::device_removed})
        CHECK(capability(first, tag).bytes == Octets{1});
    CHECK(capability(first, ifd_abi::tag::simultaneous_access).bytes == Octets{255});
    CHECK(capability(first, ifd_abi::tag::polling_thread_killable).bytes == Octets{0});
    IFDHCloseChannel(first);
}

TEST_CASE(
    "a wait ends when a card moves, when it is stopped, when its time is over and when the reader leaves") {
    HandlerBench bench("AF Care One");
    REQUIRE(bench.open(first) == ifd_abi::success);
    const auto wait = waiting(first);
    const auto stop = stopping(first);
    CHECK(IFDHICCPresence(first) == ifd_abi::icc_not_present);
    CHECK(wait(first, 1) == ifd_abi::success);
    auto moved = std::async(std::launch::async, wait, first, minute);
    bench.insert(0);
    CHECK(moved.get() == ifd_abi::success);
    CHECK(IFDHICCPresence(first) == ifd_abi::icc_present);
    auto stopped = std::async(std::launch::async, wait, first, minute);
    CHECK(stop(first) == ifd_abi::success);
    CHECK(stopped.get() == ifd_abi::success);
    auto left = std::async(std::launch::async, wait, first, minute);
    bench.with_reader([](fakes::EmulatedReader& reader) { reader.usb().unplug(); });
    CHECK(left.get() == ifd_abi::no_such_device);
    CHECK(IFDHICCPresence(first) == ifd_abi::icc_not_present);  // absent, not an error
    CHECK(transmit(first, select_application).code == ifd_abi::no_such_device);
    IFDHCloseChannel(first);
}

TEST_CASE("slots are used from several threads, side by side and one") {
    HandlerBench bench("AF Care One");
    REQUIRE(bench.open(first) == ifd_abi::success);
    REQUIRE(bench.open(second) == ifd_abi::success);
    make_ready(bench, first);
    make_ready(bench, second);
    const auto talk = [](Dword lun) {
        int good = 0;
        for (int i = 0; i < 50; ++i)
            good += transmit(lun, select_application).bytes == selected ? 1 : 0;
        return good;
    };
    std::vector<std::future<int>> threads;
    for (const Dword lun : {first, second, first, second})
        threads.push_back(std::async(std::launch::async, talk, lun));
    for (auto& thread : threads)
        CHECK(thread.get() == 50);
    IFDHCloseChannel(first);
    IFDHCloseChannel(second);
}

TEST_CASE("closing ends what is under way") {
    HandlerBench bench("AF Care One");
    REQUIRE(bench.open(first) == ifd_abi::success);
    make_ready(bench, first);
    bench.with_reader([](fakes::EmulatedReader& reader) {
        reader.fault(0x6F, fakes::ReaderFault::Extensions);
        reader.ignores_aborts = true;
    });
    auto transmitted = std::async(std::launch::async, [] { return transmit(first, select_application); });
    std::size_t sent = 0;
    while (sent == 0)
        bench.with_reader([&](fakes::EmulatedReader& reader) { sent = reader.count(0x6F); });
    CHECK(IFDHCloseChannel(first) == ifd_abi::success);
    const Given given = transmitted.get();
    CHECK(given.code != ifd_abi::success);
    CHECK(given.bytes.empty());
}

}  // namespace
}  // namespace test
}  // namespace scrm::ifd_handler
