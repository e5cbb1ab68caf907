#include "daemon/sessions/user_quota.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace scrm::sessions;
using Ticket = UserQuota::Ticket;

namespace {

constexpr std::uint32_t alice = 1000;
constexpr std::uint32_t bob = 1001;
constexpr UserShares few{.contexts = 2, .handles = 3, .waiting = 1};

/// As many as there are to be had.
std::vector<Ticket> take_all(UserQuota& quota, std::uint32_t uid, Good good, std::size_t at_most = 10) {
    std::vector<Ticket> taken;
    while (taken.size() < at_most) {
        auto ticket = quota.take(uid, good);
        if (!ticket)
            break;
        taken.push_back(std::move(*ticket));
    }
    return taken;
}

}  // namespace

TEST_CASE("a user may have as much as its share of each good, and no more") {
    UserQuota quota(few);
    const auto contexts = take_all(quota, alice, Good::Context);
    const auto handles = take_all(quota, alice, Good::Handle);
    const auto waiting = take_all(quota, alice, Good::Waiting);
    CHECK(contexts.size() == 2);
    CHECK(handles.size() == 3);
    CHECK(waiting.size() == 1);
    CHECK(quota.used(alice, Good::Context) == 2);
    CHECK(quota.used(alice, Good::Handle) == 3);
    CHECK(quota.used(alice, Good::Waiting) == 1);
}

TEST_CASE("what one user has is nothing to another") {
    UserQuota quota(few);
    const auto hers = take_all(quota, alice, Good::Context);
    CHECK(quota.used(bob, Good::Context) == 0);
    CHECK(take_all(quota, bob, Good::Context).size() == 2);
    CHECK(quota.used(alice, Good::Context) == 2);
}

TEST_CASE("what is given back can be had again") {
    UserQuota quota(few);
    auto taken = take_all(quota, alice, Good::Handle);
    taken.pop_back();
    CHECK(quota.used(alice, Good::Handle) == 2);
    CHECK(take_all(quota, alice, Good::Handle).size() == 1);
    CHECK(quota.used(alice, Good::Handle) == 2);
}

TEST_CASE("a share of 0 means as much as there is, and is counted all the same") {
    UserQuota quota({});
    const auto taken = take_all(quota, alice, Good::Waiting, 1000);
    CHECK(taken.size() == 1000);
    CHECK(quota.used(alice, Good::Waiting) == 1000);
}

TEST_CASE("a ticket that moves is counted once") {
    UserQuota quota(few);
    auto first = quota.take(alice, Good::Context);
    auto second = quota.take(alice, Good::Context);
    Ticket kept = std::move(*first);
    first.reset();
    CHECK(quota.used(alice, Good::Context) == 2);
    kept = std::move(*second);
    second.reset();
    CHECK(quota.used(alice, Good::Context) == 1);
}

TEST_CASE("a user that has nothing any more is forgotten, and comes back with nothing") {
    UserQuota quota(few);
    {
        const auto hers = take_all(quota, alice, Good::Context);
        CHECK(quota.users() == 1);
    }
    CHECK(quota.users() == 0);
    CHECK(take_all(quota, bob, Good::Context).size() == 2);
    CHECK(take_all(quota, alice, Good::Context).size() == 2);
}

TEST_CASE("a refusal leaves no user behind") {
    UserQuota quota({.contexts = 1, .handles = 1, .waiting = 1});
    const auto taken = quota.take(alice, Good::Context);
    CHECK_FALSE(quota.take(alice, Good::Context));
    CHECK(quota.users() == 1);
}

TEST_CASE("a ticket may outlive the quota") {
    std::optional<Ticket> ticket;
    {
        UserQuota quota(few);
        ticket = quota.take(alice, Good::Context);
    }
    ticket.reset();
    CHECK_FALSE(ticket);
}
