#include "libpcsc-client/context/reader_list_counter.hpp"

#include "tests/unit/libpcsc-client/snapshots.hpp"

using namespace scrm::client;
using namespace scrm::ipc;

TEST_CASE("the list counter begins at 1 and counts changes of the list alone") {
    ReaderSnapshot readers;
    ReaderListCounter counter;
    CHECK(counter.count() == 1);
    take(readers, {empty_reader("A")});
    counter.look_at(readers);
    counter.look_at(readers);
    CHECK(counter.count() == 1);
    take(readers, {full_reader("A", 1), empty_reader("B")});
    counter.look_at(readers);
    CHECK(counter.count() == 2);
}

TEST_CASE("the list counter stays within 15 bits and is never 0") {
    ReaderSnapshot one;
    ReaderSnapshot other;
    take(one, {empty_reader("A")});
    take(other, {empty_reader("B")});
    ReaderListCounter counter;
    for (int i = 0; i < 0x10000; ++i) {
        counter.look_at(i % 2 == 0 ? one : other);
        REQUIRE(counter.count() >= 1);
        REQUIRE(counter.count() <= 0x7FFF);
    }
}
