#include <catch2/catch.hpp>

#include "daemon/readers/event_board.hpp"

using scrm::readers::EventBoard;

namespace {

constexpr std::size_t step = scrm::ipc::reader_capacity_step;

}  // namespace

TEST_CASE("positions are taken from the lowest, and one that is released is taken again") {
    EventBoard board;
    CHECK(board.reserve() == 0);
    CHECK(board.reserve() == 1);
    CHECK(board.reserve() == 2);
    board.release(1);
    CHECK(board.reserve() == 1);
    CHECK(board.reserve() == 3);
}

TEST_CASE("a place behind another is taken, unless the board would grow for it") {
    EventBoard board;
    for (std::size_t i = 0; i < step - 1; ++i)
        board.reserve();
    board.release(0);
    board.release(3);
    CHECK(board.reserve(2) == 3);
    CHECK(board.reserve(2) == step - 1);
    CHECK(board.reserve(step) == 0);
    CHECK(board.capacity() == step);
    CHECK(board.reserve(2) == step);
    CHECK(board.capacity() == 2 * step);
}
