#include "drivers/ifd-host/slots/transfer_buffer.hpp"

#include <catch2/catch.hpp>
#include <cstring>

using scrm::ifd_host::TransferBuffer;
using scrm::ipc::max_payload_size;

TEST_CASE("who stays within the room leaves the marks") {
    TransferBuffer buffer;
    for (const std::size_t room : {std::size_t{0}, std::size_t{33}, max_payload_size}) {
        std::memset(buffer.prepare(room), 1, room);
        CHECK_FALSE(buffer.was_overrun());
        CHECK(buffer.first(room).size() == room);
    }
}

TEST_CASE("who writes past it is noticed, be it by one byte") {
    TransferBuffer buffer;
    for (const std::size_t room : {std::size_t{0}, std::size_t{33}, max_payload_size}) {
        std::memset(buffer.prepare(room), 1, room + 1);
        CHECK(buffer.was_overrun());
        buffer.prepare(room)[room + 63] = 1;
        CHECK(buffer.was_overrun());
    }
}
