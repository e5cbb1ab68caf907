#include "drivers/usb/libusb_bus.hpp"

#include <boost/asio/redirect_error.hpp>
#include <utility>

#include "drivers/usb/holder.hpp"
#include "drivers/usb/libusb_interface.hpp"

namespace scrm::usb {
namespace {

using drivers::Awaitable;
using drivers::Deadline;
using drivers::UsbInterface;

/// udev may still be about to let us in, and another program about to leave.
bool may_pass(OpenFailure reason) {
    return reason == OpenFailure::AccessDenied || reason == OpenFailure::Busy;
}

}  // namespace

LibusbBus::Calls LibusbBus::calls_for(const std::string& node) {
    std::erase_if(calls_,
                  [](const auto& each) { return each.second.use_count() == 1 && !each.second->busy(); });
    auto& calls = calls_[node];
    if (calls == nullptr)
        calls = std::make_shared<BlockingCall>(loop_);
    return calls;
}

Awaitable<OpenResult> LibusbBus::open(UsbInterface where, Deadline deadline) {
    const Calls calls = calls_for(where.node);
    std::chrono::milliseconds pause = tries_.first_pause;
    Opened opened = co_await try_to_open(calls, where, deadline);
    for (int tries = 1; opened.session == nullptr && may_pass(opened.error.reason); ++tries) {
        if (tries >= tries_.most || std::chrono::steady_clock::now() + pause >= deadline)
            break;
        drivers::Timer timer(loop_, pause);
        co_await timer.async_wait(drivers::use_awaitable);
        pause *= 2;
        opened = co_await try_to_open(calls, where, deadline);
    }
    if (opened.session != nullptr)
        co_return std::make_unique<LibusbInterface>(loop_, calls, std::move(opened.session));
    if (may_pass(opened.error.reason)) {
        const std::string why = co_await explanation(calls, where, opened.error.reason, deadline);
        opened.error.explanation += ": " + why;
    }
    co_return std::move(opened.error);
}

Awaitable<Opened> LibusbBus::try_to_open(Calls calls, UsbInterface where, Deadline deadline) {
    const auto wait = std::make_shared<PipeWait>(loop_);
    const std::string node = where.node;
    const std::function<Opened()> work = [where] { return UsbSession::open(where); };
    auto opened = co_await calls->run(wait, work, deadline);
    if (opened)
        co_return std::move(*opened);
    OpenError late{OpenFailure::Timeout, node + ": the device did not let itself be opened in time"};
    co_return Opened{nullptr, std::move(late)};
}

Awaitable<std::string> LibusbBus::explanation(Calls calls, UsbInterface where, OpenFailure reason,
                                              Deadline deadline) {
    const auto wait = std::make_shared<PipeWait>(loop_);
    const std::function<std::string()> work = [where, reason] {
        return reason == OpenFailure::Busy ? explain_busy(where, {}) : explain_access(where);
    };
    const auto explained = co_await calls->run(wait, work, deadline);
    co_return explained.value_or("and there was no time to find out more");
}

}  // namespace scrm::usb
