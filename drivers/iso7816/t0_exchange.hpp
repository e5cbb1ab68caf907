// T=0 character by character, for readers that carry bytes and know no protocol (ISO 7816-3, 10.3). After the
// header the card is in charge; its procedure bytes say what happens next:
//
//   60                     wait
//   INS, INS ^ 01          all the data that is left, in one go
//   INS ^ FF, INS ^ FE     one byte of data
//   6x, 9x                 the first byte of the status word; the second follows, and that was it
//
//   start(command) -> Transfer -> received(bytes) -> Transfer -> ... -> Done or Failed
#pragma once

#include <cstddef>
#include <cstdint>
#include <variant>

#include "drivers/iso7816/bytes.hpp"

namespace scrm::iso7816 {

/// Send these (maybe none), then take so many bytes (at least 1) from the card and hand them to received().
struct T0Transfer {
    /// Within the exchange, valid until its next call.
    Bytes send;
    std::size_t expect = 0;
};

enum class T0Failure : std::uint8_t {
    IllegalCommand,  // nothing was sent: no T=0 command (see t0_tpdu)
    ProtocolError,   // a procedure byte that means nothing here; the card must be reset
    TooManyWaits,    // the card asked to wait too often; it must be reset
    NotStarted       // bytes came when nothing was asked for
};

[[nodiscard]] const char* describe(T0Failure failure);

/// The card's data and status word, 2 to 258 bytes; within the exchange, valid until its next call.
struct T0Done {
    Bytes response;
};
struct T0Failed {
    T0Failure reason = T0Failure::ProtocolError;
};

using T0Action = std::variant<T0Transfer, T0Done, T0Failed>;

class T0Exchange {
  public:
    static constexpr std::size_t default_max_waits = 10'000;

    /// `max_waits`: how many procedure bytes of one command may ask us to wait.
    explicit T0Exchange(std::size_t max_waits = default_max_waits) : max_waits_(max_waits) {}

    /// A command of case 1 to 4, short; a case 4 goes without its Le. May be called at any time: what was
    /// before is forgotten. The bytes are copied.
    [[nodiscard]] T0Action start(Bytes command);

    /// Whatever number of bytes came, in their order on the line; those after the status word are ignored.
    [[nodiscard]] T0Action received(Bytes bytes);

  private:
    enum class State : std::uint8_t {
        Idle,          // nothing is under way
        Procedure,     // the next byte is a procedure byte
        Data,          // the next byte is data
        SecondStatus,  // the next byte is SW2
        Finished       // the status word is complete
    };

    /// What one byte leads to: nothing to send, or to report, yet; or an end.
    enum class Verdict : std::uint8_t { GoOn, Broken, WaitedTooOften };

    Verdict take(std::uint8_t byte);
    Verdict take_procedure_byte(std::uint8_t byte);
    Verdict wait_again();
    Verdict move_data(std::size_t count);
    T0Action next();
    T0Action fail(T0Failure reason);

    std::size_t max_waits_;
    State state_ = State::Idle;
    bool to_card_ = false;
    Buffer command_;           // header of 5 bytes, then the data for the card
    std::size_t left_ = 0;     // bytes of data that have not moved yet
    std::size_t burst_ = 0;    // of these, those the card lets through now (data from the card)
    std::size_t send_at_ = 0;  // where in command_ the next bytes to send are
    std::size_t send_ = 0;     // how many
    std::size_t waits_ = 0;
    Buffer response_;
};

}  // namespace scrm::iso7816
