#include "drivers/ccid/wire/lane.hpp"

namespace scrm::ccid {

void Lane::begin(Patience& who, AnswerType type, std::uint8_t number) {
    state = State::UnderWay;
    arrival = Arrival::Nothing;
    expected = type;
    sequence = number;
    hurried = false;
    silent = false;
    waiter = &who;
}

// A frame of another type under the command's own number is its answer all the same: firmware that has lost
// its way answers so. While a command is being given up, only the answer to the abort counts.
void Lane::take(const DecodedFrame& frame) {
    const bool is_expected = frame.answer->type == expected && !frame.fault;
    if (state == State::Recovering && !is_expected)
        return;
    if (!is_expected)
        return broken();
    if (frame.answer->status == CommandStatus::TimeExtension)
        return arrived(Arrival::MoreTime);
    data.assign(frame.answer->data.begin(), frame.answer->data.end());
    answer = *frame.answer;
    answer.data = data;
    arrived(Arrival::Answer);
}

void Lane::broken() {
    arrived(Arrival::Broken);
}

void Lane::set_free() {
    state = State::Free;
    waiter = nullptr;
}

// What came first stands: a second answer under the same number is none of ours.
void Lane::arrived(Arrival what) {
    if (arrival == Arrival::Answer || arrival == Arrival::Broken)
        return;
    arrival = what;
    if (waiter != nullptr)
        waiter->wake();
}

}  // namespace scrm::ccid
