// APDUs over T=0 (ISO 7816-3, 12.2), for those who want the whole answer at once: fetches what the card keeps
// back (61xx: GET RESPONSE, unless the command wants no data), repeats a read with the right length (6Cxx),
// and wraps what is longer than T=0 can say (ENVELOPE). Off by default: programs that know T=0 expect to see
// 61xx and 6Cxx themselves.
//
//   start(command) -> Send -> received(answer) -> Send -> ... -> Done or Failed
//
// Each Send is one TPDU of forms 1 to 3, for a reader at TPDU level or for T0Exchange.
#pragma once

#include <cstddef>
#include <cstdint>
#include <variant>

#include "drivers/iso7816/apdu.hpp"
#include "drivers/iso7816/bytes.hpp"

namespace scrm::iso7816 {

enum class T0MapperFailure : std::uint8_t {
    IllegalCommand,  // less than a header, or lengths that contradict the size; nothing was sent
    NoStatusWord,    // an answer of less than 2 bytes
    TooManyTurns,    // the card keeps offering data without handing it out
    NotStarted       // an answer came when nothing was asked
};

[[nodiscard]] const char* describe(T0MapperFailure failure);

/// All bytes are the mapper's own and valid until its next call.
struct T0MapperSend {
    Bytes tpdu;
};
/// All the data, then the last status word; at most max_response bytes (what is more is left with the card).
struct T0MapperDone {
    Bytes response;
};
struct T0MapperFailed {
    T0MapperFailure reason = T0MapperFailure::IllegalCommand;
};

using T0MapperAction = std::variant<T0MapperSend, T0MapperDone, T0MapperFailed>;

class T0Mapper {
  public:
    /// Any regular command, short or extended. May be called at any time: what was before is forgotten.
    [[nodiscard]] T0MapperAction start(Bytes command);
    /// The card's answer to the TPDU of the last Send: data, SW1, SW2.
    [[nodiscard]] T0MapperAction received(Bytes answer);

  private:
    enum class State : std::uint8_t {
        Idle,        // nothing is under way
        Enveloping,  // a part of a long command is on its way, more follow
        Answering    // the card has the whole command
    };

    T0MapperAction send_command(const CommandApdu& command);
    T0MapperAction send_envelope();
    T0MapperAction send_get_response(std::uint8_t available);
    T0MapperAction send_again(std::uint8_t length);
    T0MapperAction finish(std::uint16_t status);
    T0MapperAction fail(T0MapperFailure reason);

    State state_ = State::Idle;
    Buffer command_;        // the long one, while it is enveloped
    std::size_t sent_ = 0;  // of it
    bool wants_data_ = false;
    Buffer tpdu_;            // the one under way
    Buffer response_;        // what has come
    std::size_t turns_ = 0;  // TPDUs since data last came
};

}  // namespace scrm::iso7816
