// The conversation with the daemon, message by message: one request, one sendmsg; the reply into where it is
// wanted.
//
// A result is what the daemon answered, or, when there was no answer, SCARD_E_NO_SERVICE (it is gone) or
// SCARD_F_COMM_ERROR (it sent nonsense). After either the connection is closed and stays so: no message is
// ever sent again, for a repeated VERIFY would burn a try of the PIN.
//
// Not thread-safe: whoever uses it has it to himself.
#pragma once

#include "ipc/codec.hpp"
#include "libpcsc-client/connection/mapped_readers.hpp"
#include "libpcsc-client/connection/reader_snapshot.hpp"
#include "libpcsc-client/connection/result.hpp"
#include "libpcsc-client/connection/standing_watch.hpp"
#include "libpcsc-client/connection/stream.hpp"

namespace scrm::client {

class Connection {
  public:
    /// Connects and establishes a context, whose number it gives. Speaks the scrm dialect if the daemon does,
    /// else our newest, or the daemon's own when it refuses that. No step takes longer than `limit`
    /// milliseconds; 0: as long as it takes.
    ResultCode establish(const sockaddr_un& address, std::uint32_t scope, std::uint32_t& context,
                         unsigned long limit = 0);
    /// Connects and joins a context that another connection of this process established in the scrm dialect.
    ResultCode join(const sockaddr_un& address, std::uint32_t context);
    /// Connects; nothing is agreed on. Enough to say CANCEL.
    ResultCode open(const sockaddr_un& address);
    void close();

    [[nodiscard]] ipc::Dialect dialect() const { return dialect_; }
    /// Whether the daemon knows the scrm dialect, and all that `least` has of it.
    [[nodiscard]] bool speaks_scrm(ipc::Revision least = ipc::Revision::First) const {
        return dialect_ == ipc::Dialect::Scrm && revision_ >= least;
    }
    [[nodiscard]] bool is_open() const { return stream_.is_open(); }
    /// Whether nobody is there any more. Never waits.
    [[nodiscard]] bool has_ended() { return stream_.has_ended(); }
    /// Whether it is closed because the daemon was gone before it could take anything of the last request.
    [[nodiscard]] bool request_was_refused() const { return stream_.end() == Stream::End::Refused; }

    /// Milliseconds for which the daemon may let the next requests wait for other programs; scrm dialect.
    void set_patience(std::uint32_t milliseconds) { patience_ = milliseconds; }

    /// Sends `message` and reads the answer into it; its rv.
    template <class Message>
    ResultCode call(Message& message);

    /// The card's (reader's) answer goes to `answer`; message.recv_length (bytes_returned) says how much it
    /// is. What does not fit is not sent by the daemon: SCARD_E_INSUFFICIENT_BUFFER and the length needed.
    ResultCode transmit(ipc::Transmit& message, ipc::MutableBytes answer);
    ResultCode control(ipc::Control& message, ipc::MutableBytes answer);

    /// Why something was refused here, the last time, into `text`; message.text_size says how much it is.
    /// Scrm dialect, second revision.
    ResultCode last_refusal(ipc::LastRefusal& message, ipc::MutableBytes text);

    /// The readers as they are, into readers().
    ResultCode read_states();
    /// The same, and the daemon's counter of arrivals and removals (since 4:5); but a map outlives its
    /// daemon: it is for was_left_alone() to say whether they are those of one that has ended.
    ResultCode glance(ipc::ReaderEvents& events);
    /// Whether the readers were read from a map, nothing was heard of the daemon since, and it is gone.
    [[nodiscard]] bool was_left_alone() { return unheard_ && is_open() && has_ended(); }
    /// STATUS, and the state of its reader, which is called `name`.
    ResultCode status(ipc::Status& message, std::string_view name, ipc::ReaderState& state);
    /// As they were when last read; after a failure, undefined.
    [[nodiscard]] const ReaderSnapshot& readers() const { return readers_; }

