// A lasting reader over an emulated device, with a say in how each opening of it ends.
#pragma once

#include "drivers/ccid/lasting/lasting_reader.hpp"
#include "tests/unit/drivers/ccid/hex.hpp"
#include "tests/unit/drivers/ccid/reader_bench.hpp"

namespace scrm::ccid {

using drivers::DriverError;
using drivers::Presence;

using Waiting = std::optional<drivers::Result<Presence>>;

inline const auto echo = hex("80 EC 00 00 01 07 00");
inline const auto echoed = hex("07 90 00");

inline std::string words(DriverError error) {
    return drivers::describe(error);
}

inline Timing timing_of(std::chrono::milliseconds reopen, std::chrono::milliseconds retry) {
    Timing timing = quick_timing();
    timing.reopen = {reopen, reopen, reopen};
    timing.mute_retry = retry;
    return timing;
}

// With a card that is powered and agreed on. `failures` say how the next tries to open it end.
class LastingBench : public ReaderBench {
  public:
    explicit LastingBench(const Timing& timing = quick_timing(), const char* name = "AF Care One")
        : ReaderBench(fakes::golden_reader(name)) {
        make_ready();
        keep_.emplace(
            executor(), std::move(reader), [this] { return open_anew(); }, timing);
        lasting = &*keep_;
    }
    LastingBench(const LastingBench&) = delete;
    LastingBench& operator=(const LastingBench&) = delete;
    ~LastingBench() { run(keep_->close()); }

    [[nodiscard]] Presence presence(std::uint64_t seen = ~std::uint64_t{0}) {
        const auto now = run(slot().presence_after(seen));
        REQUIRE(now.has_value());
        return *now;
    }
    void run_for(std::chrono::milliseconds time) {
        const auto end = std::chrono::steady_clock::now() + time;
        run_until([&] { return std::chrono::steady_clock::now() >= end; });
    }

    /// Until the loss of the reader is known.
    void await_loss() {
        std::string error;
        while (error != words(DriverError::CardUnpowered))
            error = exchange(echo).error;
    }

    std::deque<DriverError> failures;
    std::unique_ptr<CcidReader> stranger;  // what the next try finds in place of the reader
    int opened = 0;
    bool under_way = false;  // such a try

  private:
    drivers::Awaitable<LastingReader::Opened> open_anew() {
        ++opened;
        if (!failures.empty()) {
            const DriverError failure = failures.front();
            failures.pop_front();
            co_return failure;
        }
        if (stranger)
            co_return std::move(stranger);
        under_way = true;
        auto next = make_reader();
        const auto up = co_await next->bring_up(soon());
        REQUIRE(up.has_value());
        under_way = false;
        co_return next;
    }

    std::optional<LastingReader> keep_;
};

}  // namespace scrm::ccid
