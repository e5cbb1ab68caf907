// What clients may know of all readers, ready to send, and who waits for it to change.
//
// The records are kept encoded: a client that asks for the states is sent a piece of this array as it stands.
// A waiter is woken once, by the first change it cares for, and must subscribe again.
#pragma once

#include <boost/intrusive/list.hpp>
#include <vector>

#include "ipc/reader_state.hpp"

namespace scrm::readers {

/// A reader's place in the array; stays its own until it leaves.
using Position = std::size_t;

class BoardWaiter
    : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
  public:
    /// Called once, when something has changed; the waiter is not subscribed any more.
    virtual void board_changed() = 0;
    /// Whether a change there concerns the waiter.
    [[nodiscard]] virtual bool cares_for(Position) const { return true; }
    /// Whose waiter it is; 0: of nobody who has others.
    [[nodiscard]] std::uint32_t process() const { return process_; }

  protected:
    explicit BoardWaiter(std::uint32_t process = 0) : process_(process) {}
    ~BoardWaiter() = default;

  private:
    const std::uint32_t process_;
};

/// Keeps a copy of the board elsewhere.
class BoardMirror {
  public:
    /// What is shown there is new, and so may be the counts. Called before any waiter is told.
    virtual void board_written(Position position) = 0;

  protected:
    ~BoardMirror() = default;
};

class EventBoard {
  public:
    EventBoard();

    /// The lowest free place from `first` on, or, sooner than that the board grows, anywhere. Unused on the
    /// wire until something is shown there.
    Position reserve(Position first = 0);
    void release(Position position);
    /// Nobody is told, so nobody may have been told of either before.
    void exchange(Position one, Position other);
    /// Shows the state of a reader; a new name counts as an arrival, release() of a shown one as a departure.
    void show(Position position, const ipc::ReaderState& state);

    /// `count` encoded records; beyond the last reader they are unused ones. count <= capacity().
    [[nodiscard]] ipc::Bytes records(std::size_t count) const;
    [[nodiscard]] ipc::Bytes record(Position position) const;
    /// Records enough for all readers, in whole steps; never shrinks.
    [[nodiscard]] std::size_t capacity() const { return bytes_.size() / ipc::reader_state_size; }
    /// Arrivals and departures; starts at 1, wraps within 15 bits, never 0.
    [[nodiscard]] std::uint32_t reader_events() const { return reader_events_; }
    /// Another number after every change that a waiter is told of; never 0.
    [[nodiscard]] std::uint32_t generation() const { return generation_; }
    /// As many records as reach to the last reader.
    [[nodiscard]] std::size_t used() const;

    /// Leaves by being destroyed or by unlink().
    void subscribe(BoardWaiter& waiter) { waiters_.push_back(waiter); }
    /// Of all changes from now on; nullptr: none any more.
    void mirror_to(BoardMirror* mirror) { mirror_ = mirror; }

  private:
    struct Place {
        bool reserved = false;
        ipc::ReaderState shown;
    };
    using Waiters = boost::intrusive::list<BoardWaiter, boost::intrusive::constant_time_size<false>>;
    enum class Noticed : std::uint8_t { ByNobody, ByWaiters };
    [[nodiscard]] Position free_place(Position first) const;
    void write(Position position);
    void count_reader_event();
    void publish(Position position, Noticed noticed);
    void wake(Position position);
    static void gather_processes(Waiters& waiters);

    std::vector<Place> places_;
    std::vector<std::uint8_t> bytes_;
    std::uint32_t reader_events_ = 1;
    std::uint32_t generation_ = 1;
    BoardMirror* mirror_ = nullptr;
    Waiters waiters_;
};

}  // namespace scrm::readers
