// polkit at a bus, as far as scrmd asks it.
//
// It has its turns on the loop of who asks: whoever would block until it answers would block for ever.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "drivers/api/awaitable.hpp"

struct sd_bus;
struct sd_bus_message;

namespace scrm::fakes {

class FakePolkit {
  public:
    enum class Answer : std::uint8_t { Yes, No, Error, None };
    struct Question {
        std::string kind;  // of who asks
        std::uint32_t pid = 0;
        std::uint64_t start_time = 0;
        std::int32_t uid = -1;
        std::string action;
        std::string reader;
        bool operator==(const Question&) const = default;
    };

    /// Takes polkit's name at the system's bus.
    explicit FakePolkit(const drivers::Executor& loop);
    FakePolkit(const FakePolkit&) = delete;
    FakePolkit& operator=(const FakePolkit&) = delete;
    ~FakePolkit();

    void say_changed();
    int take(sd_bus_message* call);

    Answer answer = Answer::Yes;
    std::vector<Question> asked;

  private:
    void have_turns();

    sd_bus* bus_ = nullptr;
    drivers::Timer timer_;
};

}  // namespace scrm::fakes
