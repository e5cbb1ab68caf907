// What the kernel offers for USB only in blocking form, run on a worker: a thread that lives as long as one
// call, owns nothing of the daemon's state and posts one result. The deadline is the loop's: a call that is
// given up ends behind its caller.
//
// There is one of these for a device, and at most one worker in it; calls queue in the order in which they
// were asked for. While a worker is in, the loop keeps off the device altogether: the kernel holds the
// device's lock for as long as the call takes, and any other request to it, even to fetch a transfer that has
// ended, would wait for that lock. Bystanders are told when.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "drivers/usb/pipe_wait.hpp"

namespace scrm::usb {

class BlockingCall {
  public:
    /// Who talks to the device on the loop. Told of a worker it asks for no other.
    class Bystander {
      public:
        virtual void worker_enters() = 0;
        virtual void worker_left() = 0;

      protected:
        ~Bystander() = default;
    };

    explicit BlockingCall(const drivers::Executor& loop) : loop_(loop) {}
    BlockingCall(const BlockingCall&) = delete;
    BlockingCall& operator=(const BlockingCall&) = delete;
    /// Waits for the worker, if there is one.
    ~BlockingCall();

    /// The result of `work`, or nothing if `wait` ends otherwise: past the deadline, cancelled, device gone.
    /// Work that has not begun by then never will; a result that comes later is destroyed on a worker.
    template <class T>
    drivers::Awaitable<std::optional<T>> run(std::shared_ptr<PipeWait> wait, std::function<T()> work,
                                             drivers::Deadline deadline);
    /// `work` on a worker, then `done` on the loop.
    void ask(std::function<void()> work, std::function<void()> done);
    /// A worker is in, or about to be.
    [[nodiscard]] bool busy() const { return working_; }

    void add(Bystander& bystander) { bystanders_.push_back(&bystander); }
    void remove(Bystander& bystander) { std::erase(bystanders_, &bystander); }

  private:
    struct Job {
        std::function<void()> work;
        std::function<void()> done;
    };
    template <class T>
    struct Answer {
        std::optional<T> value;  // the worker's until it is there
        bool there = false;
        bool abandoned = false;
    };

    std::shared_ptr<Job> queue(std::function<void()> work, std::function<void()> done);
    /// Forgets a job unless a worker is at it.
    void withdraw(const std::shared_ptr<Job>& job);
    void start();
    void ended();
    void let_worker_go();
    /// A result may take as long to destroy as it took to make.
    template <class T>
    void bury(std::shared_ptr<Answer<T>> answer);

    drivers::Executor loop_;
    std::deque<std::shared_ptr<Job>> jobs_;  // a worker is at the first
    bool working_ = false;
    std::thread worker_;
    std::vector<Bystander*> bystanders_;
    std::shared_ptr<void> alive_ = std::make_shared<char>();
};

template <class T>
drivers::Awaitable<std::optional<T>> BlockingCall::run(std::shared_ptr<PipeWait> wait,
                                                       std::function<T()> work, drivers::Deadline deadline) {
    const auto under_way = wait->begin();
    const auto answer = std::make_shared<Answer<T>>();
    const auto job = queue([answer, work = std::move(work)] { answer->value.emplace(work()); },
                           [this, answer, wait] {
                               answer->there = true;
                               if (answer->abandoned)
                                   bury(answer);
                               wait->wake();
                           });
    const auto there = [state = answer.get()] { return state->there; };
    const UsbStatus status = co_await wait->until(there, deadline);
    if (status == UsbStatus::Ok)
        co_return std::move(answer->value);
    answer->abandoned = true;
    if (answer->there)
        bury(answer);
    else
        withdraw(job);
    co_return std::nullopt;
}

template <class T>
void BlockingCall::bury(std::shared_ptr<Answer<T>> answer) {
    if constexpr (!std::is_trivially_destructible_v<T>)
        ask([answer] { answer->value.reset(); }, [] {});
}

}  // namespace scrm::usb
