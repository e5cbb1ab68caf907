// A port that answers commands as a test has written down, one after the other, and keeps what it was asked:
// for what no reader made of a descriptor would say.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>
#include <deque>

#include "drivers/api/spawn.hpp"
#include "drivers/ccid/wire/slot_talk.hpp"
#include "tests/unit/drivers/ccid/hex.hpp"

namespace scrm::ccid {

class ScriptedPort final : public CommandPort {
  public:
    struct Asked {
        CommandType type;
        std::array<std::uint8_t, 3> specific;
        std::vector<std::uint8_t> data;
        Milliseconds silence;
    };
    std::vector<Asked> asked;
    bool silent_worker = false;
    std::vector<std::uint8_t> hurried;  // slots
    /// What happens while a command is under way.
    std::function<void()> meanwhile;

    void say(std::vector<std::uint8_t> data, std::uint8_t specific = 0) {
        script_.push_back({.data = std::move(data), .answer = made(CommandStatus::Done, {}, specific)});
    }
    void say(std::string_view data, std::uint8_t specific = 0) { say(hex(data), specific); }
    void say(const char* data, std::uint8_t specific = 0) { say(hex(data), specific); }
    void refuse(std::uint8_t error, CardStatus card = CardStatus::Active) {
        Answer answer = made(CommandStatus::Failed, static_cast<ReaderError>(error), 0);
        answer.card = card;
        script_.push_back({.data = {}, .answer = answer});
    }
    void say_empty_slot(std::string_view data = "") {
        Answer answer = made(CommandStatus::Done, {}, 0);
        answer.card = CardStatus::Absent;
        script_.push_back({.data = hex(data), .answer = answer});
    }
    void fail(drivers::DriverError error) { script_.push_back({.data = {}, .answer = error}); }
    [[nodiscard]] bool all_said() const { return script_.empty(); }

    drivers::Awaitable<drivers::Result<Answer>> transact(Patience&, std::uint8_t, Command command,
                                                         Milliseconds silence) override {
        asked.push_back(
            {command.type, command.specific, {command.data.begin(), command.data.end()}, silence});
        REQUIRE_FALSE(script_.empty());
        if (const auto happens = std::exchange(meanwhile, nullptr)) {
            happens();
            co_await boost::asio::post(drivers::use_awaitable);
        }
        said_ = std::move(script_.front());
        script_.pop_front();
        if (said_.answer)
            said_.answer->data = said_.data;
        co_return said_.answer;
    }
    void interrupt(Patience& who, drivers::DriverError why) override { who.interrupt(why); }
    void hurry(std::uint8_t slot) override { hurried.push_back(slot); }
    [[nodiscard]] bool works_silently() const override { return silent_worker; }
    void shut() override {}
    [[nodiscard]] bool busy() const override { return false; }

  private:
    struct Line {
        std::vector<std::uint8_t> data;
        drivers::Result<Answer> answer = drivers::DriverError::CommunicationFailed;
    };
    static Answer made(CommandStatus status, ReaderError error, std::uint8_t specific) {
        Answer answer;
        answer.type = AnswerType::DataBlock;
        answer.card = CardStatus::Active;
        answer.status = status;
        answer.error = error;
        answer.specific = specific;
        return answer;
    }
    std::deque<Line> script_;
    Line said_;
};

/// A slot's talk over such a port.
class TalkBench {
  public:
    TalkBench() : under_way_(talk.begin(drivers::Deadline::max())) {}

    drivers::Executor executor() { return loop_.get_executor(); }
    /// Runs the loop until the verb has ended.
    template <class T>
    T run(drivers::Awaitable<T> verb) {
        std::optional<T> ended;
        drivers::spawn(loop_.get_executor(), keep(std::move(verb), ended));
        loop_.restart();
        loop_.run();
        REQUIRE(ended);
        return *ended;
    }

  private:
    template <class T>
    static drivers::Awaitable<void> keep(drivers::Awaitable<T> verb, std::optional<T>& ended) {
        T result = co_await std::move(verb);
        ended.emplace(std::move(result));
    }
    static Timing quick() {
        Timing timing;
        timing.busy_retry = Milliseconds(1);
        return timing;
    }
    boost::asio::io_context loop_;

  public:
    ScriptedPort port;
    SlotTalk talk{loop_.get_executor(), port, 0, quick(), [](const Answer&) {}};

  private:
    std::shared_ptr<void> under_way_;
};

}  // namespace scrm::ccid
