// sd-bus has a descriptor, the events it waits for there, and a time: sd_bus_get_fd(3). Whatever of it comes,
// it is given its turn, and asked again. All its calls are without waiting: connecting, too, is a
// conversation that goes on in process().
#include "daemon/bus/system_bus.hpp"

#include <poll.h>

#include <algorithm>

#include "daemon/log/log.hpp"
#include "drivers/api/wake_up.hpp"

namespace scrm::bus {
namespace {

constexpr std::chrono::microseconds call_budget{std::chrono::seconds(10)};

}  // namespace

struct SystemBus::Call {
    Call(const drivers::Executor& loop, SystemBus& its_bus, ReplyReader its_reader)
        : bus(&its_bus), read(std::move(its_reader)), ended(loop) {
        bus->calls_.push_back(this);
    }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    ~Call() { leave(); }

    void end(sd_bus_message* reply) {
        leave();
        read(reply);
        ended.fire();
    }

    void leave() {
        if (!bus)
            return;
        std::erase(bus->calls_, this);
        if (slot)
            bus->library_->slot_unref(slot);
        bus = nullptr;
    }

    SystemBus* bus;  // while there is no reply
    ReplyReader read;
    drivers::WakeUp ended;
    sd_bus_slot* slot = nullptr;
};

SystemBus::SystemBus(const drivers::Executor& loop, const Libsystemd* library)
    : loop_(loop), library_(library), timer_(loop) {}

SystemBus::~SystemBus() {
    close();
}

void SystemBus::close() {
    closed_ = true;
    disconnect();
}

void SystemBus::disconnect() {
    ++round_;
    timer_.cancel();
    if (descriptor_)
        descriptor_->release();
    descriptor_.reset();
    while (!calls_.empty())
        calls_.back()->end(nullptr);
    if (bus_)
        library_->close_unref(std::exchange(bus_, nullptr));
}

bool SystemBus::connect() {
    if (bus_)
        return true;
    if (closed_ || !library_ || library_->open_system(&bus_) < 0) {
        bus_ = nullptr;
        return false;
    }
    for (Signal& signal : signals_)
        library_->match_signal_async(bus_, nullptr, signal.sender, signal.path, signal.interface,
                                     signal.member, take_signal, nullptr, &signal);
    descriptor_ = std::make_unique<Descriptor>(loop_, library_->get_fd(bus_));
    return true;
}

drivers::Awaitable<void> SystemBus::call(Method method, CallWriter write, ReplyReader read) {
    Call call(loop_, *this, std::move(read));
    if (connect() && send(method, write, call))
        work();
    else
        call.end(nullptr);
    co_await call.ended.wait();
}

bool SystemBus::send(const Method& method, const CallWriter& write, Call& call) {
    sd_bus_message* message = nullptr;
    const bool sent =
        library_->message_new_method_call(bus_, &message, method.service, method.path, method.interface,
                                          method.member) >= 0 &&
        write(message) &&
        library_->call_async(bus_, &call.slot, message, take_reply, &call, call_budget.count()) >= 0;
    library_->message_unref(message);
    return sent;
}

int SystemBus::take_reply(sd_bus_message* reply, void* call, sd_bus_error*) {
    static_cast<Call*>(call)->end(reply);
    return 1;
}

int SystemBus::take_signal(sd_bus_message*, void* signal, sd_bus_error*) {
    static_cast<Signal*>(signal)->heard();
    return 0;
}

void SystemBus::work() {
    int done = 1;
    while (done > 0)
        done = library_->process(bus_, nullptr);
    if (done < 0)
        return lose();
    wait();
}

void SystemBus::lose() {
    log::warning("the connection to D-Bus is lost");
    disconnect();
    for (const Signal& signal : signals_)
        signal.heard();
}

void SystemBus::wait() {
    ++round_;
    boost::system::error_code ignored;
    descriptor_->cancel(ignored);
    const int events = library_->get_events(bus_);
    std::uint64_t until = UINT64_MAX;
    if (events < 0 || library_->get_timeout(bus_, &until) < 0)
        return lose();
    wait_for_descriptor(static_cast<short>(events));
    if (until == UINT64_MAX) {
        timer_.cancel();
        return;
    }
    // Both clocks are CLOCK_MONOTONIC.
    timer_.expires_at(std::chrono::steady_clock::time_point(std::chrono::microseconds(until)));
    timer_.async_wait([this, round = round_](boost::system::error_code) {
        if (round == round_)
            work();
    });
}

void SystemBus::wait_for_descriptor(short events) {
    const auto go_on = [this, round = round_](boost::system::error_code) {
        if (round == round_)
            work();
    };
    if ((events & POLLIN) != 0)
        descriptor_->async_wait(Descriptor::wait_read, go_on);
    if ((events & POLLOUT) != 0)
        descriptor_->async_wait(Descriptor::wait_write, go_on);
}

}  // namespace scrm::bus
