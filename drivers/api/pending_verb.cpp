#include "drivers/api/pending_verb.hpp"

#include <boost/asio/post.hpp>
#include <utility>

namespace scrm::drivers {

namespace asio = boost::asio;

PendingVerb::UnderWay PendingVerb::begin() {
    ending_.reset();
    return token_;
}

Awaitable<Result<void>> PendingVerb::wait(Deadline deadline) {
    deadline_ = deadline;
    nudged_ = false;
    return asio::async_initiate<const asio::use_awaitable_t<Executor>&, void(Result<void>)>(
        [this](Resume resume) { suspend(std::move(resume)); }, use_awaitable);
}

void PendingVerb::suspend(Resume resume) {
    suspended_.emplace(std::move(resume));
    if (has_reason())
        resume_soon();
    else
        watch_deadline();
}

Result<void> PendingVerb::outcome() const {
    if (gone_)
        return DriverError::DeviceGone;
    if (ending_)
        return *ending_;
    return nudged_ ? Result<void>() : DriverError::DeadlinePassed;
}

void PendingVerb::resume() {
    if (suspended_)
        std::move (*std::exchange(suspended_, std::nullopt))(outcome());
}

void PendingVerb::resume_soon() {
    asio::post(timer_.get_executor(), [this, alive = std::weak_ptr(token_)] {
        if (!alive.expired() && has_reason())
            resume();
    });
}

void PendingVerb::watch_deadline() {
    if (timer_ends_ && *timer_ends_ <= deadline_)
        return;
    timer_ends_ = deadline_;
    timer_.expires_at(deadline_);
    timer_.async_wait([this, alive = std::weak_ptr(token_)](boost::system::error_code cancelled) {
        if (!cancelled && !alive.expired())
            time_is_up();
    });
}

void PendingVerb::time_is_up() {
    timer_ends_.reset();
    if (!suspended_)
        return;
    if (std::chrono::steady_clock::now() >= deadline_)
        resume();
    else
        watch_deadline();
}

void PendingVerb::nudge() {
    nudged_ = true;
    resume_soon();
}

void PendingVerb::hurry(Deadline deadline) {
    if (!suspended_ || deadline >= deadline_)
        return;
    deadline_ = deadline;
    watch_deadline();
}

void PendingVerb::answered() {
    if (ending_)
        return;
    ending_ = Result<void>();
    resume();
}

void PendingVerb::fail(DriverError why) {
    gone_ = gone_ || why == DriverError::DeviceGone;
    if (!ending_)
        ending_ = why;
    resume_soon();
}

}  // namespace scrm::drivers
