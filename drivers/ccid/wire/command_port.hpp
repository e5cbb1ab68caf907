// Carries commands of the CCID vocabulary to a device and their answers back: over the bulk pipes
// (command_queue), or as a token's control requests (iccd_port).
#pragma once

#include <functional>

#include "drivers/ccid/wire/message.hpp"
#include "drivers/ccid/wire/patience.hpp"
#include "drivers/ccid/wire/timing.hpp"

namespace scrm::ccid {

class CommandPort {
  public:
    CommandPort() = default;
    CommandPort(const CommandPort&) = delete;
    CommandPort& operator=(const CommandPort&) = delete;
    virtual ~CommandPort() = default;

    /// One command and its answer, which is the port's until the slot's next command. Waits for its turn, for
    /// what is left of a command that was given up, and for the answer; of the latter no longer than
    /// `silence` after each sign of life. Ends with what ended `who`, with CommunicationFailed if nothing
    /// (sensible) came, or DeviceGone. A command that the reader refuses is an answer.
    virtual drivers::Awaitable<drivers::Result<Answer>> transact(Patience& who, std::uint8_t slot,
                                                                 Command command, Milliseconds silence) = 0;
    /// Ends what `who` waits for.
    virtual void interrupt(Patience& who, drivers::DriverError why) = 0;
    /// The card has left: the slot's command under way is given little time from now on.
    virtual void hurry(std::uint8_t slot) = 0;

    /// The reader has been found to work on a command for longer than it was given without saying so, and to
    /// be alive all the same.
    [[nodiscard]] virtual bool works_silently() const = 0;

    /// `tell` is called, after shut(), when a command finds that the device has gone.
    void when_gone(std::function<void()> tell) { tell_ = std::move(tell); }
    /// Every command under way and every later one ends with DeviceGone.
    virtual void shut() = 0;
    /// True while anybody is inside; once shut, that ends within the loop's next turns.
    [[nodiscard]] virtual bool busy() const = 0;

  protected:
    void found_gone() {
        shut();
        if (tell_)
            tell_();
    }

  private:
    std::function<void()> tell_;
};

}  // namespace scrm::ccid
