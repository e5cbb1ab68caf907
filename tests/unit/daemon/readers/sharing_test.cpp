#include "daemon/readers/sharing.hpp"

#include <catch2/catch.hpp>

using namespace scrm::readers;

TEST_CASE("anybody may have a slot that nobody has") {
    const Sharing sharing;
    CHECK(sharing.admits(ShareMode::Shared));
    CHECK(sharing.admits(ShareMode::Direct));
    CHECK(sharing.admits(ShareMode::Exclusive));
    CHECK_FALSE(sharing.in_use());
    CHECK(sharing.wire_value() == 0);
}

TEST_CASE("who shares, or is direct, admits the same and nobody who wants the slot for himself") {
    const auto first = GENERATE(ShareMode::Shared, ShareMode::Direct);
    Sharing sharing;
    sharing.enter(first);
    CHECK(sharing.admits(ShareMode::Shared));
    CHECK(sharing.admits(ShareMode::Direct));
    CHECK_FALSE(sharing.admits(ShareMode::Exclusive));
}

TEST_CASE("who has the slot for himself admits nobody") {
    Sharing sharing;
    sharing.enter(ShareMode::Exclusive);
    CHECK_FALSE(sharing.admits(ShareMode::Shared));
    CHECK_FALSE(sharing.admits(ShareMode::Direct));
    CHECK_FALSE(sharing.admits(ShareMode::Exclusive));
}

TEST_CASE("clients are told how many share, or -1 for one who does not") {
    Sharing sharing;
    sharing.enter(ShareMode::Shared);
    sharing.enter(ShareMode::Direct);
    CHECK(sharing.wire_value() == 2);
    sharing.leave();
    CHECK(sharing.wire_value() == 1);
    sharing.leave();
    CHECK(sharing.wire_value() == 0);
    sharing.enter(ShareMode::Exclusive);
    CHECK(sharing.wire_value() == -1);
}

TEST_CASE("when an exclusive handle leaves, the slot is everybody's again") {
    Sharing sharing;
    sharing.enter(ShareMode::Exclusive);
    sharing.leave();
    CHECK_FALSE(sharing.exclusive());
    CHECK(sharing.admits(ShareMode::Exclusive));
}

TEST_CASE("only who is alone may change to exclusive") {
    Sharing sharing;
    sharing.enter(ShareMode::Shared);
    sharing.enter(ShareMode::Shared);
    CHECK_FALSE(sharing.change(ShareMode::Exclusive));
    CHECK(sharing.wire_value() == 2);
    sharing.leave();
    CHECK(sharing.change(ShareMode::Exclusive));
    CHECK(sharing.wire_value() == -1);
}

TEST_CASE("an exclusive handle that changes to shared lets others in") {
    Sharing sharing;
    sharing.enter(ShareMode::Exclusive);
    CHECK(sharing.change(ShareMode::Shared));
    CHECK(sharing.wire_value() == 1);
    CHECK(sharing.admits(ShareMode::Shared));
}
