// Tokens that are reader and card in one and have no bulk pipes (ICCD 1.0): the CCID vocabulary as control
// requests. What a token has no request for is answered as a reader would that does not support it.
//
//   version A   power on brings the ATR; a T=0 command goes in parts, a status byte between them says which
//   version B   blocks out and in; the first byte of one that comes in says what it is, "ask again later" too
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "drivers/ccid/wire/capabilities.hpp"
#include "drivers/ccid/wire/command_port.hpp"
#include "drivers/usb/usb_interface.hpp"

namespace scrm::ccid {

class IccdPort final : public CommandPort {
  public:
    /// `usb` must outlive the port; `version` is IccdA or IccdB.
    IccdPort(const drivers::Executor& executor, usb::Interface& usb, Transport version, const Timing& timing);

    drivers::Awaitable<drivers::Result<Answer>> transact(Patience& who, std::uint8_t slot, Command command,
                                                         Milliseconds silence) override;
    void interrupt(Patience& who, drivers::DriverError why) override;
    void hurry(std::uint8_t) override {}
    [[nodiscard]] bool works_silently() const override { return false; }
    void shut() override;
    [[nodiscard]] bool busy() const override { return inside_.use_count() > 1; }

  private:
    using Answered = drivers::Awaitable<drivers::Result<Answer>>;
    using Sized = drivers::Awaitable<drivers::Result<std::size_t>>;

    Answered run(Patience& who, Command command, Milliseconds silence);
    Answered run_a(Patience& who, Command command, Milliseconds silence);
    Answered power_on_a(Patience& who);
    Answered exchange_a(Patience& who, Bytes command, Milliseconds silence);
    /// The status byte, once it no longer says "busy".
    drivers::Awaitable<drivers::Result<std::uint8_t>> settled_a(Patience& who, Milliseconds silence);
    Answered run_b(Patience& who, Command command, Milliseconds silence);
    Answered fetch_b(Patience& who, Milliseconds silence);
    Answered power_off(Patience& who);

    Sized out(Patience& who, std::uint8_t request, std::uint16_t value, Bytes data);
    Sized in(Patience& who, std::uint8_t request, MutableBytes room);
    drivers::Awaitable<drivers::Result<void>> pause(Patience& who, Milliseconds time);
    static Answer status(CardStatus card);
    /// Of a card that is in.
    static Answer failure(ReaderError error);
    [[nodiscard]] drivers::Result<std::size_t> outcome(const usb::Transferred& moved, const Patience& who);

    usb::Interface& usb_;
    Transport version_;
    Timing timing_;
    Patience* holder_ = nullptr;
    std::deque<Patience*> line_;
    std::vector<std::uint8_t> room_;
    std::vector<std::uint8_t> data_;
    bool powered_ = false;
    bool gone_ = false;
    std::shared_ptr<void> inside_ = std::make_shared<char>();
};

/// What a block of version B is. Pure; takes any bytes.
struct IccdBlock {
    enum class Kind : std::uint8_t {
        Answer,  // in `answer`, whose data points into the block
        Wait,    // ask again after `delay`
        Broken
    };
    Kind kind = Kind::Broken;
    Answer answer;
    /// Zero: as long as the host thinks right.
    Milliseconds delay{0};
};
[[nodiscard]] IccdBlock decode_iccd_block(Bytes block);

}  // namespace scrm::ccid
