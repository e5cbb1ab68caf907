#include "libpcsc-client/connection/receive_descriptor.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cstring>

namespace scrm::client {

// Room for one descriptor to the byte: where there is padding, the kernel would put a second one.
ssize_t receive_descriptor(int socket, ipc::MutableBytes bytes, std::optional<int>& descriptor) {
    alignas(cmsghdr) std::array<std::uint8_t, CMSG_SPACE(sizeof(int))> control{};
    iovec piece{bytes.data(), bytes.size()};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = CMSG_LEN(sizeof(int));
    const ssize_t got = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    const cmsghdr* const header = got > 0 ? CMSG_FIRSTHDR(&message) : nullptr;
    const bool sent = header != nullptr && header->cmsg_level == SOL_SOCKET &&
                      header->cmsg_type == SCM_RIGHTS && header->cmsg_len == CMSG_LEN(sizeof(int));
    if (sent)
        std::memcpy(&descriptor.emplace(), CMSG_DATA(header), sizeof(int));
    return got;
}

}  // namespace scrm::client
