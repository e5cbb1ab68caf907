#include "daemon/readers/event_board.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ipc/codec.hpp"

using namespace scrm::readers;
namespace ipc = scrm::ipc;
namespace slot_state = scrm::ipc::slot_state;

namespace {

constexpr std::size_t step = ipc::reader_capacity_step;

ipc::ReaderState reader_named(std::string_view name) {
    ipc::ReaderState state;
    state.name = ipc::to_reader_name(name);
    state.state = slot_state::absent;
    return state;
}

ipc::ReaderState record_at(const EventBoard& board, Position position) {
    return ipc::decode_reader_state(
        board.records(board.capacity()).subspan(position * ipc::reader_state_size, ipc::reader_state_size));
}

Position show_new(EventBoard& board, std::string_view name) {
    const Position position = board.reserve();
    board.show(position, reader_named(name));
    return position;
}

struct Waiter final : BoardWaiter {
    explicit Waiter(EventBoard& board, std::uint32_t process = 0) : BoardWaiter(process) {
        board.subscribe(*this);
    }
    void board_changed() override {
        ++woken;
        then();
    }

    int woken = 0;
    std::function<void()> then = [] {};
};

}  // namespace

TEST_CASE("a reader keeps its place while others come and go") {
    EventBoard board;
    const Position first = show_new(board, "first");
    const Position second = show_new(board, "second");
    const Position third = show_new(board, "third");
    board.release(second);
    CHECK(ipc::name_of(record_at(board, first).name) == "first");
    CHECK(ipc::name_of(record_at(board, third).name) == "third");
    CHECK(record_at(board, second) == ipc::ReaderState{});
}

TEST_CASE("records are what was shown, and zero where nothing is") {
    EventBoard board;
    ipc::ReaderState shown = reader_named("desk");
    shown.sharing = -1;
    shown.protocol = 2;
    board.reserve();
    board.show(board.reserve(), shown);
    const ipc::Bytes records = board.records(2);
    REQUIRE(records.size() == 2 * ipc::reader_state_size);
    std::array<std::uint8_t, ipc::reader_state_size> expected{};
    CHECK(std::ranges::equal(records.first(ipc::reader_state_size), expected));
    ipc::encode_reader_state(shown, expected);
    CHECK(std::ranges::equal(records.subspan(ipc::reader_state_size), expected));
}

TEST_CASE("capacity grows in steps of 16, never shrinks, and what was shown stays") {
    EventBoard board;
    CHECK(board.capacity() == step);
    for (std::size_t i = 0; i < step; ++i)
        show_new(board, "reader " + std::to_string(i));
    CHECK(board.capacity() == step);
    show_new(board, "one more");
    CHECK(board.capacity() == 2 * step);
    CHECK(ipc::name_of(record_at(board, 0).name) == "reader 0");
    CHECK(ipc::name_of(record_at(board, step).name) == "one more");
    for (Position position = 0; position <= step; ++position)
        board.release(position);
    CHECK(board.capacity() == 2 * step);
    CHECK(std::ranges::all_of(board.records(2 * step), [](std::uint8_t byte) { return byte == 0; }));
    for (std::size_t i = 0; i < 2 * step; ++i)
        board.reserve();
    CHECK(board.capacity() == 2 * step);
}

TEST_CASE("readers that come and go are counted from 1 on, changes of their cards are not") {
    EventBoard board;
    CHECK(board.reader_events() == 1);
    const Position desk = board.reserve();
    CHECK(board.reader_events() == 1);
    board.show(desk, reader_named("desk"));
    CHECK(board.reader_events() == 2);
    ipc::ReaderState with_card = reader_named("desk");
    with_card.state = slot_state::present;
    board.show(desk, with_card);
    CHECK(board.reader_events() == 2);
    board.release(desk);
    CHECK(board.reader_events() == 3);
}

TEST_CASE("the reader counter wraps from 32767 to 1") {
    EventBoard board;
    while (board.reader_events() < 32767)
        if (const Position desk = show_new(board, "desk"); board.reader_events() < 32767)
            board.release(desk);
    show_new(board, "bench");
    CHECK(board.reader_events() == 1);
}

TEST_CASE("a place that was reserved and never shown leaves unnoticed") {
    EventBoard board;
    const Waiter waiter(board);
    board.release(board.reserve());
    CHECK(board.reader_events() == 1);
    CHECK(board.generation() == 1);
    CHECK(waiter.woken == 0);
}

TEST_CASE("a waiter is woken by the first change, once") {
    EventBoard board;
    const Waiter waiter(board);
    const Position desk = show_new(board, "desk");
    CHECK(waiter.woken == 1);
    board.release(desk);
    CHECK(waiter.woken == 1);
}

TEST_CASE("every waiter is woken, and each reader's leaving is a change") {
    EventBoard board;
    const Position desk = show_new(board, "desk");
    const Waiter first(board);
    const Waiter second(board);
    board.release(desk);
    CHECK(first.woken == 1);
    CHECK(second.woken == 1);
}

