#include "daemon/config/environment.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>

using scrm::config::Environment;
using scrm::config::read_environment;
using scrm::config::split_names;
using Names = std::vector<std::string>;

TEST_CASE("names are separated by colons, empty ones count for nothing") {
    CHECK(split_names("Builtin:Windows Hello") == Names{"Builtin", "Windows Hello"});
    CHECK(split_names(":a::b:") == Names{"a", "b"});
    CHECK(split_names("").empty());
    CHECK(split_names(":").empty());
}

TEST_CASE("what pcscd reads from the environment is read, and nothing else is set") {
    const Environment nothing = read_environment();
    CHECK_FALSE(nothing.drop_directory);
    CHECK(nothing.ignored_readers.empty());
    CHECK(nothing.reader_name_extension.empty());
    ::setenv("PCSCLITE_HP_DROPDIR", "/drivers", 1);
    ::setenv("PCSCLITE_FILTER_IGNORE_READER_NAMES", "a:b", 1);
    ::setenv("PCSCLITE_FILTER_EXTEND_READER_NAMES", " here", 1);
    const Environment set = read_environment();
    CHECK(set.drop_directory == "/drivers");
    CHECK(set.ignored_readers == Names{"a", "b"});
    CHECK(set.reader_name_extension == " here");
    scrm::config::hand_on_drop_directory("/others");
    CHECK(read_environment().drop_directory == "/others");
    ::setenv("PCSCLITE_HP_DROPDIR", "", 1);
    CHECK_FALSE(read_environment().drop_directory);
    for (const auto* name : {"PCSCLITE_HP_DROPDIR", "PCSCLITE_FILTER_IGNORE_READER_NAMES",
                             "PCSCLITE_FILTER_EXTEND_READER_NAMES"})
        ::unsetenv(name);
}
