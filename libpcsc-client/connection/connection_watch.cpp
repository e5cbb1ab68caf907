// Waiting in the daemon for a change, scrm dialect.
//
// Who waits again and again, and asks for nothing else meanwhile, has a watch that stands: the daemon tells
// of each change without being asked anew, but says no more while its words lie unread. So whoever reads one
// looks at the map afterwards, which is never older than the word. The next request on the connection ends
// the watch, and the daemon says so before it answers.
#include "libpcsc-client/connection/connection.hpp"

namespace scrm::client {

ResultCode Connection::watch(ipc::WatchReaders& watch, const Deadline& deadline, ipc::ReaderEvents& events) {
    const bool again = std::exchange(watched_last_, true);
    watch.known = generation_;
    const auto patience = static_cast<std::uint32_t>(deadline.poll_timeout());
    if (!map_)
        return ask_to_watch(watch, patience) ? receive_list(events) : ResultCode::NoService;
    if (!again || !speaks_scrm(ipc::Revision::Third))
        return watch_once(watch, patience, events);
    watch.scope = ipc::standing(watch.scope);
    if (!standing_.is_for(watch))
        return stand(watch, events);
    const ResultCode result = await_news(deadline, events);
    const bool meant_for_earlier = result == ResultCode::Cancelled && watch.cancels != standing_.cancels();
    return meant_for_earlier ? ResultCode::Success : result;
}

bool Connection::ask_to_watch(const ipc::WatchReaders& watch, std::uint32_t patience) {
    set_patience(patience);
    std::array<std::uint8_t, ipc::max_request_size<ipc::WatchReaders>> request;
    const std::size_t size = encode(watch, request);
    const bool sent = send(ipc::Bytes(request).first(size), watch.payload);
    watched_last_ = true;
    return sent;
}

ResultCode Connection::watch_once(ipc::WatchReaders& watch, std::uint32_t patience,
                                  ipc::ReaderEvents& events) {
    watch.scope = ipc::mapped(watch.scope);
    StandingWatch::Word reply;
    if (!ask_to_watch(watch, patience) || !stream_.receive(reply))
        return ResultCode::NoService;
    return look_after(reply, events);
}

/// Success at once, to be looked at what there is: what the daemon said in the meantime may have stood for
/// more.
ResultCode Connection::stand(ipc::WatchReaders& watch, ipc::ReaderEvents& events) {
    if (!standing_.prepare(watch))
        return fail(ResultCode::NoMemory);
    if (!ask_to_watch(watch, ipc::endless))
        return ResultCode::NoService;
    standing_.begin(watch.scope);
    return read_map(events);
}

ResultCode Connection::await_news(const Deadline& deadline, ipc::ReaderEvents& events) {
    StandingWatch::Word reply;
    const Stream::Arrival arrival = stream_.receive_until(reply, deadline);
    if (arrival == Stream::Arrival::TimedOut) {
        const ResultCode result = read_map(events);
        return result == ResultCode::Success ? ResultCode::Timeout : result;
    }
    return arrival == Stream::Arrival::Complete ? look_after(reply, events) : ResultCode::NoService;
}

/// What the daemon's word says, and the readers as they are since.
ResultCode Connection::look_after(const StandingWatch::Word& word, ipc::ReaderEvents& events) {
    const auto list = ipc::decode_reply<ipc::ReaderList>(word);
    if (list.count > 0)
        return fail(ResultCode::CommError);
    standing_.heard(list);
    const ResultCode result = read_map(events);
    unheard_ = false;
    return result == ResultCode::Success ? list.rv : result;
}

/// A request other than that of a watch that stands; false if the daemon is gone.
bool Connection::send(ipc::Bytes request, ipc::Bytes payload) {
    watched_last_ = false;
    return stream_.send(request, payload) && (!standing_ || standing_.hear_out(stream_));
}

}  // namespace scrm::client
