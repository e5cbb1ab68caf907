// A house with readers, and clients whose other ends of the wire are sessions; all in one loop, driven by
// hand.
#pragma once

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cstring>

#include "daemon/sessions/session.hpp"
#include "tests/fakes/loop.hpp"
#include "tests/fakes/scripted_device.hpp"

namespace scrm::sessions::test {

using fakes::Loop;
using fakes::SlotVerb;
using ipc::Dialect;
using ipc::ResultCode;
using Payload = std::vector<std::uint8_t>;

inline constexpr std::string_view both_card = "3B 80 80 01 01";
inline constexpr std::string_view t0_card = "3B 02 14 50";
inline constexpr std::string_view desk = "Desk 00 00";
inline constexpr std::uint32_t shared = 2;
inline constexpr std::uint32_t any_protocol = 3;
inline constexpr std::uint32_t t1 = 2;
inline constexpr std::uint32_t leave = 0;
inline constexpr std::uint32_t reset = 1;

/// A client's end of the wire. What it asks is answered within the call, or is not answered yet.
class Client {
  public:
    Client(Loop& loop, int descriptor) : loop_(loop), descriptor_(descriptor) {}
    Client(Client&& other) noexcept
        : dialect(other.dialect),
          patience(other.patience),
          context(other.context),
          loop_(other.loop_),
          descriptor_(std::exchange(other.descriptor_, -1)) {}
    Client& operator=(Client&&) = delete;
    ~Client() { hang_up(); }

    void hang_up() {
        if (descriptor_ >= 0)
            ::close(std::exchange(descriptor_, -1));
        loop_.turn();
    }
    void write(ipc::Bytes bytes) {
        write_unseen(bytes);
        loop_.turn();
    }
    /// The loop does not run yet.
    void write_unseen(ipc::Bytes bytes) const {
        REQUIRE(::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
                static_cast<ssize_t>(bytes.size()));
    }
    /// How much there is to read.
    [[nodiscard]] std::size_t waiting() const {
        int size = 0;
        REQUIRE(::ioctl(descriptor_, FIONREAD, &size) == 0);
        return static_cast<std::size_t>(size);
    }
    Payload read(std::size_t size) {
        Payload bytes = read_unseen(size);
        loop_.turn();
        return bytes;
    }
    /// The loop does not run yet.
    [[nodiscard]] Payload read_unseen(std::size_t size) const {
        Payload bytes(size);
        REQUIRE(waiting() >= size);
        if (size != 0)
            REQUIRE(::recv(descriptor_, bytes.data(), size, MSG_DONTWAIT) == static_cast<ssize_t>(size));
        return bytes;
    }
    /// The daemon has closed the connection, and sent nothing more.
    [[nodiscard]] bool closed() const {
        std::uint8_t byte = 0;
        return ::recv(descriptor_, &byte, 1, MSG_DONTWAIT) == 0;
    }

    template <class Message>
    void send(const Message& request) {
        write(bytes_of(request));
    }
    template <class Message>
    [[nodiscard]] Payload bytes_of(const Message& request) const {
        std::array<std::uint8_t, ipc::scrm_header_size + ipc::max_body_size> buffer{};
        const std::size_t size = ipc::encode_request(request, buffer, dialect, patience);
        Payload bytes(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(size));
        if constexpr (requires { request.payload; })
            bytes.insert(bytes.end(), request.payload.begin(), request.payload.end());
        return bytes;
    }
    template <class Message>
    Message reply() {
        return ipc::decode_reply<Message>(read(ipc::body_size<Message>()));
    }
    /// And the descriptor that comes with it, which is the caller's to close; -1 if there is none.
    template <class Message>
    std::pair<Message, int> reply_with_descriptor() {
        std::array<std::uint8_t, ipc::body_size<Message>()> body{};
        alignas(cmsghdr) std::array<std::uint8_t, CMSG_SPACE(sizeof(int))> control{};
        iovec piece{body.data(), body.size()};
        msghdr message{};
        message.msg_iov = &piece;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        REQUIRE(::recvmsg(descriptor_, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) ==
                static_cast<ssize_t>(body.size()));
        int descriptor = -1;
        if (const cmsghdr* const header = CMSG_FIRSTHDR(&message))
            std::memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
        return {ipc::decode_reply<Message>(body), descriptor};
    }
    /// Asks and is answered, with nothing behind the answer.
    template <class Message>
    Message call(const Message& request) {
        send(request);
        const auto answer = reply<Message>();
        CHECK(waiting() == 0);
        return answer;
    }

