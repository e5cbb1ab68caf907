#include "libpcsc-client/process/explanation.hpp"

#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>

namespace scrm::client {
namespace {

bool printable(std::uint8_t byte) {
    return byte >= 0x20 && byte != 0x7F;
}

iovec piece(const void* bytes, std::size_t size) {
    return {const_cast<void*>(bytes), size};
}

}  // namespace

void write_line(ipc::MutableBytes text) {
    for (std::uint8_t& byte : text)
        if (!printable(byte))
            byte = '?';
    constexpr std::string_view head = "scrm: ";
    const iovec line[] = {piece(head.data(), head.size()), piece(text.data(), text.size()), piece("\n", 1)};
    // A program without a stderr has nobody to explain to.
    [[maybe_unused]] const ssize_t written = ::writev(STDERR_FILENO, line, std::size(line));
}

Explanation& Explanation::add(std::string_view text) {
    const std::size_t size = std::min(text.size(), text_.size() - size_);
    std::copy_n(text.begin(), size, text_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += size;
    return *this;
}

}  // namespace scrm::client
