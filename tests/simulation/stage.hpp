// Everything there is in the simulated world.
#pragma once

#include <boost/asio/io_context.hpp>
#include <list>

#include "tests/fakes/manual_clock.hpp"
#include "tests/simulation/actors.hpp"
#include "tests/simulation/journal.hpp"

namespace scrm::simulation {

struct Stage {
    Stage(std::uint64_t seed, Journal& its_journal) : random(seed), journal(its_journal) {}

    Random random;
    Journal& journal;
    readers::TransactionLimits limits;
    readers::PowerPolicy power;
    boost::asio::io_context loop{1};
    fakes::ManualClock* clock = nullptr;  // the registry's
    std::unique_ptr<readers::Registry> registry;
    std::vector<Reader> readers;
    std::vector<std::unique_ptr<Program>> programs;
    std::list<Call> calls;  // under way

    [[nodiscard]] std::vector<std::shared_ptr<SlotActor>> slots() const {
        std::vector<std::shared_ptr<SlotActor>> all;
        for (const Reader& reader : readers)
            all.insert(all.end(), reader.slots.begin(), reader.slots.end());
        return all;
    }
};

}  // namespace scrm::simulation
