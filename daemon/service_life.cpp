#include "daemon/service_life.hpp"

#include "daemon/log/log.hpp"
#include "daemon/log/time_in_words.hpp"
#include "drivers/api/spawn.hpp"

namespace scrm {
namespace {

// Changes come in bursts, and nobody reads a status line that fast.
constexpr std::chrono::milliseconds between_looks{250};

}  // namespace

ServiceLife::ServiceLife(const drivers::Executor& loop, readers::Registry& registry,
                         sessions::SessionHouse& house, std::optional<std::chrono::milliseconds> idle_exit,
                         std::function<void()> end)
    : registry_(registry),
      house_(house),
      loop_(loop),
      watchdog_(loop, manager_, service::watchdog_interval()),
      look_timer_(loop) {
    if (idle_exit)
        idle_exit_.emplace(loop, *idle_exit, [time = *idle_exit, end = std::move(end)] {
            log::info("no client and no reader for ", log::in_words(time));
            end();
        });
}

// Whoever has nobody to tell, and no end to wait for, is not told of any change either.
void ServiceLife::ready() {
    if (!manager_.connected() && !idle_exit_)
        return;
    house_.on_client_count = [this](std::size_t clients) {
        if (idle_exit_)
            idle_exit_->in_use_by(clients, registry_.slot_count());
        look_soon();
    };
    manager_.tell("READY=1");
    look();
    if (!registry_.settled())
        drivers::spawn(loop_, follow_first_enumeration());
}

void ServiceLife::stop() {
    manager_.tell("STOPPING=1");
    stopped_ = true;
    house_.on_client_count = [](std::size_t) {};
    readers::BoardWaiter::unlink();
    watchdog_.stop();
    idle_exit_.reset();
    look_timer_.cancel();
}

drivers::Awaitable<void> ServiceLife::follow_first_enumeration() {
    co_await registry_.await_settled();
    look_soon();
}

void ServiceLife::board_changed() {
    look_soon();
}

void ServiceLife::look_soon() {
    if (stopped_ || std::exchange(look_is_due_, true))
        return;
    look_timer_.expires_after(between_looks);
    look_timer_.async_wait([this](boost::system::error_code cancelled) {
        look_is_due_ = false;
        if (!cancelled)
            look();
    });
}

std::vector<std::string_view> ServiceLife::missing() const {
    std::vector<std::string_view> names;
    for (const Lack& lack : lacks_)
        if (const std::string_view name = lack(); !name.empty())
            names.push_back(name);
    return names;
}

void ServiceLife::look() {
    readers::BoardWaiter::unlink();
    registry_.board().subscribe(*this);
    const service::Situation now{
        registry_.settled() ? service::Enumeration::Settled : service::Enumeration::UnderWay,
        registry_.slot_count(), house_.clients, missing()};
    if (idle_exit_ && (!told_ || told_->readers != now.readers))
        idle_exit_->in_use_by(now.clients, now.readers);
    if (told_ == now)
        return;
    told_ = now;
    manager_.tell(service::status_message(now));
}

}  // namespace scrm
