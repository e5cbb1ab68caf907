// A slot whose transaction others mind, and what is told of it.
#pragma once

#include "tests/unit/daemon/readers/slot_bench.hpp"

namespace scrm::readers::test {

/// What was reported of transactions, in order.
struct Told {
    std::vector<LongHold> long_holds;
    std::vector<LongHold> ended;

    TransactionPolicy policy(TransactionLimits limits) {
        return {limits, [this](const LongHold& hold) { long_holds.push_back(hold); },
                [this](const LongHold& hold) { ended.push_back(hold); }};
    }
};

/// Three clients on one card; the first, of pid 11, holds a transaction.
struct MindedSlot : Told, SlotBench {
    explicit MindedSlot(TransactionLimits limits = {}) : SlotBench(both_card, never_off, policy(limits)) {
        start();
        for (std::uint32_t pid : {11U, 12U, 13U}) {
            clients.push_back(connected());
            clients.back()->client = {pid};
        }
        REQUIRE(*begin(holder()) == ResultCode::Success);
        driver.forget();
    }
    HandlePtr& holder() { return clients[0]; }
    HandlePtr& second() { return clients[1]; }
    HandlePtr& third() { return clients[2]; }
    std::vector<HandlePtr> clients;
};

}  // namespace scrm::readers::test
