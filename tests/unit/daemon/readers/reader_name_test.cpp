#include "daemon/readers/reader_name.hpp"

#include <catch2/catch.hpp>

using namespace scrm::readers;
using scrm::drivers::ReaderIdentity;

namespace {

ReaderIdentity called(std::string name, std::string interface_name = {}, std::string serial = {}) {
    return {std::move(name), std::move(interface_name), std::move(serial)};
}

std::string name_in(ReaderNames& names, const ReaderIdentity& identity, std::size_t slot = 0) {
    return names.reserve(identity)->for_slot(slot);
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
    const ReservedName name = *names.reserve(called("Desk"));
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
        taken.push_back(*names.reserve(called("Desk")));
    names.release(taken[2]);
    names.release(taken[1]);
    CHECK(name_in(names, called("Desk")) == "Desk 01 00");
    CHECK(name_in(names, called("Desk")) == "Desk 02 00");
    CHECK(name_in(names, called("Desk")) == "Desk 04 00");
}

TEST_CASE("giving back a name that was not taken changes nothing") {
    ReaderNames names;
    const ReservedName first = *names.reserve(called("Desk"));
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

TEST_CASE("a serial number is left out where the interface's name has it already") {
    ReaderNames names;
    CHECK(name_in(names, called("Desk", "CCID 0815", "0815")) == "Desk [CCID 0815] 00 00");
    CHECK(name_in(names, called("Desk 0815", "", "0815")) == "Desk 0815 (0815) 00 00");
}

TEST_CASE("interface and serial are plain ASCII, and no part brings control characters") {
    ReaderNames names;
    CHECK(name_in(names, called("L\xC3\xA4n\ng", "\xC3\xA4 x\t", "1\xFF")) ==
          "L\xC3\xA4n.g [.. x.] (1.) 00 00");
}

TEST_CASE("interface and serial can be left out of names") {
    const auto name = [](NameRules rules) {
        ReaderNames names(std::move(rules));
        return name_in(names, called("Desk", "CCID 0815", "0815"));
    };
    CHECK(name({.interface_name = NamePart::LeftOut}) == "Desk (0815) 00 00");
    CHECK(name({.serial = NamePart::LeftOut}) == "Desk [CCID 0815] 00 00");
    CHECK(name({.interface_name = NamePart::LeftOut, .serial = NamePart::LeftOut}) == "Desk 00 00");
}

TEST_CASE("readers whose name has a given part are to be ignored") {
    ReaderNames names({.ignored = {"Windows Hello", "(0815)"}, .extension = " at home"});
    CHECK_FALSE(names.reserve(called("The Windows Hello Reader")));
    CHECK_FALSE(names.reserve(called("Desk", "", "0815")));
    CHECK(names.reserve(called("Desk", "", "08150")));
    CHECK(names.reserve(called("windows hello")));
    CHECK(ReaderNames({.ignored = {"home", "00"}, .extension = " at home"}).reserve(called("Desk")));
}

TEST_CASE("every name can be extended, before its numbers and within the limit") {
    ReaderNames names({.extension = " at home"});
    CHECK(name_in(names, called("Desk", "", "1")) == "Desk (1) at home 00 00");
    CHECK(name_in(names, called(std::string(120, 'x'))) == std::string(120, 'x') + "  00 00");
}

TEST_CASE("a reserved name suits those who would be called so") {
    ReaderNames names({.extension = "!"});
    const ReservedName name = *names.reserve(called("Desk", "CCID"));
    CHECK(names.suits(name, called("Desk", "CCID")));
    CHECK_FALSE(names.suits(name, called("Desk")));
}
