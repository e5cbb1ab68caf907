// How near the CCID driver comes to what a full-speed bus allows, and what an exchange costs in processor
// time.
//
// The bus is counted, not waited for: an exchange takes the time that its packets take (the fewest that the
// exchange level needs) and, worst case, all processor time of driver and emulated reader on top, as if none
// of it overlapped. Fails under 95 %.
#include <boost/asio/io_context.hpp>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "drivers/api/spawn.hpp"
#include "drivers/ccid/reader/ccid_reader.hpp"
#include "tests/bench/ccid_rate/metered_interface.hpp"
#include "tests/fakes/ccid/emulated_reader.hpp"

namespace scrm::bench {
namespace {

using drivers::Awaitable;
using drivers::Protocol;
using fakes::Octets;

constexpr double least_share = 0.95;
constexpr std::size_t one_packet = 64;

[[noreturn]] void give_up(const char* why) {
    std::fprintf(stderr, "%s\n", why);
    std::exit(1);
}

double processor_microseconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

// ECHO of the emulated card: the same bytes come back.
Octets echo_command(std::size_t size) {
    Octets command{0x80, 0xEC, 0x00, 0x00};
    const auto high = static_cast<std::uint8_t>(size >> 8U), low = static_cast<std::uint8_t>(size & 0xFFU);
    if (size > 255)
        command.insert(command.end(), {0x00, high, low});
    else
        command.push_back(low);
    command.resize(command.size() + size, 0x5A);
    command.insert(command.end(), size > 255 ? 2 : 1, 0x00);
    return command;
}

class Bench {
  public:
    explicit Bench(const char* name) : emulated_(loop_.get_executor(), fakes::golden_reader(name)) {
        auto usb = std::make_unique<MeteredInterface>(emulated_.take_interface(), bus_);
        auto facts = ccid::facts_of(usb->description(), {}, {}, std::make_shared<ccid::SpeedMemory>());
        if (!std::holds_alternative<ccid::ReaderFacts>(facts))
            give_up("the reader is refused");
        reader_ = std::make_unique<ccid::CcidReader>(loop_.get_executor(), std::move(usb),
                                                     std::move(std::get<ccid::ReaderFacts>(facts)));
        emulated_.insert(0, fakes::card_for_t1());
        drivers::spawn(loop_.get_executor(), make_ready());
        run_until([&] { return ready_; });
    }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;
    ~Bench() {
        drivers::spawn(loop_.get_executor(), reader_->close());
        loop_.run();
    }

    /// One row of the table; whether the driver is fast enough.
    bool measure(const char* title, std::size_t size, int times) {
        const Octets command = echo_command(size);
        exchange(command, times / 10 + 1);
        emulated_.received.clear();
        bus_ = {};
        const double began = processor_microseconds();
        exchange(command, times);
        const double processor = (processor_microseconds() - began) / times;
        const double wire = bus_.microseconds() / times;
        const double share = wire / (wire + processor);
        std::printf("%-34s %6zu bytes each way %5zu messages %9.1f us bus %8.2f us processor %6.2f %%\n",
                    title, size, bus_.messages / static_cast<std::size_t>(times), wire, processor,
                    share * 100);
        return size < one_packet || share >= least_share;
    }

  private:
    Awaitable<void> make_ready() {
        const auto soon = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        drivers::Slot& slot = reader_->slot(0);
        const auto up = co_await reader_->bring_up(soon);
        const auto present = co_await slot.presence_after(0);
        const auto on = co_await slot.power_on(soon);
        const auto agreed = co_await slot.select_protocol(Protocol::T1, soon);
        if (!up || !present || !on || !agreed)
            give_up("the card does not get ready");
        ready_ = true;
    }
    void exchange(const Octets& command, int times) {
        left_ = times;
        drivers::spawn(loop_.get_executor(), exchange_all(command));
        run_until([&] { return left_ == 0; });
    }
    Awaitable<void> exchange_all(const Octets& command) {
        for (; left_ > 0; --left_) {
            const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
            const auto size = co_await reader_->slot(0).exchange(Protocol::T1, command, room_, deadline);
            if (!size || room_[*size - 2] != 0x90)
                give_up("an exchange fails");
            emulated_.received.clear();
        }
    }
    template <class Condition>
    void run_until(Condition holds) {
        while (!holds())
            loop_.run_one();
    }

    boost::asio::io_context loop_{1};
    BusTime bus_;
    fakes::EmulatedReader emulated_;
    std::unique_ptr<ccid::CcidReader> reader_;
    Octets room_ = Octets(65'548);
    bool ready_ = false;
    int left_ = 0;
};

int run(int scale) {
    bool fast = true;
    Bench extended("AF Care One");
    fast = extended.measure("extended APDU, whole", 8, 1000 * scale) && fast;
    fast = extended.measure("extended APDU, whole", 250, 1000 * scale) && fast;
    fast = extended.measure("extended APDU, whole", 65'000, 20 * scale) && fast;
    Bench chained("Elatec TWN4");
    fast = chained.measure("extended APDU, 54 bytes a message", 4000, 100 * scale) && fast;
    Bench tpdu("SCM Microsystems Inc. SCR 3310");
    fast = tpdu.measure("TPDU, T=1 by the host", 8, 1000 * scale) && fast;
    fast = tpdu.measure("TPDU, T=1 by the host", 4000, 100 * scale) && fast;
    if (!fast)
        std::printf("a row is under %.0f %%\n", least_share * 100);
    return fast ? 0 : 1;
}

}  // namespace
}  // namespace scrm::bench

int main(int argc, char** argv) {
    return scrm::bench::run(argc > 1 ? std::max(1, std::atoi(argv[1])) : 1);
}
