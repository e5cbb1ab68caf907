// The machine's D-Bus, on the loop: connected when it is first needed and anew after it was lost. Nobody
// waits for it, and it being away is an answer like any other.
#pragma once

#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/bus/libsystemd.hpp"
#include "drivers/api/awaitable.hpp"

namespace scrm::bus {

/// What there is to hear of.
struct Signal {
    std::string match;  // as in the specification: "type='signal',sender=..."
    /// Also called when the connection is lost, as signals are then, too.
    std::function<void()> heard;
};

/// A reply, an error as well; null if there was none. Valid during the call.
using ReplyReader = std::function<void(sd_bus_message*)>;
/// Puts arguments into a call; false if that fails.
using CallWriter = std::function<bool(sd_bus_message*)>;

struct Method {
    const char* service;
    const char* path;
    const char* interface;
    const char* member;
};

class SystemBus {
  public:
    /// `library` is null where there is none, and nothing can be asked. Must outlive the loop's run.
    SystemBus(const drivers::Executor& loop, const Libsystemd* library);
    SystemBus(const SystemBus&) = delete;
    SystemBus& operator=(const SystemBus&) = delete;
    ~SystemBus();

    /// As far as is known: nobody looks until something is asked.
    [[nodiscard]] bool connected() const { return bus_ != nullptr; }

    /// Before the first call.
    void listen(Signal signal) { signals_.push_back(std::move(signal)); }

    /// Returns when `read` has been called: once, whatever happens.
    drivers::Awaitable<void> call(Method method, CallWriter write, ReplyReader read);

    /// The daemon ends: whoever waits for a reply has none, and nobody will have.
    void close();

  private:
    struct Call;
    using Descriptor = boost::asio::posix::basic_stream_descriptor<drivers::Executor>;

    bool connect();
    void disconnect();
    bool send(const Method& method, const CallWriter& write, Call& call);
    void work();
    void wait();
    void wait_for_descriptor(short events);
    void lose();
    static int take_reply(sd_bus_message* reply, void* call, sd_bus_error*);
    static int take_signal(sd_bus_message*, void* signal, sd_bus_error*);

    drivers::Executor loop_;
    const Libsystemd* library_;
    std::vector<Signal> signals_;
    std::vector<Call*> calls_;  // without a reply so far
    sd_bus* bus_ = nullptr;
    std::unique_ptr<Descriptor> descriptor_;  // libsystemd's: let go of, not closed
    drivers::Timer timer_;
    bool closed_ = false;
    unsigned round_ = 0;  // of waiting; handlers of earlier ones do nothing
};

}  // namespace scrm::bus
