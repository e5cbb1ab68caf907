#include "libpcsc-client/context/handle_table.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace scrm::client;

namespace {

TableEntry& with_id(TableEntry& entry, long id) {
    entry.id = id;
    return entry;
}

}  // namespace

TEST_CASE("entries are found by their ids until they are removed, in any order") {
    // The same place in the table for all of them, and for none.
    for (const long step : {1L, 1024L, 77777L}) {
        HandleTable table;
        std::vector<TableEntry> entries(20);
        for (std::size_t i = 0; i < entries.size(); ++i)
            table.insert(with_id(entries[i], 1 + step * static_cast<long>(i)));
        for (const std::size_t i : {0U, 19U, 7U}) {
            table.remove(entries[i]);
            CHECK(table.find(entries[i].id) == nullptr);
            entries[i].id = 0;
        }
        for (TableEntry& entry : entries)
            if (entry.id != 0)
                CHECK(table.find(entry.id) == &entry);
    }
}

TEST_CASE("an id that is taken gives way to the next free one") {
    HandleTable table;
    TableEntry first;
    TableEntry second;
    TableEntry third;
    table.insert(with_id(first, 5));
    table.insert(with_id(second, 6));
    table.insert(with_id(third, 5));
    CHECK(third.id == 7);
    CHECK(table.find(5) == &first);
    CHECK(table.find(7) == &third);
}

TEST_CASE("no handle is 0") {
    HandleTable table;
    TableEntry entry;
    table.insert(entry);
    CHECK(entry.id != 0);
    CHECK(table.find(0) == nullptr);
}

TEST_CASE("an id after the last 31-bit one begins anew") {
    HandleTable table;
    TableEntry first;
    TableEntry second;
    table.insert(with_id(first, 0x7FFFFFFF));
    table.insert(with_id(second, 0x7FFFFFFF));
    CHECK(second.id == 1);
}

TEST_CASE("removing what is not listed changes nothing") {
    HandleTable table;
    TableEntry listed;
    TableEntry stranger;
    table.insert(with_id(listed, 1025));
    table.remove(with_id(stranger, 1));
    CHECK(table.find(1025) == &listed);
}
