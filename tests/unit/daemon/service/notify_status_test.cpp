#include "daemon/service/notify_status.hpp"

#include <catch2/catch.hpp>

using namespace scrm::service;

TEST_CASE("the status counts readers and clients") {
    CHECK(status_message({Enumeration::Settled, 0, 0}) == "STATUS=0 readers, 0 clients");
    CHECK(status_message({Enumeration::Settled, 1, 1}) == "STATUS=1 reader, 1 client");
    CHECK(status_message({Enumeration::Settled, 2, 30}) == "STATUS=2 readers, 30 clients");
}

TEST_CASE("the status tells what the daemon must do without") {
    CHECK(status_message({Enumeration::Settled, 0, 1, {"udevd", "polkit"}}) ==
          "STATUS=0 readers, 1 client; without udevd, polkit");
    CHECK(status_message({Enumeration::Settled, 0, 1, {"logind"}}) ==
          "STATUS=0 readers, 1 client; without logind");
}

TEST_CASE("the status tells that readers may still be missing") {
    CHECK(status_message({Enumeration::UnderWay, 1, 0}) == "STATUS=Looking for readers: 1 reader, 0 clients");
}
