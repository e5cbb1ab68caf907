#include "daemon/access/answer_cache.hpp"

#include <catch2/catch.hpp>

using namespace scrm::access;

namespace {

const char* const action = "use";
const Question question{{100, 5}, 1000, action, "Desk"};

}  // namespace

TEST_CASE("an answer holds for its question alone") {
    AnswerCache<int> cache;
    cache.keep(question, 7, cache.time());
    CHECK(cache.find(question) == 7);
    CHECK_FALSE(cache.find({{101, 5}, 1000, action, "Desk"}));
    CHECK_FALSE(cache.find({{100, 6}, 1000, action, "Desk"}));
    CHECK_FALSE(cache.find({{100, 5}, 1001, action, "Desk"}));
    CHECK_FALSE(cache.find({{100, 5}, 1000, "come in", "Desk"}));
    CHECK_FALSE(cache.find({{100, 5}, 1000, action, "Door"}));
}

TEST_CASE("no answer outlives a change, whenever it came") {
    AnswerCache<int> cache;
    cache.keep(question, 7, cache.time());
    const unsigned asked_at = cache.time();
    cache.changed();
    CHECK_FALSE(cache.find(question));
    cache.keep(question, 7, asked_at);
    CHECK_FALSE(cache.find(question));
    cache.keep(question, 8, cache.time());
    CHECK(cache.find(question) == 8);
}

TEST_CASE("answers do not pile up") {
    AnswerCache<int> cache;
    for (std::uint32_t pid = 0; pid < 10 * AnswerCache<int>::most; ++pid)
        cache.keep({{pid, 5}, 1000, action, "Desk"}, 7, cache.time());
    CHECK(cache.size() <= AnswerCache<int>::most);
}
