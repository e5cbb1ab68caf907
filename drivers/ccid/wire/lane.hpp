// One slot's place in the command queue: at most one command is under way in it.
#pragma once

#include <vector>

#include "drivers/ccid/wire/message.hpp"
#include "drivers/ccid/wire/patience.hpp"

namespace scrm::ccid {

class Lane {
  public:
    explicit Lane(const drivers::Executor& executor) : recovery(executor) {}

    enum class State : std::uint8_t {
        Free,       // the next command may begin
        UnderWay,   // a command waits for its answer, or is going out
        Recovering  // one was given up; the reader is being told, and nothing begins
    };

    /// What has come for the command under way.
    enum class Arrival : std::uint8_t {
        Nothing,
        Answer,    // in `answer`
        MoreTime,  // the reader is still at work
        Broken     // a frame that was meant for it and makes no sense
    };

    State state = State::Free;
    Arrival arrival = Arrival::Nothing;
    AnswerType expected = AnswerType::SlotStatus;
    std::uint8_t sequence = 0;
    bool hurried = false;  // the card has left
    bool silent = false;   // nothing came for as long as the reader was given
    Patience* waiter = nullptr;
    Answer answer;
    std::vector<std::uint8_t> data;  // what the answer's points into
    /// How the reader is made to give a command up.
    Patience recovery;
    std::vector<std::uint8_t> message;  // goes out

    void begin(Patience& who, AnswerType type, std::uint8_t number);
    /// The command's answer, or not: tells the waiter.
    void take(const DecodedFrame& frame);
    void broken();
    void set_free();

    /// True if a frame with this number can be for the command under way.
    [[nodiscard]] bool expects(std::uint8_t number) const {
        return state != State::Free && number == sequence;
    }

  private:
    void arrived(Arrival what);
};

}  // namespace scrm::ccid
