// Look; if there is no news, register for an event and look once more, for something may have changed before
// the daemon knew that we care; if there is none yet, sleep until the event; look again. The last look is the
// answer, also when the time is over.
#include "libpcsc-client/status_wait.hpp"

namespace scrm::client {

// What look_and_report() says when the wait must go on.
constexpr ResultCode no_news = ResultCode::Timeout;

ResultCode StatusWait::run(const Deadline& deadline) {
    for (;;) {
        ResultCode result = look_and_report();
        if (result != no_news)
            return result;
        if (cancellation_.happened())
            return ResultCode::Cancelled;
        if (deadline.is_over())
            return ResultCode::Timeout;
        result = sleep(deadline);
        if (result != ResultCode::Success)
            return result;
    }
}

ResultCode StatusWait::look_and_report() {
    const ResultCode result = look();
    if (result != ResultCode::Success)
        return result;
    if (!list_changes_at_entry_) {
        list_changes_at_entry_ = list_changes_;
        if (!all_known(asked_, connection_.readers()))
            return ResultCode::UnknownReader;
    }
    return report_news() == News::Something ? ResultCode::Success : no_news;
}

News StatusWait::report_news() {
    return report(asked_, {connection_.readers(), list_changes_, *list_changes_at_entry_});
}

/// Reads the readers, and the list's counter from whoever keeps it.
ResultCode StatusWait::look() {
    ipc::ReaderEvents events;
    const bool daemon_counts = connection_.dialect() >= ipc::Dialect::V4_5 && asks_for_list(asked_);
    const ResultCode result = daemon_counts ? connection_.read_states(events) : connection_.read_states();
    if (result != ResultCode::Success)
        return result;
    list_.look_at(connection_.readers());
    list_changes_ = daemon_counts ? events.count : list_.count();
    return ResultCode::Success;
}

/// Until something changes or the deadline comes. Success: look again.
ResultCode StatusWait::sleep(const Deadline& deadline) {
    const std::uint32_t list_before = list_.count();
    ResultCode result = connection_.register_for_event();
    if (result != ResultCode::Success)
        return result;
    list_.look_at(connection_.readers());
    const bool news = list_.count() != list_before || report_news() == News::Something;
    if (!news && !cancellation_.happened()) {
        result = connection_.wait_for_event(deadline);
        if (result != ResultCode::Timeout)
            return result;
    }
    return connection_.stop_waiting();
}

}  // namespace scrm::client
