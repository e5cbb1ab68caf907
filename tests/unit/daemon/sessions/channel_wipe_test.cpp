// No memory that a request went through is given back with the request in it. Whatever this program frees is
// looked through while a test says so.
#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <new>

#include "tests/unit/daemon/sessions/channel_line.hpp"

using namespace scrm::sessions;
using namespace scrm::sessions::test;
namespace ipc = scrm::ipc;

namespace {

constexpr std::uint8_t pin_digit = 0x31;
constexpr int pin_size = 24;  // longer than what may lie between a block's end and the next block

bool watching = false;
bool found = false;

void look_through(void* memory) {
    if (!watching || memory == nullptr)
        return;
    const auto* const begin = static_cast<const std::uint8_t*>(memory);
    const auto* const end = begin + ::malloc_usable_size(memory);
    found = found || std::search_n(begin, end, pin_size, pin_digit) != end;
}

/// While it lives, what is freed is looked through.
struct Watch {
    Watch() {
        found = false;
        watching = true;
    }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    ~Watch() { watching = false; }
};

}  // namespace

// NOLINTBEGIN(cppcoreguidelines-no-malloc): this is what new and delete are made of
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return std::malloc(size);
}
void* operator new(std::size_t size) {
    if (void* memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    look_through(memory);
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    look_through(memory);
    std::free(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
    look_through(memory);
    std::free(memory);
}
// NOLINTEND(cppcoreguidelines-no-malloc)

TEST_CASE("what is freed is looked through") {
    const Watch watch;
    { const Bytes pin(pin_size, pin_digit); }
    CHECK(found);
}

TEST_CASE("a buffer that is too small for the rest of a request is wiped when it is given back") {
    const Bytes request = transmit_request(2000, pin_digit);
    const Watch watch;
    {
        Line line;
        const auto coming = line.next();
        line.write(ipc::Bytes(request).first(200));
        line.write(ipc::Bytes(request).subspan(200));
        line.channel->consume(frame_of(coming));
    }
    CHECK_FALSE(found);
}

TEST_CASE("a request that was moved within its buffer is wiped from both places") {
    Bytes both = status_request();
    const Bytes second = transmit_request(100, pin_digit);
    both.insert(both.end(), second.begin(), second.end());
    const Watch watch;
    {
        Line line;
        line.write(ipc::Bytes(both).first(both.size() - 1));
        const auto first_coming = line.next();
        line.channel->consume(frame_of(first_coming));
        const auto second_coming = line.next();
        line.write(ipc::Bytes(both).last(1));
        line.channel->consume(frame_of(second_coming));
    }
    CHECK_FALSE(found);
}

TEST_CASE("a channel that ends in the midst of a request wipes what it had of it") {
    const Bytes request = transmit_request(100, pin_digit);
    const Watch watch;
    {
        Line line;
        const auto coming = line.next();
        line.write(ipc::Bytes(request).first(request.size() - 1));
        line.hang_up();
        line.loop.turn();
        CHECK(*coming);
    }
    CHECK_FALSE(found);
}