    std::uint32_t version(Dialect asked) {
        const auto answer =
            call(ipc::Version{ipc::protocol_major, static_cast<std::uint32_t>(asked), ResultCode::Success});
        REQUIRE(answer.rv == ResultCode::Success);
        dialect = asked;
        return answer.minor;
    }
    /// Offers the scrm dialect, with a scope or without, and is taken up on it.
    ipc::Welcome offer(std::optional<std::uint32_t> scope) { return offer(ipc::Offer{scope}); }
    ipc::Welcome offer(const ipc::Offer& offer) {
        send(ipc::Version{ipc::protocol_major, 6, ipc::to_offer(offer)});
        const auto answer = reply<ipc::Version>();
        CHECK(answer.minor == 6);
        const auto revision = ipc::agreed_revision(answer);
        REQUIRE(revision);
        CHECK(*revision == std::min(offer.revision, ipc::newest_revision));
        dialect = Dialect::Scrm;
        const auto welcome = reply<ipc::Welcome>();
        context = welcome.context;
        return welcome;
    }
    void establish() { context = call(ipc::EstablishContext{2, 0, ResultCode::Success}).context; }
    [[nodiscard]] ipc::Connect connect_request(std::string_view reader = desk,
                                               std::uint32_t mode = shared) const {
        return {context, ipc::to_reader_name(reader), mode, any_protocol, 0, 0, ResultCode::Success};
    }
    std::uint32_t connect(std::string_view reader = desk, std::uint32_t mode = shared) {
        const auto answer = call(connect_request(reader, mode));
        REQUIRE(answer.rv == ResultCode::Success);
        return answer.card;
    }
    ResultCode begin(std::uint32_t card) { return call(ipc::BeginTransaction{card, ResultCode::Success}).rv; }
    ResultCode end(std::uint32_t card, std::uint32_t disposition = leave) {
        return call(ipc::EndTransaction{card, disposition, ResultCode::Success}).rv;
    }
    ResultCode status(std::uint32_t card) { return call(ipc::Status{card, ResultCode::Success}).rv; }
    std::vector<ipc::ReaderState> records(std::size_t count) {
        const Payload bytes = read(count * ipc::reader_state_size);
        std::vector<ipc::ReaderState> states;
        for (std::size_t i = 0; i < count; ++i)
            states.push_back(ipc::decode_reader_state(
                ipc::Bytes(bytes).subspan(i * ipc::reader_state_size, ipc::reader_state_size)));
        return states;
    }

    Dialect dialect = ipc::newest_dialect;
    std::uint32_t patience = ipc::endless;
    std::uint32_t context = 0;

  private:
    Loop& loop_;
    int descriptor_;
};

enum class Settled : std::uint8_t { Yes, No };

struct SessionBench {
    explicit SessionBench(Settled settled = Settled::Yes) {
        plug("Desk");
        if (settled == Settled::Yes)
            registry.settle();
    }
    SessionBench(const SessionBench&) = delete;
    SessionBench& operator=(const SessionBench&) = delete;
    ~SessionBench() {
        registry.settle();
        while (!devices.empty())
            unplug(devices.size() - 1);
        for (LiveSession& session : house.sessions)
            session.close();
        loop.turn();
        CHECK(house.sessions.empty());
        CHECK(house.handles.card_count() == 0);
        CHECK(house.handles.context_count() == 0);
    }

    fakes::ScriptedSlot& plug(const char* name, std::string_view card = both_card) {
        auto device = std::make_shared<fakes::ScriptedDevice>(loop.io.get_executor(),
                                                              drivers::ReaderIdentity{name, {}, {}});
        if (!card.empty())
            device->slot(0).insert(card);
        devices.push_back(device);
        registered.push_back(*registry.add(device, *registry.reserve({device->identity()})));
        loop.turn();
        device->slot(0).forget();
        return device->slot(0);
    }
    void unplug(std::size_t index) {
        registry.remove(registered[index]);
        loop.run(devices[index]->close());
        loop.turn();
        registered.erase(registered.begin() + static_cast<std::ptrdiff_t>(index));
        devices.erase(devices.begin() + static_cast<std::ptrdiff_t>(index));
    }
    fakes::ScriptedSlot& driver(std::size_t index = 0) { return devices[index]->slot(0); }
    void remove_card() {
        driver().remove();
        loop.turn();
    }

    /// One that has said nothing yet.
    Client stranger(Peer peer = {4711, 1000}) {
        std::array<int, 2> ends{};
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
        std::make_shared<Session>(
            house, Channel::Socket(loop.io, boost::asio::local::stream_protocol(), ends[1]), peer)
            ->start();
        loop.turn();
        return {loop, ends[0]};
    }
    /// One that speaks the scrm dialect and has a context.
    Client scrm_client() {
        Client made = stranger();
        CHECK(made.offer(2).rv == ResultCode::Success);
        return made;
    }
    /// Another connection of the same.
    Client lane_of(const Client& founder) {
        Client made = stranger();
        CHECK(made.offer(std::nullopt).context == 0);
        CHECK(made.call(ipc::JoinContext{founder.context, ResultCode::Success}).rv == ResultCode::Success);
        made.context = founder.context;
        return made;
    }
    /// One that speaks `dialect` and has a context.
    Client client(Dialect dialect = ipc::newest_dialect) {
        Client made = stranger();
        made.version(dialect);
        made.establish();
        return made;
    }

    Loop loop;
    readers::Registry registry{loop.io.get_executor(), readers::PowerPolicy{.off_after = std::nullopt}};
    SessionHouse house{registry};
    std::vector<std::shared_ptr<fakes::ScriptedDevice>> devices;
    std::vector<readers::RegisteredDevice> registered;
};

}  // namespace scrm::sessions::test
