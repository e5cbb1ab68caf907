#include "drivers/usb/blocking_call.hpp"

#include <signal.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

namespace scrm::usb {
namespace {

/// Signals are the loop's business: a thread made while this lives gets none.
class NoSignals {
  public:
    NoSignals() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    NoSignals(const NoSignals&) = delete;
    NoSignals& operator=(const NoSignals&) = delete;
    ~NoSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

  private:
    sigset_t before_{};
};

}  // namespace

BlockingCall::~BlockingCall() {
    let_worker_go();
}

// After its report the worker has a few instructions left: soon over, but the loop may be about to end, and
// so may the library that this code is in.
void BlockingCall::let_worker_go() {
    if (worker_.joinable())
        worker_.join();
}

void BlockingCall::ask(std::function<void()> work, std::function<void()> done) {
    (void)queue(std::move(work), std::move(done));
}

std::shared_ptr<BlockingCall::Job> BlockingCall::queue(std::function<void()> work,
                                                       std::function<void()> done) {
    jobs_.push_back(std::make_shared<Job>(Job{std::move(work), std::move(done)}));
    auto job = jobs_.back();
    if (!working_) {
        working_ = true;
        for (Bystander* each : bystanders_)
            each->worker_enters();
        start();
    }
    return job;
}

void BlockingCall::withdraw(const std::shared_ptr<Job>& job) {
    const auto waiting = std::ranges::find(jobs_, job);
    if (waiting != jobs_.end() && waiting != jobs_.begin())
        jobs_.erase(waiting);
}

void BlockingCall::start() {
    let_worker_go();
    auto report = [this, alive = std::weak_ptr(alive_)] {
        if (!alive.expired())
            ended();
    };
    const NoSignals here;
    worker_ = std::thread([work = std::move(jobs_.front()->work), loop = boost::asio::make_work_guard(loop_),
                           report = std::move(report)]() mutable {
        work();
        work = nullptr;  // let go of before it reports
        boost::asio::post(loop.get_executor(), std::move(report));
        loop.reset();
    });
}

void BlockingCall::ended() {
    const auto job = std::move(jobs_.front());
    jobs_.pop_front();
    job->done();
    if (!jobs_.empty())
        return start();
    working_ = false;
    for (Bystander* each : bystanders_)
        each->worker_left();
}

}  // namespace scrm::usb
