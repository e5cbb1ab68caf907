// A client that speaks the wire as pcsc-lite's own library does, in any of its versions: the same messages in
// the same order, and the same trust in what comes back. That trust is the point: a daemon that sends an
// event where such a client expects something else is found out.
//
// Result codes of the daemon are values, for tests to look at. What the protocol does not allow, and silence,
// throw WireError.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ipc/codec.hpp"
#include "tests/fakes/wire_socket.hpp"

namespace scrm::fakes {

/// Separate: header, body and payload with a send call each, as the library does. Joined: all that is to be
/// sent until the next answer in one call.
enum class Sends : std::uint8_t { Separate, Joined };

/// A reply and the bytes behind it (the card's or the reader's answer; empty unless the call succeeded).
template <class Message>
struct Answer {
    Message reply;
    std::vector<std::uint8_t> data;
};

class WireClient {
  public:
    using Patience = WireSocket::Patience;

    explicit WireClient(WireSocket socket, Sends sends = Sends::Separate)
        : socket_(std::move(socket)), sends_(sends) {}
    /// Connects to the daemon's socket.
    explicit WireClient(const std::string& path, Sends sends = Sends::Separate)
        : WireClient(WireSocket(path), sends) {}

    /// `step` is called before every send and every receive: between any two messages, and between the parts
    /// of one.
    void between_messages(std::function<void()> step) { step_ = std::move(step); }

    /// Any request whose reply has its own shape and no payload. Sends it as given.
    template <class Message>
    Message call(const Message& request) {
        request_out(request);
        return reply_in<Message>();
    }

    /// Asks for 4:`minor`, which is spoken from then on if the daemon agrees.
    ipc::Version version(std::uint32_t minor);
    /// Asks for the newest version; when refused, once more for the daemon's own.
    ipc::Version negotiate();
    ipc::EstablishContext establish(std::uint32_t scope = 2);
    ipc::ReleaseContext release();
    /// Modes and protocols are SCARD_SHARE_* and SCARD_PROTOCOL_*.
    ipc::Connect connect_card(std::string_view reader, std::uint32_t share_mode, std::uint32_t protocols);
    ipc::Disconnect disconnect(std::uint32_t card, std::uint32_t disposition);
    ipc::BeginTransaction begin(std::uint32_t card);
    ipc::EndTransaction end(std::uint32_t card, std::uint32_t disposition);
    /// The request's payload is the APDU (the control's input); send_length is filled in.
    Answer<ipc::Transmit> transmit(ipc::Transmit request);
    Answer<ipc::Transmit> transmit(std::uint32_t card, std::uint32_t protocol, ipc::Bytes apdu,
                                   std::uint32_t room = ipc::max_payload_size);
    Answer<ipc::Control> control(ipc::Control request);

    /// All records, unused ones included, in the version's own way.
    std::vector<ipc::ReaderState> states();
    /// Registers for one event and returns the states from before it: 4:3 asks for them first, 4:4 and 4:5
    /// are answered with them, 4:6 sends WAIT and, before any answer, asks for their size and then for them.
    std::vector<ipc::ReaderState> wait_begin();
    /// The event; nothing when it does not come in time. Whoever got it must not call stop_waiting().
    std::optional<ipc::WaitResult> wait_event(Patience patience);
    /// Ends the wait. The answer may be the event that just came: the daemon sends one or the other.
    ipc::WaitResult stop_waiting();
    ipc::ReaderEvents reader_events();

    /// Raw access, for what no library would send.
    Transfer send(ipc::Bytes bytes);
    Received recv(std::size_t size, Patience patience = WireSocket::default_patience);

    [[nodiscard]] std::uint32_t context() const { return context_; }
    [[nodiscard]] ipc::Dialect dialect() const { return dialect_; }

  private:
    void part_out(ipc::Bytes part);
    void flush();
    std::vector<std::uint8_t> bytes_in(std::size_t size);
    std::vector<ipc::ReaderState> records_in(std::size_t count);
    std::vector<ipc::ReaderState> sized_records();

    template <class Message>
    void request_out(const Message& request) {
        std::array<std::uint8_t, ipc::header_size + ipc::max_body_size> buffer{};
        const std::span written(buffer.data(), ipc::encode_request(request, buffer, dialect_));
        part_out(written.first(ipc::header_size));
        part_out(written.subspan(ipc::header_size));
        if constexpr (requires { request.payload; })
            part_out(request.payload);
    }

    template <class Message>
    Message reply_in() {
        return ipc::decode_reply<Message>(bytes_in(ipc::body_size<Message>()));
    }

    WireSocket socket_;
    Sends sends_;
    std::function<void()> step_ = [] {};
    std::vector<std::uint8_t> unsent_;  // Joined only
    ipc::Dialect dialect_ = ipc::newest_dialect;
    std::uint32_t context_ = 0;
};

}  // namespace scrm::fakes
