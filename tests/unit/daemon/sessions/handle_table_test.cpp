#include "daemon/sessions/handle_table.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace scrm::sessions;

namespace {

UserQuota::Ticket share(Good good) {
    static UserQuota quota({});
    return std::move(*quota.take(1000, good));
}

}  // namespace

TEST_CASE("numbers are unique among contexts and cards, have 31 bits and are never 0") {
    HandleTable table;
    int place = 0;
    std::set<std::uint32_t> numbers;
    for (int i = 0; i < 5000; ++i) {
        numbers.insert(table.add_context(share(Good::Context))->number);
        numbers.insert(table.add_card(&place, nullptr, share(Good::Handle))->id);
    }
    CHECK(numbers.size() == 10000);
    CHECK(*numbers.begin() > 0);
    CHECK(*numbers.rbegin() <= 0x7FFFFFFF);
    CHECK(table.context_count() == 5000);
    CHECK(table.card_count() == 5000);
}

TEST_CASE("two tables do not give out the same numbers") {
    HandleTable one;
    HandleTable other;
    CHECK(one.add_context(share(Good::Context))->number != other.add_context(share(Good::Context))->number);
}

TEST_CASE("a context is found until it is removed") {
    HandleTable table;
    const auto first = table.add_context(share(Good::Context));
    const auto second = table.add_context(share(Good::Context));
    CHECK(table.find_context(first->number) == first);
    CHECK(table.find_context(second->number) == second);
    CHECK_FALSE(table.find_context(0));
    table.remove_context(first->number);
    table.remove_context(first->number);
    CHECK_FALSE(table.find_context(first->number));
    CHECK(table.context_count() == 1);
}

TEST_CASE("a card is its owner's, and nobody else finds it") {
    HandleTable table;
    const int owner = 0;
    const int other = 0;
    const auto handle = table.add_card(&owner, nullptr, share(Good::Handle));
    CHECK(handle->owner == &owner);
    CHECK(table.find_card(handle->id, &owner) == handle);
    CHECK_FALSE(table.find_card(handle->id, &other));
    CHECK_FALSE(table.find_card(handle->id ^ 1U, &owner));
    CHECK_FALSE(table.find_card(0, &owner));
}

TEST_CASE("a card that is removed is not found, by nobody") {
    HandleTable table;
    const int owner = 0;
    const auto handle = table.add_card(&owner, nullptr, share(Good::Handle));
    table.remove_card(handle->id);
    CHECK_FALSE(table.find_card(handle->id, &owner));
    CHECK(table.card_count() == 0);
}

TEST_CASE("a context's number names no card, and a card's no context") {
    HandleTable table;
    int place = 0;
    const auto context = table.add_context(share(Good::Context))->number;
    const auto card = table.add_card(&place, nullptr, share(Good::Handle));
    CHECK_FALSE(table.find_card(context, &place));
    CHECK_FALSE(table.find_context(card->id));
}