TEST_CASE("a process's waiters are woken one after the other, processes as their first ones came") {
    EventBoard board;
    std::string order;
    std::vector<std::unique_ptr<Waiter>> waiters;
    for (const std::uint32_t process : {7U, 0U, 3U, 7U, 9U, 0U, 3U, 9U, 7U}) {
        waiters.push_back(std::make_unique<Waiter>(board, process));
        waiters.back()->then = [&order, process] { order += std::to_string(process); };
    }
    show_new(board, "desk");
    CHECK(order == "777033990");
}

TEST_CASE("waiters are woken by what a client could see, and the generation goes up with it") {
    struct Change {
        const char* what;
        std::function<void(ipc::ReaderState&)> make;
    };
    const auto change = GENERATE(values<Change>({
        {"a card came", [](ipc::ReaderState& s) { s.state = slot_state::present; }},
        {"it is mute", [](ipc::ReaderState& s) { s.state = slot_state::absent | slot_state::swallowed; }},
        {"it came and went", [](ipc::ReaderState& s) { s.event_counter = 2; }},
        {"its ATR is known", [](ipc::ReaderState& s) { s.atr_size = 2; }},
        {"its ATR is another", [](ipc::ReaderState& s) { s.atr[0] = 0x3B; }},
        {"somebody uses it", [](ipc::ReaderState& s) { s.sharing = 1; }},
        {"somebody has it to himself", [](ipc::ReaderState& s) { s.sharing = -1; }},
    }));
    CAPTURE(change.what);
    EventBoard board;
    const Position desk = show_new(board, "desk");
    const Waiter waiter(board);
    const auto before = board.generation();
    ipc::ReaderState state = reader_named("desk");
    change.make(state);
    board.show(desk, state);
    CHECK(waiter.woken == 1);
    CHECK(board.generation() == before + 1);
    CHECK(record_at(board, desk).state == state.state);
}

TEST_CASE("a reader that is free again is a change as well") {
    const std::int32_t used = GENERATE(1, -1);
    EventBoard board;
    ipc::ReaderState state = reader_named("desk");
    state.sharing = used;
    const Position desk = board.reserve();
    board.show(desk, state);
    const Waiter waiter(board);
    state.sharing = 0;
    board.show(desk, state);
    CHECK(waiter.woken == 1);
}

TEST_CASE("what no client could see is shown and wakes nobody") {
    EventBoard board;
    ipc::ReaderState state = reader_named("desk");
    state.state = slot_state::present;
    state.sharing = 1;
    const Position desk = board.reserve();
    board.show(desk, state);
    const Waiter waiter(board);
    const auto before = board.generation();
    state.state |= slot_state::powered | slot_state::negotiable;
    state.sharing = 2;
    state.protocol = 2;
    board.show(desk, state);
    CHECK(record_at(board, desk) == state);
    CHECK(waiter.woken == 0);
    CHECK(board.generation() == before);
}

TEST_CASE("a waiter that subscribes again while it is told waits for the next change") {
    EventBoard board;
    Waiter eager(board);
    eager.then = [&] { board.subscribe(eager); };
    const Position desk = show_new(board, "desk");
    CHECK(eager.woken == 1);
    board.release(desk);
    CHECK(eager.woken == 2);
}

TEST_CASE("a waiter that leaves is not told") {
    EventBoard board;
    Waiter waiter(board);
    waiter.unlink();
    { const Waiter destroyed(board); }
    show_new(board, "desk");
    CHECK(waiter.woken == 0);
}

TEST_CASE("a waiter that another destroys while both are to be told is not told") {
    EventBoard board;
    Waiter first(board);
    auto second = std::make_unique<Waiter>(board);
    Waiter third(board);
    first.then = [&] { second.reset(); };
    show_new(board, "desk");
    CHECK(first.woken == 1);
    CHECK_FALSE(second);
    CHECK(third.woken == 1);
}

TEST_CASE("a mirror is told of whatever is written, with its counts, and before any waiter") {
    struct Mirror final : BoardMirror {
        explicit Mirror(EventBoard& its_board) : board(its_board) { board.mirror_to(this); }
        void board_written(Position position) override {
            ++told;
            place = position;
            generation = board.generation();
            reader_events = board.reader_events();
        }
        EventBoard& board;
        int told = 0;
        Position place = 99;
        std::uint32_t generation = 0;
        std::uint32_t reader_events = 0;
    };
    EventBoard board;
    const Position desk = show_new(board, "desk");
    Mirror mirror(board);
    Waiter waiter(board);
    int told_before_waiter = 0;
    waiter.then = [&] { told_before_waiter = mirror.told; };

    ipc::ReaderState powered = reader_named("desk");
    powered.state |= slot_state::powered;
    board.show(desk, powered);  // nothing that a waiter would care for
    CHECK(mirror.told == 1);
    CHECK(mirror.place == desk);
    CHECK(waiter.woken == 0);
    board.release(desk);
    CHECK(told_before_waiter == 2);
    CHECK(mirror.generation == board.generation());
    CHECK(mirror.reader_events == board.reader_events());

    board.mirror_to(nullptr);
    show_new(board, "shelf");
    CHECK(mirror.told == 2);
}
