#include "daemon/readers/event_board.hpp"

#include <algorithm>
#include <unordered_map>

#include "ipc/codec.hpp"

namespace scrm::readers {
namespace {

constexpr std::uint32_t last_reader_event = 0x7FFF;

enum class Use : std::uint8_t { Nobody, Shared, Exclusive };

Use use_of(const ipc::ReaderState& state) {
    if (state.sharing == 0)
        return Use::Nobody;
    return state.sharing < 0 ? Use::Exclusive : Use::Shared;
}

// What SCardGetStatusChange can express. Power and the number of handles beyond the first are not in it.
bool looks_alike(const ipc::ReaderState& a, const ipc::ReaderState& b) {
    constexpr std::uint32_t visible =
        ipc::slot_state::absent | ipc::slot_state::present | ipc::slot_state::swallowed;
    return a.name == b.name && a.event_counter == b.event_counter &&
           (a.state & visible) == (b.state & visible) && use_of(a) == use_of(b) && a.atr_size == b.atr_size &&
           a.atr == b.atr;
}

}  // namespace

EventBoard::EventBoard() : bytes_(ipc::reader_capacity_step * ipc::reader_state_size) {}

Position EventBoard::free_place(Position first) const {
    while (first < places_.size() && places_[first].reserved)
        ++first;
    return first;
}

Position EventBoard::reserve(Position first) {
    Position position = free_place(first);
    if (position == capacity())
        position = free_place(0);
    if (position == places_.size())
        places_.emplace_back();
    places_[position].reserved = true;
    if (position == capacity())
        bytes_.resize(bytes_.size() + ipc::reader_capacity_step * ipc::reader_state_size);
    return position;
}

void EventBoard::release(Position position) {
    const bool was_shown = places_[position].shown.name.front() != '\0';
    places_[position] = {};
    write(position);
    if (was_shown)
        count_reader_event();
    publish(position, was_shown ? Noticed::ByWaiters : Noticed::ByNobody);
}

void EventBoard::exchange(Position one, Position other) {
    std::swap(places_[one], places_[other]);
    for (const Position position : {one, other}) {
        write(position);
        publish(position, Noticed::ByNobody);
    }
}

void EventBoard::show(Position position, const ipc::ReaderState& state) {
    ipc::ReaderState& shown = places_[position].shown;
    const bool arrives = shown.name.front() == '\0';
    const bool alike = looks_alike(shown, state);
    shown = state;
    write(position);
    if (arrives)
        count_reader_event();
    publish(position, alike ? Noticed::ByNobody : Noticed::ByWaiters);
}

ipc::Bytes EventBoard::records(std::size_t count) const {
    return ipc::Bytes(bytes_).first(count * ipc::reader_state_size);
}

ipc::Bytes EventBoard::record(Position position) const {
    return ipc::Bytes(bytes_).subspan(position * ipc::reader_state_size, ipc::reader_state_size);
}

void EventBoard::write(Position position) {
    const ipc::MutableBytes record =
        ipc::MutableBytes(bytes_).subspan(position * ipc::reader_state_size, ipc::reader_state_size);
    if (places_[position].shown.name.front() == '\0')
        std::ranges::fill(record, std::uint8_t{0});
    else
        ipc::encode_reader_state(places_[position].shown, record);
}

void EventBoard::count_reader_event() {
    reader_events_ = reader_events_ == last_reader_event ? 1 : reader_events_ + 1;
}

std::size_t EventBoard::used() const {
    std::size_t count = places_.size();
    while (count > 0 && places_[count - 1].shown.name.front() == '\0')
        --count;
    return count;
}

void EventBoard::publish(Position position, Noticed noticed) {
    if (noticed == Noticed::ByWaiters)
        generation_ = std::max(generation_ + 1, 1U);
    if (mirror_ != nullptr)
        mirror_->board_written(position);
    if (noticed == Noticed::ByWaiters)
        wake(position);
}

// A process that is told of a change on all its connections one after the other finds its memory in the
// processor's caches. Processes come in the order of their first waiters.
void EventBoard::gather_processes(Waiters& waiters) {
    if (waiters.empty() || ++waiters.begin() == waiters.end())
        return;
    std::unordered_map<std::uint32_t, Waiters::iterator> last_of;
    for (auto next = waiters.begin(); next != waiters.end();) {
        const auto waiter = next++;
        const auto [last, is_first] = last_of.try_emplace(waiter->process(), waiter);
        if (is_first || waiter->process() == 0)
            continue;
        waiters.splice(std::next(last->second), waiters, waiter);
        last->second = waiter;
    }
}

// Waiters may subscribe again from within the call: they join the new list.
void EventBoard::wake(Position position) {
    Waiters all;
    all.swap(waiters_);
    gather_processes(all);
    while (!all.empty()) {
        BoardWaiter& waiter = all.front();
        all.pop_front();
        if (waiter.cares_for(position))
            waiter.board_changed();
        else
            waiters_.push_back(waiter);
    }
}

}  // namespace scrm::readers
