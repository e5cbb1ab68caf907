#include "tests/simulation/world.hpp"

#include <algorithm>

#include "drivers/api/spawn.hpp"

namespace scrm::simulation {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t most_readers = 4;
constexpr std::size_t most_programs = 8;
constexpr std::size_t most_handles = 3;
constexpr std::size_t watchers = 3;

}  // namespace

/// Tells the referee what a slot's driver hears.
class World::SlotEar final : public SlotObserver {
  public:
    SlotEar(Stage& stage, Referee& referee, std::shared_ptr<SlotActor> slot)
        : stage_(stage), referee_(referee), slot_(std::move(slot)) {}

    void command_reached_card(std::uint32_t handle) override {
        referee_.command_reached_card(*slot_, handle);
    }
    void command_reached_reader(std::uint32_t handle) override {
        referee_.command_reached_reader(*slot_, handle);
    }
    void card_switched_off() override { referee_.card_switched_off(*slot_); }
    void verbs_overlapped() override { stage_.journal.demand(false, "a driver has one command at a time"); }
    [[nodiscard]] bool of(const SlotActor& slot) const { return slot_.get() == &slot; }

  private:
    Stage& stage_;
    Referee& referee_;
    std::shared_ptr<SlotActor> slot_;
};

World::World(std::uint64_t seed, Journal& journal)
    : stage_(seed, journal), referee_(stage_), callers_(stage_, referee_) {
    if (stage_.random.chance(70))
        stage_.limits = {.hold = 90s, .idle = 30s, .connect = 40s};
    auto clock = std::make_unique<fakes::ManualClock>();
    stage_.clock = clock.get();
    readers::TransactionPolicy policy{.limits = stage_.limits};
    policy.report = [this](const readers::LongHold& hold) { referee_.hold_told(hold); };
    policy.report_end = [this](const readers::LongHold& hold) { referee_.hold_ended(hold); };
    stage_.registry = std::make_unique<readers::Registry>(stage_.loop.get_executor(), stage_.power, policy,
                                                          readers::NameRules{}, std::move(clock));
    for (std::size_t i = 0; i < watchers; ++i)
        watchers_.push_back(std::make_unique<Watcher>(stage_.registry->board(), journal));
}

World::~World() = default;

void World::step() {
    ++stage_.journal.step;
    somebody_acts();
    bury_the_dead();
    if (stage_.random.chance(60))
        return come_to_rest();
    stage_.loop.restart();
    for (std::size_t turns = stage_.random.below(4); turns > 0; --turns)
        stage_.loop.poll_one();
    referee_.look_around();
}

void World::somebody_acts() {
    const std::size_t what = stage_.random.below(1000);
    if (what < 600)
        somebody_calls();
    else if (what < 800)
        time_passes();
    else if (what < 880)
        a_card_moves();
    else if (what < 930)
        somebody_hangs_up();
    else if (what < 950)
        somebody_dies();
    else if (what < 965)
        a_reader_comes();
    else if (what < 972)
        a_reader_goes();
    else
        stage_.random.pick(watchers_)->look();
}

void World::somebody_calls() {
    Random& random = stage_.random;
    if (stage_.programs.size() < most_programs && random.chance(20))
        stage_.programs.push_back(std::make_unique<Program>());
    if (stage_.programs.empty())
        return;
    Program& program = *random.pick(stage_.programs);
    std::vector<std::shared_ptr<Handle>> idle;
    for (const auto& handle : program.handles)
        if (handle->open && !handle->call)
            idle.push_back(handle);
    if (program.dying)
        return;
    if (!idle.empty() && (program.handles.size() >= most_handles || random.chance(85)))
        return callers_.call_on(random.pick(idle));
    auto slots = stage_.slots();
    if (program.handles.size() < most_handles && !slots.empty())
        callers_.connect(program,
                         random.chance(50) ? slots.front() : random.pick(slots));  // one is in demand
}

void World::somebody_dies() {
    if (!stage_.programs.empty())
        kill(*stage_.random.pick(stage_.programs));
}

void World::kill(Program& program) {
    program.dying = true;
    for (const auto& handle : program.handles) {
        handle->leaving = true;
        if (handle->call)
            callers_.stop(*handle->call);
    }
}

// A session that has lost its client lets the call end that is under way, and then closes the handles one by
// one.
void World::bury_the_dead() {
    for (const auto& program : stage_.programs) {
        std::erase_if(program->handles, [](const auto& handle) { return !handle->open && !handle->call; });
        const bool calls =
            std::ranges::any_of(program->handles, [](const auto& handle) { return handle->call; });
        if (program->dying && !calls && !program->handles.empty())
            callers_.abandon(program->handles.front());
    }
    std::erase_if(stage_.programs,
                  [](const auto& program) { return program->dying && program->handles.empty(); });
}

