// One slot on a bench: its driver is a test's to play, and so are its clients.
#pragma once

#include <cstdio>

#include "daemon/readers/slot.hpp"
#include "ipc/codec.hpp"
#include "tests/fakes/loop.hpp"
#include "tests/fakes/manual_clock.hpp"
#include "tests/fakes/scripted_device.hpp"

namespace scrm::readers::test {

using fakes::Loop;
using fakes::SlotVerb;
using ipc::ResultCode;

/// What a verb will have answered; nothing while it is under way.
template <class T>
using Pending = fakes::Outcome<T>;
using Heard = std::vector<std::string>;

inline constexpr std::string_view t0_card = "3B 02 14 50";
inline constexpr std::string_view t1_card = "3B 80 81 01 00";
inline constexpr std::string_view both_card = "3B 80 80 01 01";

inline constexpr std::uint32_t any_protocol = 3;
inline constexpr std::uint32_t t0 = 1;
inline constexpr std::uint32_t t1 = 2;
inline constexpr std::uint32_t raw = 4;

inline constexpr PowerPolicy never_off{.off_after = std::nullopt};

struct SlotBench {
    /// `card` is an ATR in hex, empty for none.
    explicit SlotBench(std::string_view card = both_card, PowerPolicy power = never_off,
                       TransactionPolicy transactions = {})
        : device(std::make_shared<fakes::ScriptedDevice>(loop.io.get_executor(),
                                                         drivers::ReaderIdentity{"Bench", {}, {}})),
          driver(device->slot(0)),
          surroundings{loop.io.get_executor(), clock, board, freshness, std::move(power),
                       std::move(transactions)},
          slot(std::make_shared<Slot>(surroundings, device, 0, "Bench 00 00", board.reserve())) {
        if (!card.empty())
            driver.insert(card);
    }
    SlotBench(const SlotBench&) = delete;
    SlotBench& operator=(const SlotBench&) = delete;
    ~SlotBench() {
        if (!slot->gone())
            leave();
        driver.device_goes();
        loop.turn();
        CHECK_FALSE(driver.overlapped());
    }

    /// Follows the card from now on; what is in the slot is powered, and forgotten by the driver's memory.
    void start() {
        slot->start();
        loop.turn();
        driver.forget();
    }
    void leave() {
        slot->leave();
        loop.turn();
    }
    /// Lets time go by, with everything that it brings.
    void pass(Milliseconds time) {
        const TimePoint end = clock.now() + time;
        do {
            loop.turn();
        } while (clock.go_on_until(end));
        loop.turn();
    }

    // Movements, and what the slot makes of them.
    void insert(std::string_view card) {
        after([&] { driver.insert(card); });
    }
    void remove() {
        after([&] { driver.remove(); });
    }
    void swap(std::string_view card) {
        after([&] { driver.swap(card); });
    }
    void release(SlotVerb verb) {
        after([&] { driver.release(verb); });
    }
    void end(SlotVerb verb, drivers::DriverError error) {
        after([&] { driver.end(verb, error); });
    }

    HandlePtr new_handle() {
        handles_.push_back(std::make_shared<CardHandle>());
        handles_.back()->slot = slot;
        return handles_.back();
    }
    Pending<ResultCode> begin_connect(const HandlePtr& handle, ShareMode mode = ShareMode::Shared,
                                      std::uint32_t protocols = any_protocol,
                                      Patience patience = Patience::Wait) {
        return loop.start(slot->connect(handle, mode, protocols, patience));
    }
    ResultCode connect(const HandlePtr& handle, ShareMode mode = ShareMode::Shared,
                       std::uint32_t protocols = any_protocol) {
        return loop.at_once(slot->connect(handle, mode, protocols, Patience::Wait));
    }
    HandlePtr connected(ShareMode mode = ShareMode::Shared, std::uint32_t protocols = any_protocol) {
        const HandlePtr handle = new_handle();
        REQUIRE(connect(handle, mode, protocols) == ResultCode::Success);
        return handle;
    }
    Pending<ResultCode> later(CodeOutcome verb) { return loop.start(std::move(verb)); }
    ResultCode now(CodeOutcome verb) { return loop.at_once(std::move(verb)); }

    Pending<ResultCode> begin(const HandlePtr& handle, Patience patience = Patience::Wait) {
        return later(slot->begin(handle, patience));
    }
    ResultCode end(const HandlePtr& handle, Disposition disposition = Disposition::Leave) {
        return now(slot->end(handle, disposition));
    }
    ResultCode disconnect(const HandlePtr& handle, Disposition disposition = Disposition::Leave) {
        return now(slot->disconnect(handle, disposition, Patience::Wait));
    }
    ResultCode reconnect(const HandlePtr& handle, Disposition initialization = Disposition::Leave,
                         ShareMode mode = ShareMode::Shared, std::uint32_t protocols = any_protocol) {
        return now(slot->reconnect(handle, mode, protocols, initialization));
    }
    Pending<Answer> begin_transmit(const HandlePtr& handle, std::uint32_t protocol = t1) {
        return loop.start(slot->transmit(handle, protocol, command));
    }
    ResultCode transmit(const HandlePtr& handle, std::uint32_t protocol = t1) {
        return loop.at_once(slot->transmit(handle, protocol, command)).code;
    }

    /// What clients are shown.
    ipc::ReaderState shown() { return ipc::decode_reader_state(board.records(1)); }
    std::string shown_atr() {
        std::string atr;
        const ipc::ReaderState state = shown();
        for (std::size_t i = 0; i < state.atr_size; ++i) {
            std::array<char, 4> digits{};
            (void)std::snprintf(digits.data(), digits.size(), i == 0 ? "%02X" : " %02X", state.atr[i]);
            atr += digits.data();
        }
        return atr;
    }

    Loop loop;
    fakes::ManualClock clock;
    EventBoard board;
    Freshness freshness{loop.io.get_executor(), clock};
    std::shared_ptr<fakes::ScriptedDevice> device;
    fakes::ScriptedSlot& driver;
    Surroundings surroundings;
    std::shared_ptr<Slot> slot;
    std::vector<std::uint8_t> command{0x00, 0xA4};

  private:
    template <class What>
    void after(What what) {
        what();
        loop.turn();
    }

    std::vector<HandlePtr> handles_;  // a slot refers to its handles until they are closed
};

}  // namespace scrm::readers::test
