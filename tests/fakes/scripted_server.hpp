// A daemon that says what a script tells it to: on a real socket, one script per connection, each on a thread
// of its own. A client that says something else, or nothing, makes the script throw WireError, and finish()
// with it.
#pragma once

#include <functional>
#include <source_location>
#include <thread>

#include "ipc/codec.hpp"
#include "tests/fakes/wire_socket.hpp"

namespace scrm::fakes {

/// For scripts, which run beside the test: what a request must be like. Throws WireError with the line.
void must(bool hold, std::source_location where = std::source_location::current());

/// The daemon's end of one connection.
class ScriptedPeer {
  public:
    ScriptedPeer(WireSocket socket, ipc::Dialect dialect) : socket_(std::move(socket)), dialect_(dialect) {}

    /// The next request, which must be of that type. Its payload stays valid until the next call.
    template <class Message>
    Message expect() {
        const ipc::Request request = any();
        if (!std::holds_alternative<Message>(request))
            throw WireError("the client sent something else than command " + number(Message::command));
        return std::get<Message>(request);
    }
    /// The next request, whatever it is.
    ipc::Request any();
    /// The next bytes, which must be these.
    void expect_bytes(ipc::Bytes expected);
    /// The client closes.
    void expect_hang_up();

    void send(ipc::Bytes bytes);
    template <class Message>
    void reply(const Message& message) {
        std::array<std::uint8_t, ipc::max_body_size> bytes;
        send(ipc::Bytes(bytes.data(), ipc::encode_reply(message, bytes)));
    }
    /// The same, and a copy of `descriptor` with it.
    template <class Message>
    void reply_with(int descriptor, const Message& message) {
        std::array<std::uint8_t, ipc::max_body_size> bytes;
        must(socket_.send_with(descriptor, ipc::Bytes(bytes.data(), ipc::encode_reply(message, bytes))) ==
             Transfer::Complete);
    }
    /// expect() and the same message back, with success.
    template <class Message>
    Message grant() {
        Message message = expect<Message>();
        message.rv = ipc::ResultCode::Success;
        reply(message);
        return message;
    }

    /// The first two exchanges of every context; `context` is its number.
    void greet(std::uint32_t context = 77);
    /// The first exchange with one whose offer is taken up: from then on both speak the scrm dialect, in
    /// `newest` at most.
    void welcome(std::uint32_t context = 77, ipc::ResultCode rv = ipc::ResultCode::Success,
                 ipc::Revision newest = ipc::newest_revision);
    /// Answers one request for the reader states with these and unused ones.
    void give_states(const std::vector<ipc::ReaderState>& readers);
    /// Registers the client for an event; the states as above. `meanwhile`: before they are sent.
    void give_states_and_register(
        const std::vector<ipc::ReaderState>& readers, const std::function<void()>& meanwhile = [] {});
    /// The states alone, when they have already been asked for: in 4:6, by the question for their size.
    void send_states(const std::vector<ipc::ReaderState>& readers);
    void give_list_changes(std::uint32_t count);
    void send_event(ipc::ResultCode rv = ipc::ResultCode::Success) { reply(ipc::WaitResult{0, rv}); }

  private:
    static std::string number(ipc::Command command) {
        return std::to_string(static_cast<std::uint32_t>(command));
    }

    WireSocket socket_;
    ipc::Dialect dialect_;
    std::vector<std::uint8_t> frame_;
};

class ScriptedServer {
  public:
    using Script = std::function<void(ScriptedPeer&)>;

    /// Listens; the scripts are for the connections in the order of their coming.
    explicit ScriptedServer(std::vector<Script> scripts, ipc::Dialect dialect = ipc::newest_dialect);
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;
    ~ScriptedServer();

    [[nodiscard]] const std::string& path() const { return path_; }
    /// Waits until every script is through; throws what the first unhappy one threw.
    void finish();

  private:
    void accept_all(const std::vector<Script>& scripts, ipc::Dialect dialect);
    void run(const Script& script, WireSocket socket, ipc::Dialect dialect, std::exception_ptr& failure);

    std::string path_;
    int listener_;
    std::exception_ptr accept_failure_;
    std::vector<std::exception_ptr> failures_;
    std::thread thread_;
};

}  // namespace scrm::fakes
