#include "daemon/sessions/reader_wait.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace scrm::sessions;
using scrm::ipc::Dialect;
using scrm::ipc::ResultCode;

// Every dialect x every order of what can happen to a waiting client, against what the protocol promises. The
// promises are kept by a referee that knows no phases: only what came in, what went out, and who may be sent
// something now.
namespace {

enum class Step : char {
    Wait = 'w',        // WAIT, nothing missed since the client last saw the states
    WaitBehind = 'W',  // WAIT, something missed
    Change = 'e',
    Cancel = 'c',
    States = 's',  // the states have been sent
    Stop = 't'
};
constexpr std::array all_steps{Step::Wait,   Step::WaitBehind, Step::Change,
                               Step::Cancel, Step::States,     Step::Stop};

ReaderWait::Event take(ReaderWait& wait, Dialect dialect, Step step) {
    switch (step) {
        case Step::Wait:
        case Step::WaitBehind:
            return wait.begin(dialect, step == Step::WaitBehind);
        case Step::Change:
            return wait.happened(ResultCode::Success);
        case Step::Cancel:
            return wait.happened(ResultCode::Cancelled);
        case Step::States:
            return wait.states_sent();
        case Step::Stop:
            return wait.stop();
    }
    return std::nullopt;
}

class Referee {
  public:
    explicit Referee(Dialect dialect) : dialect_(dialect) {}

    /// What must go out at this step.
    ReaderWait::Event expected(Step step) {
        switch (step) {
            case Step::Wait:
            case Step::WaitBehind:
                owes_answer_ = true;
                news_.reset();
                deaf_ = dialect_ == Dialect::V4_6;
                if (dialect_ == Dialect::V4_3 && step == Step::WaitBehind)
                    news_ = ResultCode::Success;
                break;
            case Step::Change:
                if (owes_answer_ && !news_)
                    news_ = ResultCode::Success;
                break;
            case Step::Cancel:
                if (owes_answer_)
                    news_ = ResultCode::Cancelled;
                break;
            case Step::States:
                deaf_ = false;
                break;
            case Step::Stop:
                return owes_answer_ ? answer(news_.value_or(ResultCode::Success)) : std::nullopt;
        }
        return owes_answer_ && news_ && !deaf_ ? answer(*news_) : std::nullopt;
    }
    [[nodiscard]] bool waiting() const { return owes_answer_; }

  private:
    ReaderWait::Event answer(ResultCode code) {
        owes_answer_ = false;
        return code;
    }

    Dialect dialect_;
    bool owes_answer_ = false;  // WAIT has come, and neither an event nor STOP's answer has gone
    bool deaf_ = false;         // the client would take an event for something else
    ReaderWait::Event news_;    // what there is to tell since WAIT
};

std::string spelled(const std::vector<Step>& steps) {
    std::string text;
    for (const Step step : steps)
        text += static_cast<char>(step);
    return text;
}

/// The first order of `length` steps or fewer in which the promises are broken.
std::string broken_order(Dialect dialect, std::size_t length, std::vector<Step>& steps) {
    ReaderWait wait;
    Referee referee(dialect);
    for (const Step step : steps)
        if (take(wait, dialect, step) != referee.expected(step) || wait.waiting() != referee.waiting())
            return spelled(steps);
    if (steps.size() == length)
        return {};
    for (const Step step : all_steps) {
        steps.push_back(step);
        const std::string broken = broken_order(dialect, length, steps);
        steps.pop_back();
        if (!broken.empty())
            return broken;
    }
    return {};
}

}  // namespace

TEST_CASE("in every dialect and every order of events the client is sent what it can understand, once") {
    const Dialect dialect = GENERATE(Dialect::V4_3, Dialect::V4_4, Dialect::V4_5, Dialect::V4_6);
    CAPTURE(static_cast<int>(dialect));
    std::vector<Step> steps;
    CHECK(broken_order(dialect, 6, steps).empty());
}

TEST_CASE("the event of a 4:6 client waits for the states it asks for after WAIT") {
    ReaderWait wait;
    CHECK_FALSE(wait.begin(Dialect::V4_6, true));
    CHECK_FALSE(wait.happened(ResultCode::Success));
    CHECK(wait.waiting());
    CHECK(wait.states_sent() == ResultCode::Success);
    CHECK_FALSE(wait.waiting());
    CHECK_FALSE(wait.stop());
}

TEST_CASE("a 4:3 client that missed something is told at once, a 4:4 client has it in the answer to WAIT") {
    ReaderWait wait;
    CHECK(wait.begin(Dialect::V4_3, true) == ResultCode::Success);
    CHECK_FALSE(wait.begin(Dialect::V4_3, false));
    CHECK_FALSE(wait.begin(Dialect::V4_4, true));
}

TEST_CASE("a cancellation is not lost behind a change that came first") {
    ReaderWait wait;
    wait.begin(Dialect::V4_6, false);
    wait.happened(ResultCode::Success);
    wait.happened(ResultCode::Cancelled);
    wait.happened(ResultCode::Success);
    CHECK(wait.states_sent() == ResultCode::Cancelled);
}

TEST_CASE("STOP takes the event that was withheld") {
    ReaderWait wait;
    wait.begin(Dialect::V4_6, false);
    wait.happened(ResultCode::Cancelled);
    CHECK(wait.stop() == ResultCode::Cancelled);
    CHECK_FALSE(wait.states_sent());
}
