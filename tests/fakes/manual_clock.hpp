// A clock that stands still until it is told to go on; its alarms ring in the order of their times.
#pragma once

#include <map>
#include <utility>

#include "daemon/readers/clock.hpp"

namespace scrm::fakes {

class ManualClock final : public readers::Clock {
  public:
    using TimePoint = readers::TimePoint;

    [[nodiscard]] TimePoint now() const override { return now_; }
    [[nodiscard]] std::unique_ptr<readers::Alarm> make_alarm() override {
        return std::make_unique<ManualAlarm>(pending_);
    }

    /// Alarms that are set.
    [[nodiscard]] std::size_t armed() const { return pending_->size(); }
    /// When the first of them rings.
    [[nodiscard]] std::optional<TimePoint> next() const {
        if (pending_->empty())
            return std::nullopt;
        return pending_->begin()->first;
    }
    /// Goes on to `time`, or to the first alarm before it, which rings. Whether one rang.
    bool go_on_until(TimePoint time) {
        if (pending_->empty() || pending_->begin()->first > time) {
            now_ = std::max(now_, time);
            return false;
        }
        now_ = std::max(now_, pending_->begin()->first);
        const auto then = std::move(pending_->begin()->second);
        pending_->erase(pending_->begin());
        then();
        return true;
    }

  private:
    using Pending = std::multimap<TimePoint, std::function<void()>>;

    class ManualAlarm final : public readers::Alarm {
      public:
        explicit ManualAlarm(std::shared_ptr<Pending> pending) : pending_(std::move(pending)) {}
        ManualAlarm(const ManualAlarm&) = delete;
        ManualAlarm& operator=(const ManualAlarm&) = delete;
        ~ManualAlarm() override { stop(); }

        void set(TimePoint when, std::function<void()> then) override {
            stop();
            place_ = pending_->emplace(when, [this, then = std::move(then)] {
                place_.reset();
                then();
            });
        }
        void stop() override {
            if (place_)
                pending_->erase(*std::exchange(place_, std::nullopt));
        }
        [[nodiscard]] std::optional<TimePoint> due() const override {
            if (!place_)
                return std::nullopt;
            return (*place_)->first;
        }

      private:
        std::shared_ptr<Pending> pending_;
        std::optional<Pending::iterator> place_;
    };

    TimePoint now_{std::chrono::hours(1)};
    std::shared_ptr<Pending> pending_ = std::make_shared<Pending>();
};

}  // namespace scrm::fakes
