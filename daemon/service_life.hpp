// The daemon as a service: tells the service manager that it serves, with how many readers and clients, and
// that its loop turns; ends it when nobody has any use for it, if that is wanted.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "daemon/readers/registry.hpp"
#include "daemon/service/idle_exit.hpp"
#include "daemon/service/notify_socket.hpp"
#include "daemon/service/notify_status.hpp"
#include "daemon/service/notify_watchdog.hpp"
#include "daemon/sessions/session.hpp"

namespace scrm {

class ServiceLife final : public readers::BoardWaiter {
  public:
    /// Calls `end` when there was neither a client nor a reader for `idle_exit`, if there is such a time, and
    /// `missing` for what the daemon must do without. All must outlive the loop's run.
    ServiceLife(const drivers::Executor& loop, readers::Registry& registry, sessions::SessionHouse& house,
                std::optional<std::chrono::milliseconds> idle_exit, std::function<void()> end,
                std::function<std::string()> missing);
    ServiceLife(const ServiceLife&) = delete;
    ServiceLife& operator=(const ServiceLife&) = delete;

    /// Clients are served from now on.
    void ready();
    /// The daemon ends: nothing more is told, and no timer keeps the loop.
    void stop();

  private:
    void board_changed() override;
    drivers::Awaitable<void> follow_first_enumeration();
    void look_soon();
    void look();

    std::function<std::string()> missing_;
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