    /// Waits in the daemon until what `watch` names has changed since the readers were last read, and reads
    /// them. Success, perhaps for no reason; SCARD_E_TIMEOUT; SCARD_E_CANCELLED. Scrm dialect.
    ResultCode watch(ipc::WatchReaders& watch, const Deadline& deadline, ipc::ReaderEvents& events);

    /// Asks to be told of the next change, and reads the readers as they are now. From here on nothing but
    /// the two below may be called, until one of them has returned something else than SCARD_E_TIMEOUT. Stock
    /// dialects, as all below.
    ResultCode register_for_event();
    /// Success: something changed. SCARD_E_CANCELLED: another connection said CANCEL. SCARD_E_TIMEOUT.
    ResultCode wait_for_event(const Deadline& deadline);
    /// No event is wanted any more. Success, or SCARD_E_CANCELLED if CANCEL came just before.
    ResultCode stop_waiting();

  private:
    void begin();
    ResultCode agree_on_version(std::uint32_t scope, ipc::Welcome& welcome);
    ResultCode offer(std::optional<std::uint32_t> scope, ipc::Version& message, ipc::Welcome& welcome);
    ResultCode round_trip(ipc::Bytes request, ipc::MutableBytes reply);
    ResultCode receive(ipc::MutableBytes reply);
    ResultCode receive_states();
    ResultCode status_with_states(ipc::Status& message, std::string_view name, ipc::ReaderState& state);
    ResultCode status_with_record(ipc::Status& message, ipc::ReaderState& state);
    ResultCode read_list(ipc::ReaderEvents& events);
    ResultCode ask_for_list(ipc::ReaderEvents& events);
    ResultCode receive_list(ipc::ReaderEvents& events);
    ResultCode ask_for_map();
    ResultCode read_map(ipc::ReaderEvents& events);

    // connection_watch.cpp
    bool ask_to_watch(const ipc::WatchReaders& watch, std::uint32_t patience);
    ResultCode watch_once(ipc::WatchReaders& watch, std::uint32_t patience, ipc::ReaderEvents& events);
    ResultCode stand(ipc::WatchReaders& watch, ipc::ReaderEvents& events);
    ResultCode await_news(const Deadline& deadline, ipc::ReaderEvents& events);
    ResultCode look_after(const StandingWatch::Word& word, ipc::ReaderEvents& events);
    bool send(ipc::Bytes request, ipc::Bytes payload = {});

    ResultCode read_states_by(ipc::Bytes request);
    ResultCode fail(ResultCode reason);
    template <class Message>
    std::size_t encode(const Message& message, ipc::MutableBytes out) const {
        return ipc::encode_request(message, out, dialect_, patience_);
    }
    template <class Message>
    ResultCode call_with_answer(Message& message, std::uint32_t Message::*length, ipc::MutableBytes answer);

    Stream stream_;
    ipc::Dialect dialect_ = ipc::newest_dialect;
    ipc::Revision revision_ = ipc::Revision::First;  // of the scrm dialect
    std::uint32_t patience_ = ipc::endless;
    ReaderSnapshot readers_;
    std::uint32_t generation_ = 0;  // of readers_, scrm dialect; 0 while there are none
    MappedReaders map_;
    unsigned looks_ = 0;         // at the readers, until the map was asked for
    bool unheard_ = false;       // the last look was at the map, and no answer has come since
    bool watched_last_ = false;  // nothing has been asked since the last watch
    StandingWatch standing_;
};

template <class Message>
ResultCode Connection::call(Message& message) {
    std::array<std::uint8_t, ipc::max_request_size<Message>> bytes;
    const std::size_t size = encode(message, bytes);
    const auto reply = ipc::MutableBytes(bytes).first(ipc::body_size<Message>());
    const ResultCode result = round_trip(ipc::Bytes(bytes.data(), size), reply);
    if (result != ResultCode::Success)
        return result;
    message = ipc::decode_reply<Message>(reply);
    return message.rv;
}

}  // namespace scrm::client
