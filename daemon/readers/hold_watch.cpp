#include "daemon/readers/hold_watch.hpp"

#include <algorithm>

namespace scrm::readers {
namespace {

constexpr std::size_t remembered_clients = 16;

std::optional<TimePoint> earlier(std::optional<TimePoint> a, std::optional<TimePoint> b) {
    return a && b ? std::min(*a, *b) : a ? a : b;
}

}  // namespace

// What was noted of an earlier transaction is of no interest any more.
void HoldWatch::follow(const Hold& hold) {
    if (number_ == hold.number)
        return;
    number_ = hold.number;
    wanted_since_.reset();
    last_use_.reset();
    turned_away_.clear();
    reported_ = ended_ = false;
}

void HoldWatch::used(const Hold& hold, TimePoint now) {
    follow(hold);
    last_use_ = now;
}

void HoldWatch::wanted(const Hold& hold, TimePoint now) {
    follow(hold);
    if (!wanted_since_)
        wanted_since_ = now;
}

void HoldWatch::turned_away(const Hold& hold, Client client, TimePoint now) {
    wanted(hold, now);
    if (turned_away_.size() < remembered_clients && std::ranges::count(turned_away_, client) == 0)
        turned_away_.push_back(client);
}

void HoldWatch::line_is_empty(const Hold& hold) {
    follow(hold);
    if (turned_away_.empty())
        wanted_since_.reset();
}

std::optional<TimePoint> HoldWatch::report_time() const {
    if (!wanted_since_ || reported_ || !limits_.report_after)
        return std::nullopt;
    return *wanted_since_ + *limits_.report_after;
}

std::optional<TimePoint> HoldWatch::end_time(const Hold& hold) const {
    std::optional<TimePoint> time;
    if (!wanted_since_ || ended_)
        return time;
    if (limits_.hold)
        time = hold.since + *limits_.hold;
    if (limits_.idle)
        time = earlier(time, std::max(hold.since, last_use_.value_or(hold.since)) + *limits_.idle);
    return time;
}

std::optional<TimePoint> HoldWatch::next(const Hold& hold) const {
    if (number_ != hold.number)
        return std::nullopt;
    return earlier(report_time(), end_time(hold));
}

HoldWatch::Due HoldWatch::due(const Hold& hold, TimePoint now) {
    follow(hold);
    if (const auto end = end_time(hold); end && *end <= now) {
        ended_ = true;
        return Due::End;
    }
    if (const auto report = report_time(); report && *report <= now) {
        reported_ = true;
        return Due::Report;
    }
    return Due::Nothing;
}

}  // namespace scrm::readers
