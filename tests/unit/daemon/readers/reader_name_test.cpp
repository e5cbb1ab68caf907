#include "daemon/readers/reader_name.hpp"

#include <catch2/catch.hpp>

using namespace scrm::readers;
using scrm::drivers::ReaderIdentity;

namespace {

ReaderIdentity called(std::string name, std::string interface_name = {}, std::string serial = {}) {
    return {std::move(name), std::move(interface_name), std::move(serial)};
}

std::string name_in(ReaderNames& names, const ReaderIdentity& identity, std::size_t slot = 0) {
    return names.reserve(identity).for_slot(slot);
}

}  // namespace

TEST_CASE("a name is made of what the device says of itself, and two numbers") {
    ReaderNames names;
    CHECK(name_in(names, called("Desk")) == "Desk 00 00");
    CHECK(name_in(names, called("Desk", "CCID")) == "Desk [CCID] 00 00");
    CHECK(name_in(names, called("Desk", "", "0815")) == "Desk (0815) 00 00");
    CHECK(name_in(names, called("Desk", "CCID", "0815")) == "Desk [CCID] (0815) 00 00");
}

TEST_CASE("the first number counts readers of the same name, each name by itself") {
    ReaderNames names;
    CHECK(name_in(names, called("First")) == "First 00 00");
    CHECK(name_in(names, called("Second")) == "Second 00 00");
    CHECK(name_in(names, called("First")) == "First 01 00");
}

TEST_CASE("the second number is the slot") {
    ReaderNames names;
    const ReservedName name = names.reserve(called("Desk"));
    CHECK(name.for_slot(0) == "Desk 00 00");
    CHECK(name.for_slot(15) == "Desk 00 0F");
}

TEST_CASE("both numbers are hexadecimal, of two digits or more") {
    CHECK(ReservedName{"Desk", 10}.for_slot(171) == "Desk 0A AB");
    CHECK(ReservedName{"Desk", 256}.for_slot(4096) == "Desk 100 1000");
}

TEST_CASE("a number that is given back is the next to be taken, the lowest first") {
    ReaderNames names;
    std::vector<ReservedName> taken;
    for (int i = 0; i < 4; ++i)
        taken.push_back(names.reserve(called("Desk")));
    names.release(taken[2]);
    names.release(taken[1]);
    CHECK(name_in(names, called("Desk")) == "Desk 01 00");
    CHECK(name_in(names, called("Desk")) == "Desk 02 00");
    CHECK(name_in(names, called("Desk")) == "Desk 04 00");
}

TEST_CASE("giving back a name that was not taken changes nothing") {
    ReaderNames names;
    const ReservedName first = names.reserve(called("Desk"));
    names.release({"Bench", 0});
    names.release({"Desk", 7});
    CHECK(name_in(names, called("Desk")) == "Desk 01 00");
    names.release(first);
    names.release(first);
    CHECK(name_in(names, called("Desk")) == "Desk 00 00");
}

TEST_CASE("a name has at most 127 bytes, its numbers among them") {
    ReaderNames names;
    const std::string fits(121, 'x');
    CHECK(name_in(names, called(fits)) == fits + " 00 00");
    CHECK(name_in(names, called(std::string(500, 'y'))) == std::string(121, 'y') + " 00 00");
    CHECK(ReservedName{fits, 0x1234}.for_slot(0) == std::string(119, 'x') + " 1234 00");
}

TEST_CASE("a name is never cut within a character") {
    ReaderNames names;
    const std::string euro = "\xE2\x82\xAC";
    const std::string before(120, 'x');
    CHECK(name_in(names, called(before + euro)) == before + " 00 00");
    CHECK(name_in(names, called(before.substr(1) + euro)) == before.substr(1) + " 00 00");
    CHECK(name_in(names, called(before.substr(2) + euro)) == before.substr(2) + euro + " 00 00");
}

TEST_CASE("readers whose names differ only in what is cut off are told apart by their number") {
    ReaderNames names;
    const std::string shared(121, 'x');
    CHECK(name_in(names, called(shared, "", "1")) == shared + " 00 00");
    CHECK(name_in(names, called(shared, "", "2")) == shared + " 01 00");
}
