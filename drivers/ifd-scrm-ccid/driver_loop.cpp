#include "drivers/ifd-scrm-ccid/driver_loop.hpp"

#include <signal.h>

#include <exception>
#include <vector>

#include "drivers/ccid/quirks/quirk_directory.hpp"

namespace scrm::ifd_handler {
namespace {

// Signals are the business of the program that loaded the library.
std::thread without_signals(const std::function<void()>& work) {
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread thread(work);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return thread;
}

ccid::CcidDriver::QuirkSource quirks_in(std::string folder, ccid::CcidDriver::Listener listener) {
    return [folder = std::move(folder), listener = std::move(listener)] {
        std::vector<std::string> errors;
        ccid::QuirkTable quirks = ccid::read_quirks(folder, errors);
        for (const std::string& error : errors)
            listener("quirks: " + error);
        return quirks;
    };
}

}  // namespace

DriverLoop::DriverLoop(const MakeBus& make_bus, ccid::CcidDriver::Listener listener, std::string quirks,
                       const ccid::Timing& timing)
    : listener_(std::move(listener)),
      bus_(make_bus(executor())),
      driver_(executor(), *bus_, quirks_in(std::move(quirks), listener_), listener_, timing),
      thread_(without_signals([this] { turn(); })) {}

DriverLoop::~DriverLoop() {
    stays_.reset();
    thread_.join();
}

// A failure that nobody waits for is told, and the other readers go on.
void DriverLoop::turn() {
    for (bool ended = false; !ended;) {
        try {
            io_.run();
            ended = true;
        } catch (const std::exception& failure) {
            listener_(std::string("the driver failed: ") + failure.what());
        }
    }
}

}  // namespace scrm::ifd_handler
