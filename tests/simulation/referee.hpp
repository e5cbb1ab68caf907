// The rules of the game: what the core may do to programs, cards and what is shown of them.
//
// They are told in the words that a failure is reported with. Some hold at any time, some when the loop is at
// rest, that is when nothing can happen before time passes or somebody does something.
#pragma once

#include "tests/simulation/stage.hpp"

namespace scrm::simulation {

class Referee {
  public:
    explicit Referee(Stage& stage) : stage_(stage) {}

    // referee.cpp: what happens
    void call_made(Call& call);
    void answered(Call& call, ipc::ResultCode code);
    void handle_closed(Handle& handle);
    void hold_told(const readers::LongHold& hold);
    void hold_ended(const readers::LongHold& hold);
    void slot_leaves(SlotActor& slot);
    void command_reached_card(const SlotActor& slot, std::uint32_t handle);
    void command_reached_reader(const SlotActor& slot, std::uint32_t handle);
    void card_switched_off(const SlotActor& slot);

    // rules_at_rest.cpp
    void look_around();
    void check_at_rest();
    void check_nothing_left(const std::vector<std::weak_ptr<readers::Slot>>& slots);

  private:
    void connect_answered(Call& call, ipc::ResultCode code);
    void reconnect_answered(Call& call, ipc::ResultCode code);
    void begin_answered(Call& call, ipc::ResultCode code);
    void end_answered(Call& call, ipc::ResultCode code);
    void command_answered(const Call& call, ipc::ResultCode code);
    void check_reason(const Call& call, ipc::ResultCode code);
    void note_card(Handle& handle);
    void check_shares(const Handle& handle);

    void look_at_line(SlotActor& slot);
    void check_line(const SlotActor& slot);
    void check_record(const SlotActor& slot);
    void check_power(const SlotActor& slot);
    void check_limits(const SlotActor& slot);
    void check_report(const SlotActor& slot);
    [[nodiscard]] bool calls_under_way(const SlotActor& slot) const;
    void demand(bool holds, const char* rule) { stage_.journal.demand(holds, rule); }

    Stage& stage_;
    std::uint64_t calls_made_ = 0;
    std::uint32_t reader_events_ = 1;
};

}  // namespace scrm::simulation
