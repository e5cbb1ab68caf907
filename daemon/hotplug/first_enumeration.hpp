// When clients may be told which readers there are: all that were there at the start are open with their
// cards known, or have failed, or a while has passed.
//
// One that vanishes while it is opened is not one that has failed: the kernel lets a device go and enumerates
// it anew when it cannot wake it up, say, or when its port is reset. It gets a moment to come back.
#pragma once

#include <set>
#include <string>

#include "daemon/readers/registry.hpp"

namespace scrm::hotplug {

class FirstEnumeration {
  public:
    /// `monitors` is how many will call enumerated(). Settles `registry`, which must outlive it.
    FirstEnumeration(readers::Registry& registry, unsigned monitors);

    void enumerated();
    /// As often as opening_ended(): its cards are known, or it has failed.
    void opening_begins() { ++opening_; }
    void opening_ended();
    /// The device at that place has left while it was of use, or is about to.
    void vanished(const std::string& address);
    /// There it is; if it is of use its opening has begun.
    void appeared(const std::string& address);
    /// Nobody waits for more readers.
    void end();

  private:
    void settle_if_done();
    void time_is_up();

    readers::Registry& registry_;
    std::unique_ptr<readers::Alarm> end_;
    std::unique_ptr<readers::Alarm> return_;
    unsigned enumerating_;
    unsigned opening_ = 0;
    std::set<std::string> vanished_;  // addresses
};

}  // namespace scrm::hotplug
