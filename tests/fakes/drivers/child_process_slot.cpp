#include "tests/fakes/drivers/child_process_slot.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include "drivers/api/awaitable.hpp"
#include "drivers/api/spawn.hpp"

namespace scrm::fakes {
namespace {

namespace asio = boost::asio;
using drivers::DriverError;

constexpr std::size_t largest_message = 1 + 65'546;

}  // namespace

ChildProcessSlot::ChildProcessSlot(const scrm::drivers::Executor& executor, std::vector<std::string> command)
    : executor_(executor),
      command_(std::move(command)),
      verb_(executor),
      movement_(executor),
      child_end_(executor) {}

ChildProcessSlot::Verb<drivers::Presence> ChildProcessSlot::presence_after(std::uint64_t seen) {
    const auto under_way = movement_.begin();
    if (presence_.changes == seen && !co_await movement_.wait(drivers::Deadline::max()))
        co_return DriverError::DeviceGone;
    co_return presence_;
}

ChildProcessSlot::Verb<drivers::AtrBytes> ChildProcessSlot::power_on(drivers::Deadline deadline) {
    const auto under_way = verb_.begin();
    if (verb_.device_gone())
        co_return DriverError::DeviceGone;
    if (child_ && !powered_) {  // killed, but not yet buried: its end wakes this verb
        const auto ended = co_await verb_.wait(deadline);
        if (child_ || verb_.device_gone())
            co_return ended.error();
    }
    if (!child_) {
        auto started = hosts::HostProcess::start(executor_, command_);
        if (!started)
            co_return DriverError::CommunicationFailed;
        child_ = std::move(*started);
        drivers::spawn(executor_, serve_child());
    }
    powered_ = true;
    co_return drivers::AtrBytes{{0x3B, 0x00}, 2};
}

ChildProcessSlot::Verb<std::size_t> ChildProcessSlot::exchange(drivers::Protocol, drivers::Bytes command,
                                                               drivers::MutableBytes response,
                                                               drivers::Deadline deadline) {
    const auto under_way = verb_.begin();
    if (verb_.device_gone())
        co_return DriverError::DeviceGone;
    if (!powered_)
        co_return DriverError::CardUnpowered;
    ++answer_.sequence;
    answer_.room = response;
    if (!send(command))
        co_return DriverError::CommunicationFailed;
    const auto ended = co_await verb_.wait(deadline);
    answer_.room = {};
    if (ended)
        co_return answer_.size;
    if (ended.error() == DriverError::DeadlinePassed && child_) {
        powered_ = false;
        child_->kill();
    }
    co_return ended.error();
}

// The process goes on with a command that was given up; its late answer carries an old number.
void ChildProcessSlot::cancel() {
    verb_.fail(DriverError::Cancelled);
}

drivers::Awaitable<void> ChildProcessSlot::close() {
    verb_.fail(DriverError::DeviceGone);
    movement_.fail(DriverError::DeviceGone);
    if (child_) {
        child_->kill();
        (void)co_await child_end_.wait(drivers::Deadline::max());
    }
    while (verb_.under_way() || movement_.under_way())
        co_await asio::post(executor_, scrm::drivers::use_awaitable);
}

bool ChildProcessSlot::send(drivers::Bytes command) {
    const std::array<asio::const_buffer, 2> message{asio::buffer(&answer_.sequence, 1),
                                                    asio::buffer(command.data(), command.size())};
    boost::system::error_code error;
    child_->socket().send(message, 0, error);
    return !error;
}

// One coroutine per process: hands its messages out until it ends, for whatever reason, and then buries it.
drivers::Awaitable<void> ChildProcessSlot::serve_child() {
    std::vector<std::uint8_t> message(largest_message);
    boost::system::error_code error;
    asio::socket_base::message_flags flags{};
    for (;;) {
        const std::size_t size = co_await child_->socket().async_receive(
            asio::buffer(message), flags, asio::redirect_error(scrm::drivers::use_awaitable, error));
        if (error || size == 0)
            break;
        take_answer(drivers::Bytes(message).first(size));
    }
    child_->kill();
    (void)co_await child_->reap();
    child_.reset();
    powered_ = false;
    ++presence_.changes;  // nobody knows what happened to the card meanwhile
    verb_.fail(DriverError::CommunicationFailed);
    movement_.answered();
    child_end_.answered();
}

void ChildProcessSlot::take_answer(drivers::Bytes message) {
    const drivers::Bytes body = message.subspan(1);
    if (message.front() != answer_.sequence || answer_.room.data() == nullptr)
        return;
    if (body.size() > answer_.room.size())
        return verb_.fail(DriverError::ResponseTooLong);
    std::copy(body.begin(), body.end(), answer_.room.begin());
    answer_.size = body.size();
    verb_.answered();
}

}  // namespace scrm::fakes
