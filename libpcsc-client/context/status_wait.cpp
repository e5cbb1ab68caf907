// Look; if there is no news, sleep until something changes; look again. The last look is the answer, also
// when the time is over.
//
// A daemon of the scrm dialect lets a question wait until what it names has changed, and answers it with the
// readers. With others one registers for an event and looks once more, for something may have changed before
// the daemon knew that we care.
#include "libpcsc-client/context/status_wait.hpp"

namespace scrm::client {
namespace {

// What judge() says when the wait must go on.
constexpr ResultCode no_news = ResultCode::Timeout;

// Programs that ask for more are told of every change.
constexpr std::size_t most_places = 64;

}  // namespace

ResultCode StatusWait::run(Connection& connection, const Deadline& deadline) {
    connection_ = &connection;
    const ResultCode result = look_until_news(deadline);
    // The first look may have been at what a daemon left behind; who has slept has heard of it since.
    return connection.was_left_alone() ? ResultCode::NoService : result;
}

ResultCode StatusWait::look_until_news(const Deadline& deadline) {
    ResultCode result = look();
    while (result == ResultCode::Success) {
        result = judge();
        if (result != no_news)
            return result;
        if (cancellation_.happened())
            return ResultCode::Cancelled;
        if (deadline.is_over())
            return ResultCode::Timeout;
        result = sleep(deadline);
    }
    return result;
}

ResultCode StatusWait::judge() {
    const Look look = list_changes_at_entry_ ? Look::Later : Look::First;
    if (look == Look::First) {
        list_changes_at_entry_ = list_changes_;
        if (!all_known(asked_, connection_->readers()))
            return ResultCode::UnknownReader;
    }
    return report_news(look) == News::Something ? ResultCode::Success : no_news;
}

News StatusWait::report_news(Look look) {
    return report(asked_, {connection_->readers(), list_changes_, *list_changes_at_entry_}, look);
}

/// Reads the readers, and the list's counter from whoever keeps it.
ResultCode StatusWait::look() {
    ipc::ReaderEvents events;
    const bool daemon_counts = connection_->dialect() >= ipc::Dialect::V4_5 && asks_for_list(asked_);
    const bool at_a_glance = daemon_counts || connection_->speaks_scrm();
    const ResultCode result = at_a_glance ? connection_->glance(events) : connection_->read_states();
    if (result != ResultCode::Success)
        return result;
    if (!connection_->speaks_scrm())
        list_.look_at(connection_->readers());
    list_changes_ = daemon_counts ? events.count : list_.count();
    return ResultCode::Success;
}

/// Until something changes or the deadline comes; has looked. Success: judge again.
ResultCode StatusWait::sleep(const Deadline& deadline) {
    if (connection_->speaks_scrm())
        return sleep_in_daemon(deadline);
    const ResultCode result = sleep_until_event(deadline);
    return result == ResultCode::Success ? look() : result;
}

ResultCode StatusWait::sleep_in_daemon(const Deadline& deadline) {
    ipc::WatchReaders watch{.scope = ipc::WatchScope::Places, .cancels = cancellation_.count_at_entry()};
    std::array<std::uint32_t, most_places> places{};
    std::size_t count = 0;
    for (const SCARD_READERSTATE& entry : asked_) {
        const auto place = connection_->readers().place_of(entry.szReader);
        if (place && count < most_places)
            places[count++] = static_cast<std::uint32_t>(*place);
        else
            watch.scope = ipc::WatchScope::Everything;
    }
    watch.payload = {reinterpret_cast<const std::uint8_t*>(places.data()), count * sizeof places[0]};
    watch.places_size = static_cast<std::uint32_t>(watch.payload.size());

    ipc::ReaderEvents events{.count = list_changes_};
    const ResultCode result = connection_->watch(watch, deadline, events);
    list_changes_ = events.count;
    // Time that is over is found out by looking at the clock, after one more look at the readers.
    return result == ResultCode::Timeout ? ResultCode::Success : result;
}

ResultCode StatusWait::sleep_until_event(const Deadline& deadline) {
    const std::uint32_t list_before = list_.count();
    ResultCode result = connection_->register_for_event();
    if (result != ResultCode::Success)
        return result;
    list_.look_at(connection_->readers());
    const bool news = list_.count() != list_before || report_news(Look::Later) == News::Something;
    if (!news && !cancellation_.happened()) {
        result = connection_->wait_for_event(deadline);
        if (result != ResultCode::Timeout)
            return result;
    }
    return connection_->stop_waiting();
}

}  // namespace scrm::client
