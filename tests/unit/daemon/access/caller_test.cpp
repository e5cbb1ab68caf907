#include "daemon/access/caller.hpp"

#include <catch2/catch.hpp>

using scrm::access::units_of;
using Units = std::vector<std::string>;

TEST_CASE("the unit of a process and the slices around it") {
    CHECK(units_of("/system.slice/nginx.service") == Units{"system.slice", "nginx.service"});
    CHECK(units_of("/user.slice/user-1000.slice/session-3.scope") ==
          Units{"user.slice", "user-1000.slice", "session-3.scope"});
    CHECK(units_of("/init.scope") == Units{"init.scope"});
    CHECK(units_of("/") == Units{});
    CHECK(units_of("") == Units{});
}

TEST_CASE("what a user calls a cgroup of theirs counts for nothing") {
    CHECK(units_of("/user.slice/user-1000.slice/user@1000.service/app.slice/nginx.service") ==
          Units{"user.slice", "user-1000.slice", "user@1000.service"});
    CHECK(units_of("/system.slice/docker-0123.scope/system.slice/nginx.service") ==
          Units{"system.slice", "docker-0123.scope"});
}
