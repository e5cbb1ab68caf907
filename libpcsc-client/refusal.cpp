#include "libpcsc-client/refusal.hpp"

#include <sys/uio.h>
#include <unistd.h>

#include "libpcsc-client/connection.hpp"
#include "libpcsc-client/environment.hpp"

namespace scrm::client {
namespace {

bool printable(std::uint8_t byte) {
    return byte >= 0x20 && byte != 0x7F;
}

iovec piece(const void* bytes, std::size_t size) {
    return {const_cast<void*>(bytes), size};
}

/// Whose names are in it is not for us to trust: nothing may steer a terminal.
void write_line(ipc::MutableBytes text) {
    for (std::uint8_t& byte : text)
        if (!printable(byte))
            byte = '?';
    constexpr std::string_view head = "scrm: ";
    const iovec line[] = {piece(head.data(), head.size()), piece(text.data(), text.size()), piece("\n", 1)};
    // A program without a stderr has nobody to explain to.
    [[maybe_unused]] const ssize_t written = ::writev(STDERR_FILENO, line, std::size(line));
}

}  // namespace

void explain(Connection& connection, ResultCode result) {
    if (!is_refusal(result) || !connection.speaks_scrm() || !connection.is_open() || !explains_refusals())
        return;
    std::array<std::uint8_t, ipc::most_refusal_text> text;
    ipc::LastRefusal message;
    const ResultCode answered = connection.last_refusal(message, text);
    if (answered == ResultCode::Success && message.refused_with == result)
        write_line(ipc::MutableBytes(text).first(message.text_size));
}

}  // namespace scrm::client
