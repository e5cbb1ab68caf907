#include "libpcsc-client/connection/two_pieces.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace scrm::client {
namespace {

// The kernel takes and gives one piece for less than two, by more than a copy of this size costs.
constexpr std::size_t worth_joining = 512;

using Pieces = std::array<iovec, 2>;

iovec to_iovec(ipc::Bytes bytes) {
    return {const_cast<std::uint8_t*>(bytes.data()), bytes.size()};  // NOLINT: iovec serves both directions
}

msghdr to_message(Pieces& pieces) {
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = pieces.size();
    return message;
}

// What was copied may hold a PIN.
ssize_t send_joined(int descriptor, ipc::Bytes head, ipc::Bytes payload) {
    std::array<std::uint8_t, worth_joining> joined;  // NOLINT(*-member-init): filled as far as it is sent
    auto* const behind = std::copy_n(head.begin(), head.size(), joined.begin());
    std::copy_n(payload.begin(), payload.size(), behind);
    const ssize_t sent = ::send(descriptor, joined.data(), head.size() + payload.size(), MSG_NOSIGNAL);
    ::explicit_bzero(joined.data() + head.size(), payload.size());
    return sent;
}

}  // namespace

ssize_t send_two(int descriptor, ipc::Bytes head, ipc::Bytes payload) {
    if (payload.empty())
        return ::send(descriptor, head.data(), head.size(), MSG_NOSIGNAL);
    if (head.size() + payload.size() <= worth_joining)
        return send_joined(descriptor, head, payload);
    Pieces pieces{to_iovec(head), to_iovec(payload)};
    const msghdr message = to_message(pieces);
    return ::sendmsg(descriptor, &message, MSG_NOSIGNAL);
}

// Most replies are short, whatever room there is for them.
ssize_t receive_two(int descriptor, ipc::MutableBytes head, ipc::MutableBytes payload) {
    std::array<std::uint8_t, worth_joining> joined;  // NOLINT(*-member-init): read as far as it is filled
    const std::size_t room = std::min(head.size() + payload.size(), joined.size());
    const ssize_t got = ::recv(descriptor, joined.data(), room, 0);
    if (got <= 0)
        return got;
    const auto all = ipc::Bytes(joined).first(static_cast<std::size_t>(got));
    const std::size_t of_head = std::min(all.size(), head.size());
    std::copy_n(joined.begin(), of_head, head.begin());
    const auto of_payload = all.subspan(of_head);
    std::copy_n(of_payload.begin(), of_payload.size(), payload.begin());
    return got;
}

}  // namespace scrm::client
