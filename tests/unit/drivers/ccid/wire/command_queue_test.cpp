// Whose turn it is, and pipes that do what no emulated reader's would.
#include "drivers/ccid/wire/command_queue.hpp"

#include <boost/asio/io_context.hpp>
#include <catch2/catch.hpp>
#include <list>

#include "drivers/api/spawn.hpp"
#include "drivers/ccid/wire/commands.hpp"
#include "tests/fakes/ccid/recorded_readers.hpp"
#include "tests/fakes/usb/scripted_usb_interface.hpp"
#include "tests/unit/drivers/ccid/hex.hpp"

namespace scrm::ccid {
namespace {

using namespace std::chrono_literals;
using drivers::DriverError;

constexpr Milliseconds long_enough = 10min;  // no test takes that long

Timing timing() {
    Timing timing;
    timing.card_left = long_enough;
    timing.abort = 5ms;
    return timing;
}

Capabilities capabilities(std::uint8_t slots, std::uint8_t busy) {
    Capabilities can;
    can.slots = slots;
    can.busy_slots = busy;
    return can;
}

/// A command that is under way, and what became of it.
struct Asked {
    explicit Asked(const drivers::Executor& executor)
        : who(executor), under_way(who.begin(drivers::Deadline::max())) {}
    Patience who;
    std::shared_ptr<void> under_way;
    std::optional<drivers::Result<Answer>> ended;
};

/// A reader that says nothing unless a test has it say something.
class QueueBench {
  public:
    explicit QueueBench(std::uint8_t slots = 1, std::uint8_t busy = 1)
        : usb(loop_.get_executor(), fakes::golden_reader("jSolutions").description()),
          queue(loop_.get_executor(), usb, capabilities(slots, busy), timing()) {
        usb.on_bulk_out = [this](const auto& message) { heard.push_back(message); };
    }
    QueueBench(const QueueBench&) = delete;
    QueueBench& operator=(const QueueBench&) = delete;
    ~QueueBench() {
        queue.shut();
        usb.unplug();
        run_until([this] { return !queue.busy(); }, long_enough);
    }

    Asked& ask(std::uint8_t slot, Milliseconds silence = long_enough) {
        Asked& asked = asked_.emplace_back(loop_.get_executor());
        drivers::spawn(loop_.get_executor(), keep(asked, slot, silence));
        settle();
        return asked;
    }
    /// The answer to the message that was heard as number `index`: done, with no card.
    void answer(std::size_t index) {
        const auto& message = heard.at(index);
        usb.send({0x81, 0, 0, 0, 0, message.at(5), message.at(6), 0x02, 0, 0});
        settle();
    }
    /// Everything that is going to happen by itself, and soon, has happened.
    void settle() {
        run_until([] { return false; }, 5ms);
    }
    void await(const Asked& asked) {
        run_until([&] { return asked.ended.has_value(); }, 60s);
        REQUIRE(asked.ended.has_value());
    }

  private:
    template <class Condition>
    void run_until(Condition holds, Milliseconds limit) {
        const auto end = std::chrono::steady_clock::now() + limit;
        while (!holds() && std::chrono::steady_clock::now() < end) {
            loop_.restart();
            loop_.run_one_for(5ms);
        }
    }
    drivers::Awaitable<void> keep(Asked& asked, std::uint8_t slot, Milliseconds silence) {
        const auto answer =
            co_await queue.transact(asked.who, slot, plain_command(CommandType::GetSlotStatus), silence);
        asked.ended.emplace(answer);
    }

    boost::asio::io_context loop_;
    std::list<Asked> asked_;

  public:
    std::vector<std::vector<std::uint8_t>> heard;
    fakes::ScriptedUsbInterface usb;
    CommandQueue queue;
};

TEST_CASE("no more slots are busy at a time than the reader can serve") {
    QueueBench bench(3, 2);
    const Asked& first = bench.ask(0);
    bench.ask(1);
    const Asked& third = bench.ask(2);
    CHECK(bench.heard.size() == 2);
    bench.answer(0);
    CHECK(first.ended.has_value());
    REQUIRE(bench.heard.size() == 3);
    bench.answer(2);
    CHECK(third.ended.has_value());
}

TEST_CASE("a message that went out in part is not taken for a whole one") {
    QueueBench bench;
    bench.usb.on_bulk_out = [&](const auto& message) {
        bench.heard.push_back(message);
        bench.usb.send({0x81, 0, 0, 0, 0, 0, message.at(6), 0x02, 0, 0});
    };
    bench.usb.cut_next(9);
    const Asked& cut = bench.ask(0);
    bench.await(cut);
    REQUIRE_FALSE(cut.ended->has_value());
    CHECK(cut.ended->error() == DriverError::CommunicationFailed);
    const Asked& next = bench.ask(0);
    bench.await(next);
    CHECK(next.ended->has_value());
}

TEST_CASE("a card that leaves makes a command's time shorter, never longer") {
    QueueBench bench;
    const Asked& asked = bench.ask(0, 20ms);
    bench.queue.hurry(0);
    bench.await(asked);
    REQUIRE_FALSE(asked.ended->has_value());
    CHECK(asked.ended->error() == DriverError::CommunicationFailed);
}

TEST_CASE("a fragment ends the one command that is under way; of two nobody knows whose it is") {
    QueueBench bench(2, 2);
    const Asked& first = bench.ask(0);
    const Asked& second = bench.ask(1);
    bench.usb.send(hex("81 00 00"));
    bench.settle();
    CHECK_FALSE(first.ended.has_value());
    CHECK_FALSE(second.ended.has_value());
    bench.answer(0);
    CHECK(first.ended.has_value());
    bench.usb.send(hex("81 00 00"));
    bench.await(second);
    REQUIRE_FALSE(second.ended->has_value());
    CHECK(second.ended->error() == DriverError::CommunicationFailed);
}

TEST_CASE("whichever pipe finds that the device has gone, it is told of") {
    const auto pipe = GENERATE(usb::Pipe::BulkIn, usb::Pipe::BulkOut);
    QueueBench bench;
    bool told = false;
    bench.queue.when_gone([&] { told = true; });
    bench.usb.fail_next(pipe, usb::UsbStatus::Gone);
    const Asked& asked = bench.ask(0);
    bench.await(asked);
    REQUIRE_FALSE(asked.ended->has_value());
    CHECK(asked.ended->error() == DriverError::DeviceGone);
    CHECK(told);
}

}  // namespace
}  // namespace scrm::ccid
