// Opens interfaces by libusb: on a worker, again and again for a while, and with an explanation when in vain.
#pragma once

#include <chrono>
#include <map>

#include "drivers/usb/blocking_call.hpp"
#include "drivers/usb/usb_session.hpp"

namespace scrm::usb {

/// How often a device is tried that may not be opened yet, or is busy; each pause is twice the one before.
struct OpenTries {
    int most = 6;
    std::chrono::milliseconds first_pause{100};
};

class LibusbBus final : public Bus {
  public:
    /// Outlives its interfaces, and ends before the loop does: it waits for the last workers.
    explicit LibusbBus(const drivers::Executor& loop, OpenTries tries = {}) : loop_(loop), tries_(tries) {}

    drivers::Awaitable<OpenResult> open(drivers::UsbInterface where, drivers::Deadline deadline) override;

  private:
    using Calls = std::shared_ptr<BlockingCall>;

    /// One for each device, whichever of its interfaces is meant.
    Calls calls_for(const std::string& node);
    drivers::Awaitable<Opened> try_to_open(Calls calls, drivers::UsbInterface where,
                                           drivers::Deadline deadline);
    drivers::Awaitable<std::string> explanation(Calls calls, drivers::UsbInterface where, OpenFailure reason,
                                                drivers::Deadline deadline);

    drivers::Executor loop_;
    OpenTries tries_;
    std::map<std::string, Calls> calls_;
};

}  // namespace scrm::usb
