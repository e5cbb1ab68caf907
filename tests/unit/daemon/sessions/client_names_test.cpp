#include "daemon/sessions/client_names.hpp"

#include <catch2/catch.hpp>

using scrm::readers::Client;
using scrm::sessions::client_names;

// Numbers above any that Linux gives to a process: none of these has a name.
static const Client one{4194305};
static const Client two{4194306};
static const Client three{4194307};

TEST_CASE("clients are listed in their order") {
    CHECK(client_names({}, 2).empty());
    CHECK(client_names({one}, 2) == "4194305");
    CHECK(client_names({two, one}, 2) == "4194306, 4194305");
}

TEST_CASE("of clients that are too many to be listed the rest is counted") {
    CHECK(client_names({one, two, three}, 2) == "4194305, 4194306 and 1 more");
    CHECK(client_names({one, two, three}, 1) == "4194305 and 2 more");
}
