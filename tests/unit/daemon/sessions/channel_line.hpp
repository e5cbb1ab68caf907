// A channel at one end of a socket, and the test at the other.
#pragma once

#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "daemon/sessions/channel.hpp"
#include "ipc/codec.hpp"
#include "tests/fakes/loop.hpp"

namespace scrm::sessions::test {

using fakes::Loop;
using Bytes = std::vector<std::uint8_t>;

struct HungUp {};
using Incoming = std::variant<ipc::Frame, ipc::Violation, HungUp>;

/// Reads until there is something to be told of.
inline drivers::Awaitable<Incoming> coming_through(std::shared_ptr<Channel> channel) {
    for (;;) {
        const ipc::SplitResult next = channel->next_frame(ipc::newest_dialect);
        if (const auto* frame = std::get_if<ipc::Frame>(&next))
            co_return *frame;
        if (const auto* violation = std::get_if<ipc::Violation>(&next))
            co_return *violation;
        boost::system::error_code error;
        const std::size_t come = co_await channel->more(std::get<ipc::NeedMore>(next), error);
        if (error)
            co_return HungUp{};
        channel->arrived(come);
    }
}

/// A channel, and the other end of its socket.
struct Line {
    Line() {
        std::array<int, 2> ends{};
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0);
        peer = ends[0];
        channel = std::make_shared<Channel>(
            Channel::Socket(loop.io, boost::asio::local::stream_protocol(), ends[1]));
    }
    ~Line() {
        hang_up();
        channel->close();
        loop.turn();
    }
    void hang_up() {
        if (peer >= 0)
            ::close(std::exchange(peer, -1));
    }

    void write(ipc::Bytes bytes) {
        REQUIRE(::send(peer, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size()));
        loop.turn();
    }
    /// All that is there to be read.
    Bytes read() {
        int size = 0;
        REQUIRE(::ioctl(peer, FIONREAD, &size) == 0);
        Bytes bytes(static_cast<std::size_t>(size));
        REQUIRE(::recv(peer, bytes.data(), bytes.size(), MSG_DONTWAIT) == (size > 0 ? size : -1));
        loop.turn();
        return bytes;
    }
    auto next() { return loop.start(coming_through(channel)); }
    /// Sends until the socket takes no more; returns how much that was.
    std::size_t fill(std::uint8_t with) {
        std::size_t sent = 0;
        for (const Bytes piece(10000, with); !channel->flushing(); sent += piece.size())
            channel->send(piece);
        return sent;
    }

    Loop loop;
    std::shared_ptr<Channel> channel;
    int peer = -1;
};

inline Bytes status_request(std::uint32_t card = 0x1234) {
    Bytes bytes(ipc::header_size + ipc::body_size<ipc::Status>());
    ipc::encode_request(ipc::Status{card, ipc::ResultCode::Success}, bytes);
    return bytes;
}

inline Bytes transmit_request(std::size_t payload, std::uint8_t with = 0x5A) {
    Bytes bytes(ipc::header_size + ipc::body_size<ipc::Transmit>());
    ipc::Transmit request;
    request.send_length = static_cast<std::uint32_t>(payload);
    ipc::encode_request(request, bytes);
    bytes.resize(bytes.size() + payload, with);
    return bytes;
}

template <class Coming>
const ipc::Frame& frame_of(const Coming& coming) {
    REQUIRE(*coming);
    REQUIRE(std::holds_alternative<ipc::Frame>(**coming));
    return std::get<ipc::Frame>(**coming);
}

}  // namespace scrm::sessions::test
