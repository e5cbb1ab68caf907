#include "libpcsc-client/connection/reader_snapshot.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "tests/unit/libpcsc-client/snapshots.hpp"

using namespace scrm::client;
using namespace scrm::ipc;

namespace {

std::string names_of(const ReaderSnapshot& readers) {
    Block names;
    REQUIRE(readers.copy_names(names));
    return {reinterpret_cast<const char*>(names.bytes().data()), names.bytes().size()};
}

}  // namespace

TEST_CASE("names are listed in the order of the records, unused ones left out") {
    ReaderSnapshot readers;
    take(readers, {empty_reader("B"), ReaderState{}, empty_reader("A")});
    CHECK(names_of(readers) == std::string("B\0A\0\0", 5));
}

TEST_CASE("no reader is an empty list") {
    ReaderSnapshot readers;
    CHECK(names_of(readers) == std::string("\0", 1));
    take(readers, {ReaderState{}, ReaderState{}});
    CHECK(names_of(readers) == std::string("\0", 1));
}

TEST_CASE("a name that fills its field is cut, not overrun") {
    ReaderSnapshot readers;
    take(readers, {empty_reader("A")});
    std::fill_n(readers.bytes().begin(), reader_name_size, std::uint8_t{'x'});
    CHECK(names_of(readers).size() == reader_name_size + 1);
    CHECK(readers.find(std::string(reader_name_size - 1, 'x')).has_value());
}

TEST_CASE("the fingerprint of the names changes with their number, order and boundaries, and nothing else") {
    ReaderSnapshot readers;
    take(readers, {empty_reader("A"), empty_reader("B")});
    const std::uint32_t before = readers.names_fingerprint();
    take(readers, {full_reader("A", 3), reader_named("B", 4, -1)});
    CHECK(readers.names_fingerprint() == before);
    for (const std::vector<ReaderState>& others :
         {std::vector{empty_reader("A")}, std::vector{empty_reader("B"), empty_reader("A")},
          std::vector{empty_reader("AB"), ReaderState{}}, std::vector{ReaderState{}, ReaderState{}}}) {
        take(readers, others);
        CHECK(readers.names_fingerprint() != before);
    }
}
