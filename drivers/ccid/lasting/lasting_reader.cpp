#include "drivers/ccid/lasting/lasting_reader.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <utility>

#include "drivers/api/spawn.hpp"

namespace scrm::ccid {

using drivers::Awaitable;
using drivers::DriverError;

LastingReader::LastingReader(const drivers::Executor& executor, std::unique_ptr<CcidReader> first,
                             Opener open_anew, const Timing& timing)
    : executor_(executor),
      identity_(first->identity()),
      open_anew_(std::move(open_anew)),
      timing_(timing),
      pause_(executor),
      returned_(executor) {
    for (std::size_t index = 0; index < first->slot_count(); ++index)
        slots_.emplace_back(executor, first->slot(index));
    keep(std::move(first));
}

void LastingReader::keep(std::unique_ptr<CcidReader> reader) {
    reader_ = std::move(reader);
    reader_->when_lost([this] { lost(); });
    stage_ = Stage::Open;
}

void LastingReader::lost() {
    for (LastingSlot& slot : slots_)
        slot.lost();
    stage_ = Stage::Returning;
    drivers::spawn(executor_, come_back(std::move(reader_)));
}

Awaitable<void> LastingReader::come_back(std::unique_ptr<CcidReader> before) {
    co_await before->close();
    before.reset();
    co_await try_until_open();
    if (closing_)
        returned_.fire();
}

Awaitable<void> LastingReader::try_until_open() {
    for (std::size_t tries = 0; stage_ == Stage::Returning; ++tries) {
        const bool soon = tries < timing_.reopen.size();
        if (tries == timing_.reopen.size())
            for (LastingSlot& slot : slots_)
                slot.given_up();
        boost::system::error_code cancelled;
        pause_.expires_after(soon ? timing_.reopen.at(tries) : timing_.mute_retry);
        if (!closing_)
            co_await pause_.async_wait(boost::asio::redirect_error(drivers::use_awaitable, cancelled));
        if (closing_)
            co_return;
        auto opened = co_await open_anew_();
        if (opened)
            co_await take_in(std::move(*opened));
        else if (opened.error() == DriverError::DeviceGone)
            leave();
    }
}

// One that has changed its slots is another device, which will be told of.
Awaitable<void> LastingReader::take_in(std::unique_ptr<CcidReader> reader) {
    if (closing_ || reader->slot_count() != slots_.size())
        co_return co_await reader->close();
    for (std::size_t index = 0; index < slots_.size(); ++index)
        slots_[index].found(reader->slot(index));
    keep(std::move(reader));
}

void LastingReader::leave() {
    stage_ = Stage::Gone;
    for (LastingSlot& slot : slots_)
        slot.leave();
}

Awaitable<void> LastingReader::close() {
    closing_ = true;
    for (LastingSlot& slot : slots_)
        slot.leave();
    pause_.cancel();
    if (stage_ == Stage::Open)
        co_await reader_->close();
    if (stage_ == Stage::Returning)
        co_await returned_.wait();
    while (std::ranges::any_of(slots_, &LastingSlot::busy))
        co_await boost::asio::post(drivers::use_awaitable);
}

}  // namespace scrm::ccid
