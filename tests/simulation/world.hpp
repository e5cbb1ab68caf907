// The core of the daemon among programs, readers and cards that chance plays, in a time of their own.
//
// A seed decides everything, so a failure comes again. Each step lets somebody do something - a program
// calls, hangs up or dies; a card is moved or loses its power; a reader comes or goes; time passes - and lets
// the loop turn: a little, or until it is at rest. What must hold is in referee.hpp.
#pragma once

#include <optional>

#include "tests/simulation/callers.hpp"
#include "tests/simulation/watcher.hpp"

namespace scrm::simulation {

class World {
  public:
    World(std::uint64_t seed, Journal& journal);
    World(const World&) = delete;
    World& operator=(const World&) = delete;
    ~World();

    void step();
    /// Everybody goes home; nothing may be left.
    void end();

  private:
    class SlotEar;

    void somebody_acts();
    void somebody_calls();
    void somebody_dies();
    void kill(Program& program);
    void somebody_hangs_up();
    void time_passes();
    void a_card_moves();
    void a_reader_comes();
    void a_reader_goes();
    void bury_the_dead();
    void come_to_rest();

    Stage stage_;
    Referee referee_;
    Callers callers_;
    std::vector<std::unique_ptr<SlotEar>> ears_;
    std::vector<std::unique_ptr<Watcher>> watchers_;
    std::vector<std::weak_ptr<readers::Slot>> slots_ever_;
};

}  // namespace scrm::simulation
