#include "drivers/ifd-host/slots/transfer_buffer.hpp"

#include <sys/mman.h>

#include <array>
#include <cstdlib>
#include <cstring>

namespace scrm::ifd_host {
namespace {

constexpr std::size_t page = 65536;  // a multiple of every page size there is
constexpr std::size_t usable = TransferBuffer::usable;
constexpr std::size_t marks = 64;
constexpr auto mark = [] {
    std::array<std::uint8_t, marks> bytes{};
    bytes.fill(0xC5);
    return bytes;
}();
static_assert(usable % page == 0 && ipc::max_payload_size + marks <= usable);

}  // namespace

TransferBuffer::TransferBuffer() {
    void* const memory = mmap(nullptr, usable + page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory, usable, PROT_READ | PROT_WRITE) != 0)
        std::abort();
    begin_ = own_ = static_cast<std::uint8_t*>(memory);
}

TransferBuffer::~TransferBuffer() {
    if (own_ != nullptr)
        munmap(own_, usable + page);
}

std::uint8_t* TransferBuffer::prepare(std::size_t room) {
    room_ = room;
    std::memcpy(begin_ + room_, mark.data(), marks);
    return begin_;
}

bool TransferBuffer::was_overrun() const {
    return std::memcmp(begin_ + room_, mark.data(), marks) != 0;
}

}  // namespace scrm::ifd_host
