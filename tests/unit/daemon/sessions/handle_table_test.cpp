#include "daemon/sessions/handle_table.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace scrm::sessions;

namespace {

// The table only passes sessions on, so any address will do.
Session& session(int& place) {
    return reinterpret_cast<Session&>(place);
}

}  // namespace

TEST_CASE("numbers are unique among contexts and cards, have 31 bits and are never 0") {
    HandleTable table;
    int place = 0;
    std::set<std::uint32_t> numbers;
    for (int i = 0; i < 5000; ++i) {
        numbers.insert(table.add_context(session(place)));
        numbers.insert(table.add_card(&place, nullptr)->id);
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
    int place = 0;
    CHECK(one.add_context(session(place)) != other.add_context(session(place)));
}

TEST_CASE("a context is found until it is removed") {
    HandleTable table;
    int here = 0;
    int there = 0;
    const auto first = table.add_context(session(here));
    const auto second = table.add_context(session(there));
    CHECK(table.find_context(first) == &session(here));
    CHECK(table.find_context(second) == &session(there));
    CHECK_FALSE(table.find_context(0));
    table.remove_context(first);
    table.remove_context(first);
    CHECK_FALSE(table.find_context(first));
    CHECK(table.context_count() == 1);
}

TEST_CASE("a card is its owner's, and nobody else finds it") {
    HandleTable table;
    const int owner = 0;
    const int other = 0;
    const auto handle = table.add_card(&owner, nullptr);
    CHECK(handle->owner == &owner);
    CHECK(table.find_card(handle->id, &owner) == handle);
    CHECK_FALSE(table.find_card(handle->id, &other));
    CHECK_FALSE(table.find_card(handle->id ^ 1U, &owner));
    CHECK_FALSE(table.find_card(0, &owner));
}

TEST_CASE("a card that is removed is not found, by nobody") {
    HandleTable table;
    const int owner = 0;
    const auto handle = table.add_card(&owner, nullptr);
    table.remove_card(handle->id);
    CHECK_FALSE(table.find_card(handle->id, &owner));
    CHECK(table.card_count() == 0);
}

TEST_CASE("a context's number names no card, and a card's no context") {
    HandleTable table;
    int place = 0;
    const auto context = table.add_context(session(place));
    const auto card = table.add_card(&place, nullptr);
    CHECK_FALSE(table.find_card(context, &place));
    CHECK_FALSE(table.find_context(card->id));
}
