// A reader under test: the driver's, on an emulated device made of a recorded descriptor, with a loop of its
// own and waits a fiftieth as long as in life.
#pragma once

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>

#include "drivers/api/spawn.hpp"
#include "drivers/ccid/reader/ccid_reader.hpp"
#include "tests/fakes/ccid/emulated_reader.hpp"
#include "tests/fakes/ccid/emulated_token.hpp"

namespace scrm::ccid {

inline Timing quick_timing() {
    using namespace std::chrono_literals;
    Timing timing;
    timing.write = 500ms;
    timing.reply = 150ms;
    timing.power = 300ms;
    timing.exchange = 200ms;
    timing.silent_exchange = 600ms;
    timing.silent_key_generation = 900ms;
    timing.margin = 20ms;
    timing.card_left = 50ms;
    timing.abort = 100ms;
    timing.busy_retry = 2ms;
    timing.poll = 5ms;
    timing.iccd_poll = 1ms;
    timing.first_status = {100ms, 100ms, 100ms, 100ms};
    timing.reopen = {2ms, 4ms, 8ms};
    timing.mute_retry = 50ms;
    return timing;
}

/// What a verb brought, or why it did not.
struct Outcome {
    fakes::Octets bytes;
    std::string error;  // in words; empty: none

    [[nodiscard]] bool ok() const { return error.empty(); }
};

template <class Device>
class DeviceBench {
  public:
    template <class... More>
    explicit DeviceBench(const fakes::RecordedReader& recorded, const Quirks& quirks = {},
                         const Timing& timing = quick_timing(), const More&... more)
        : emulated(loop_.get_executor(), recorded, more...) {
        reader = make_reader(quirks, timing);
    }
    DeviceBench(const DeviceBench&) = delete;
    DeviceBench& operator=(const DeviceBench&) = delete;
    ~DeviceBench() {
        if (reader != nullptr)
            close();
    }

    /// What the driver makes of the interface that is there to take; nothing if it refuses it.
    std::unique_ptr<CcidReader> make_reader(const Quirks& quirks = {},
                                            const Timing& timing = quick_timing()) {
        auto usb = emulated.take_interface();
        auto found = facts_of(usb->description(), quirks, timing, std::make_shared<SpeedMemory>());
        if (auto* facts = std::get_if<ReaderFacts>(&found))
            return std::make_unique<CcidReader>(loop_.get_executor(), std::move(usb), std::move(*facts));
        refusal = std::get<ReaderRefusal>(found).reason;
        return nullptr;
    }

    void close() {
        run(reader->close());
        reader.reset();
    }

    /// Runs the loop until the verb has ended. Hangs are cut off, far beyond any wait of the driver's.
    template <class T>
    T run(drivers::Awaitable<T> verb) {
        std::optional<T> ended;
        drivers::spawn(loop_.get_executor(), keep(std::move(verb), ended));
        run_until([&] { return ended.has_value(); });
        return *ended;
    }
    /// Goes on while other verbs run().
    template <class T>
    void start(drivers::Awaitable<T> verb, std::optional<T>& ended) {
        drivers::spawn(loop_.get_executor(), keep(std::move(verb), ended));
    }
    void run(drivers::Awaitable<void> verb) {
        bool ended = false;
        drivers::spawn(loop_.get_executor(), note(std::move(verb), ended));
        run_until([&] { return ended; });
    }
    template <class Condition>
    void run_until(Condition holds) {
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(90);
        loop_.restart();
        while (!holds()) {
            REQUIRE(std::chrono::steady_clock::now() < limit);
            loop_.run_one_for(std::chrono::milliseconds(100));
            loop_.restart();
        }
    }

