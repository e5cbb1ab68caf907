// A program that waits for a change of the readers.
#pragma once

#include "daemon/readers/event_board.hpp"
#include "tests/simulation/journal.hpp"

namespace scrm::simulation {

class Watcher final : public readers::BoardWaiter {
  public:
    Watcher(readers::EventBoard& board, Journal& journal) : board_(board), journal_(journal) { subscribe(); }

    void board_changed() override;
    /// Takes note of what is, and waits again if it was woken.
    void look();
    /// It was woken if anything is otherwise than when it looked.
    void check() const;

  private:
    void subscribe();
    [[nodiscard]] std::vector<std::uint8_t> visible() const;

    readers::EventBoard& board_;
    Journal& journal_;
    std::vector<std::uint8_t> seen_;
    std::uint64_t generation_ = 0;
    bool woken_ = false;
};

}  // namespace scrm::simulation