void World::somebody_hangs_up() {
    std::vector<Call*> waiting;
    for (Call& call : stage_.calls)
        if (call.kind == CallKind::Begin || call.kind == CallKind::Connect ||
            call.kind == CallKind::TransmitInTurn)
            waiting.push_back(&call);
    if (!waiting.empty())
        callers_.stop(*stage_.random.pick(waiting));
}

// The loop is quicker than anything that time brings.
void World::time_passes() {
    come_to_rest();
    const auto next = stage_.clock->next();
    stage_.journal.note("time passes after " + std::to_string(stage_.clock->now().time_since_epoch() / 1ms));
    if (next && stage_.random.chance(80)) {
        stage_.clock->go_on_until(*next);
        return;
    }
    const readers::TimePoint end =
        stage_.clock->now() +
        readers::Milliseconds(stage_.random.below(stage_.random.chance(90) ? 300 : 20000));
    while (stage_.clock->go_on_until(end))
        come_to_rest();
}

void World::a_card_moves() {
    auto slots = stage_.slots();
    if (slots.empty())
        return;
    const SlotActor& slot = *stage_.random.pick(slots);
    SimSlot& driver = *slot.driver;
    if (driver.gone())
        return;
    const std::string where = " '" + slot.core->name() + "'";
    if (driver.present() && stage_.random.chance(15)) {
        stage_.journal.note("no power in" + where);
        return driver.lose_power();
    }
    const bool swapped = driver.present() && stage_.random.chance(30);
    if (driver.present())
        driver.remove();
    else
        driver.insert();
    if (swapped)
        driver.insert();
    stage_.journal.note(std::string(swapped            ? "another card in"
                                    : driver.present() ? "a card in"
                                                       : "no card in") +
                        where);
}

void World::a_reader_comes() {
    if (stage_.readers.size() >= most_readers)
        return;
    const std::size_t count = 1 + stage_.random.below(2);
    const auto device = std::make_shared<SimDevice>(count, *stage_.clock, stage_.random);
    Reader reader{device, {}, {}};
    for (std::size_t i = 0; i < count; ++i) {
        auto slot = std::make_shared<SlotActor>();
        slot->driver = &device->slot(i);
        slot->last_use = stage_.clock->now();
        ears_.push_back(std::make_unique<SlotEar>(stage_, referee_, slot));
        slot->driver->observer = ears_.back().get();
        if (stage_.random.chance(60))
            slot->driver->insert();
        reader.slots.push_back(slot);
    }
    const auto reserved = stage_.registry->reserve({device->identity(), count});
    reader.registered = *stage_.registry->add(device, *reserved);
    for (std::size_t i = 0; i < count; ++i) {
        reader.slots[i]->core = reader.registered.slots[i];
        reader.slots[i]->position = reader.registered.slots[i]->position();
        slots_ever_.push_back(reader.registered.slots[i]);
    }
    stage_.journal.note("reader '" + reader.slots[0]->core->name() + "' comes");
    stage_.readers.push_back(std::move(reader));
}

// The driver may notice before the resource manager is told.
void World::a_reader_goes() {
    if (stage_.readers.empty())
        return;
    const auto place =
        stage_.readers.begin() + static_cast<std::ptrdiff_t>(stage_.random.below(stage_.readers.size()));
    const Reader reader = *place;
    stage_.journal.note("reader '" + reader.slots[0]->core->name() + "' goes");
    if (stage_.random.chance(50)) {
        for (const auto& slot : reader.slots)
            slot->driver->device_goes();
        stage_.loop.restart();
        stage_.loop.poll();
    }
    for (const auto& slot : reader.slots)
        referee_.slot_leaves(*slot);
    stage_.readers.erase(place);
    stage_.registry->remove(reader.registered);
    drivers::spawn(stage_.loop.get_executor(), reader.device->close());
}

void World::come_to_rest() {
    stage_.loop.restart();
    stage_.loop.poll();
    referee_.check_at_rest();
    for (const auto& watcher : watchers_)
        watcher->check();
}

void World::end() {
    constexpr int patience = 10000;
    for (const auto& program : stage_.programs)
        if (stage_.random.chance(50))
            kill(*program);
    for (int i = 0; i < patience && !stage_.programs.empty(); ++i) {
        ++stage_.journal.step;
        for (const auto& program : stage_.programs) {
            for (const auto& handle : program->handles)
                if (handle->open && !handle->call && !program->dying)
                    callers_.disconnect(handle);
            if (program->handles.empty())
                kill(*program);
        }
        bury_the_dead();
        come_to_rest();
        time_passes();
    }
    while (!stage_.readers.empty())
        a_reader_goes();
    come_to_rest();
    ears_.clear();
    watchers_.clear();
    come_to_rest();
    referee_.check_nothing_left(slots_ever_);
}

}  // namespace scrm::simulation