    [[nodiscard]] static drivers::Deadline soon() {
        return std::chrono::steady_clock::now() + std::chrono::seconds(60);
    }
    Outcome bring_up() { return outcome(run(reader->bring_up(soon()))); }
    drivers::Slot& slot(std::size_t index = 0) {
        return lasting != nullptr ? lasting->slot(index) : reader->slot(index);
    }
    Outcome power_on(std::size_t index = 0) { return outcome(run(slot(index).power_on(soon()))); }
    Outcome reset(std::size_t index = 0) { return outcome(run(slot(index).reset(soon()))); }
    Outcome power_off(std::size_t index = 0) { return outcome(run(slot(index).power_off(soon()))); }
    Outcome select(drivers::Protocol protocol, std::size_t index = 0) {
        return outcome(run(slot(index).select_protocol(protocol, soon())));
    }
    Outcome exchange(const fakes::Octets& command, drivers::Protocol protocol = drivers::Protocol::Raw,
                     std::size_t index = 0, drivers::Deadline deadline = soon()) {
        room_.resize(65'538);
        return outcome(run(slot(index).exchange(protocol, command, room_, deadline)));
    }
    Outcome escape(const fakes::Octets& input, std::size_t index = 0) {
        room_.resize(65'538);
        return outcome(run(slot(index).escape(0x42000001, input, room_, soon())));
    }
    Outcome control(std::uint32_t code, const fakes::Octets& input, std::size_t index = 0) {
        room_.resize(65'538);
        return outcome(run(slot(index).control(code, input, room_, soon())));
    }
    Outcome attribute(std::uint32_t id, std::size_t index = 0) {
        room_.resize(65'538);
        return outcome(run(slot(index).get_attribute(id, room_, soon())));
    }
    /// With its card known, powered and agreed on T=1.
    void make_ready(const fakes::CardMake& card = fakes::card_for_t1()) {
        emulated.insert(0, card);
        REQUIRE(bring_up().error == "");
        await_presence(true);
        make_usable();
    }
    void make_usable() {
        REQUIRE(power_on().error == "");
        REQUIRE(select(drivers::Protocol::T1).error == "");
    }
    /// Until the slot knows what has happened to it.
    void await_presence(bool present, std::size_t index = 0) {
        std::uint64_t seen = 0;
        bool is_in = false;
        while (is_in != present || seen == 0) {
            const auto now = run(slot(index).presence_after(seen));
            REQUIRE(now.has_value());
            is_in = now->present;
            seen = now->changes;
        }
    }
    drivers::Executor executor() { return loop_.get_executor(); }

  private:
    Outcome outcome(const drivers::Result<std::size_t>& size) {
        if (!size)
            return {.bytes = {}, .error = drivers::describe(size.error())};
        return {.bytes = {room_.begin(), room_.begin() + static_cast<std::ptrdiff_t>(*size)}, .error = {}};
    }
    static Outcome outcome(const drivers::Result<void>& done) {
        return {.bytes = {}, .error = done ? "" : drivers::describe(done.error())};
    }
    static Outcome outcome(const drivers::Result<drivers::AtrBytes>& atr) {
        if (!atr)
            return {.bytes = {}, .error = drivers::describe(atr.error())};
        return {.bytes = {atr->bytes().begin(), atr->bytes().end()}, .error = {}};
    }
    template <class T>
    static drivers::Awaitable<void> keep(drivers::Awaitable<T> verb, std::optional<T>& ended) {
        T result = co_await std::move(verb);
        ended.emplace(std::move(result));
    }
    static drivers::Awaitable<void> note(drivers::Awaitable<void> verb, bool& ended) {
        co_await std::move(verb);
        ended = true;
    }

    boost::asio::io_context loop_;
    std::vector<std::uint8_t> room_;

  public:
    Device emulated;
    std::unique_ptr<CcidReader> reader;
    drivers::ReaderDevice* lasting = nullptr;  // in place of `reader`, if there is one
    std::string refusal;
};

using ReaderBench = DeviceBench<fakes::EmulatedReader>;
using TokenBench = DeviceBench<fakes::EmulatedToken>;

}  // namespace scrm::ccid
