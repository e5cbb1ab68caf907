// The conversation with the daemon, message by message: one request, one sendmsg; the reply into where it is
// wanted.
//
// A result is what the daemon answered, or, when there was no answer, SCARD_E_NO_SERVICE (it is gone) or
// SCARD_F_COMM_ERROR (it sent nonsense). After either the connection is closed and stays so: no message is
// ever sent again, for a repeated VERIFY would burn a try of the PIN.
//
// Not thread-safe: a context's mutex stands before it.
#pragma once

#include "ipc/codec.hpp"
#include "libpcsc-client/reader_snapshot.hpp"
#include "libpcsc-client/result.hpp"
#include "libpcsc-client/stream.hpp"

namespace scrm::client {

class Connection {
  public:
    /// Connects; what is spoken is not agreed on yet.
    ResultCode open(const sockaddr_un& address);
    /// VERSION: our newest, and once more with the daemon's own when it refuses that. Must be the first
    /// message of a context's connection.
    ResultCode agree_on_version();
    void close() { stream_.close(); }

    [[nodiscard]] ipc::Dialect dialect() const { return dialect_; }
    /// Whether nobody is there any more. Never waits.
    [[nodiscard]] bool has_ended() { return stream_.has_ended(); }

    /// Sends `message` and reads the answer into it; its rv.
    template <class Message>
    ResultCode call(Message& message);

    /// The card's (reader's) answer goes to `answer`; message.recv_length (bytes_returned) says how much it
    /// is. What does not fit is not sent by the daemon: SCARD_E_INSUFFICIENT_BUFFER and the length needed.
    ResultCode transmit(ipc::Transmit& message, ipc::MutableBytes answer);
    ResultCode control(ipc::Control& message, ipc::MutableBytes answer);

    /// The readers as they are, into readers().
    ResultCode read_states();
    /// The same, and the daemon's counter of arrivals and removals (since 4:5).
    ResultCode read_states(ipc::ReaderEvents& events);
    /// STATUS, and the readers, in one go.
    ResultCode status(ipc::Status& message);
    /// As they were when last read; after a failure, undefined.
    [[nodiscard]] const ReaderSnapshot& readers() const { return readers_; }

    /// Asks to be told of the next change, and reads the readers as they are now. From here on nothing but
    /// the two below may be called, until one of them has returned something else than SCARD_E_TIMEOUT.
    ResultCode register_for_event();
    /// Success: something changed. SCARD_E_CANCELLED: another connection said CANCEL. SCARD_E_TIMEOUT.
    ResultCode wait_for_event(const Deadline& deadline);
    /// No event is wanted any more. Success, or SCARD_E_CANCELLED if CANCEL came just before.
    ResultCode stop_waiting();

  private:
    ResultCode round_trip(ipc::Bytes request, ipc::MutableBytes reply);
    ResultCode receive(ipc::MutableBytes reply);
    ResultCode receive_states();
    ResultCode read_states_by(ipc::Bytes request);
    ResultCode fail(ResultCode reason);
    template <class Message>
    ResultCode call_with_answer(Message& message, std::uint32_t Message::*length, ipc::MutableBytes answer);

    Stream stream_;
    ipc::Dialect dialect_ = ipc::newest_dialect;
    ReaderSnapshot readers_;
};

template <class Message>
ResultCode Connection::call(Message& message) {
    std::array<std::uint8_t, ipc::header_size + ipc::body_size<Message>()> bytes;
    const std::size_t size = ipc::encode_request(message, bytes, dialect_);
    const auto reply = ipc::MutableBytes(bytes).first(ipc::body_size<Message>());
    const ResultCode result = round_trip(ipc::Bytes(bytes.data(), size), reply);
    if (result != ResultCode::Success)
        return result;
    message = ipc::decode_reply<Message>(reply);
    return message.rv;
}

}  // namespace scrm::client
