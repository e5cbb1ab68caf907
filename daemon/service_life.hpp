// The daemon as a service: tells the service manager that it serves, with how many readers and clients, and
// that its loop turns; ends it when nobody has any use for it, if that is wanted.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "daemon/readers/registry.hpp"
#include "daemon/service/idle_exit.hpp"
#include "daemon/service/notify_socket.hpp"
#include "daemon/service/notify_status.hpp"
#include "daemon/service/notify_watchdog.hpp"
#include "daemon/sessions/session.hpp"

namespace scrm {

class ServiceLife final : public readers::BoardWaiter {
  public:
    /// The name of what the daemon must do without at the moment, one that lives on; empty for nothing.
    using Lack = std::function<std::string_view()>;

    /// Calls `end` when there was neither a client nor a reader for `idle_exit`, if there is such a time. All
    /// must outlive the loop's run.
    ServiceLife(const drivers::Executor& loop, readers::Registry& registry, sessions::SessionHouse& house,
                std::optional<std::chrono::milliseconds> idle_exit, std::function<void()> end);
    ServiceLife(const ServiceLife&) = delete;
    ServiceLife& operator=(const ServiceLife&) = delete;

    /// Whoever needs what may not be there adds a question; the status names the answers in this order.
    void may_lack(Lack what) { lacks_.push_back(std::move(what)); }
    /// Clients are served from now on.
    void ready();
    /// The daemon ends: nothing more is told, and no timer keeps the loop.
    void stop();

  private:
    void board_changed() override;
    drivers::Awaitable<void> follow_first_enumeration();
    void look_soon();
    void look();
    [[nodiscard]] std::vector<std::string_view> missing() const;

    std::vector<Lack> lacks_;
    readers::Registry& registry_;
    sessions::SessionHouse& house_;
    drivers::Executor loop_;
    service::NotifySocket manager_ = service::NotifySocket::from_environment();
    service::Watchdog watchdog_;
    std::optional<service::IdleExit> idle_exit_;
    drivers::Timer look_timer_;
    bool look_is_due_ = false;
    bool stopped_ = false;
    std::optional<service::Situation> told_;
};

}  // namespace scrm
