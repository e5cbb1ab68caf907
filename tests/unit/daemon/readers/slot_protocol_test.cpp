// Readers that cannot speak every protocol, or cannot be told which.
#include "tests/unit/daemon/readers/slot_bench.hpp"

using namespace scrm::readers;
using namespace scrm::readers::test;
using scrm::drivers::DriverError;

TEST_CASE("where the reader refuses a protocol the card's own is tried") {
    SlotBench bench(both_card);  // speaks T=0 unasked
    bench.start();
    bench.driver.fail(SlotVerb::SelectProtocol, DriverError::ProtocolNotSupported);
    CHECK(bench.connect(bench.new_handle()) == ResultCode::ProtocolMismatch);
    CHECK(bench.driver.heard() == Heard{"T=1", "T=0"});
}

TEST_CASE("a protocol that the client did not ask for is not tried") {
    SlotBench bench(both_card);
    bench.start();
    bench.driver.fail(SlotVerb::SelectProtocol, DriverError::ProtocolNotSupported);
    CHECK(bench.connect(bench.new_handle(), ShareMode::Shared, t1) == ResultCode::ProtocolMismatch);
    CHECK(bench.driver.heard() == Heard{"T=1"});
}

TEST_CASE("where the reader cannot be told, the card speaks what it speaks unasked") {
    SlotBench bench(both_card);
    bench.start();
    bench.driver.fail(SlotVerb::SelectProtocol, DriverError::NotSupported);
    CHECK(bench.connect(bench.new_handle(), ShareMode::Shared, t1) == ResultCode::ProtocolMismatch);
    const HandlePtr handle = bench.connected();
    CHECK(handle->protocol == t0);
    CHECK(bench.transmit(handle, t0) == ResultCode::Success);
}
