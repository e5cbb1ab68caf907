#include "daemon/sessions/refusal.hpp"

#include <catch2/catch.hpp>

#include "ipc/limits.hpp"

using namespace scrm::sessions;
using scrm::ipc::ResultCode;
using Kind = scrm::readers::Obstacle::Kind;

TEST_CASE("what was in the way and is not any more has no names") {
    CHECK(describe({ResultCode::SharingViolation, KeptByOthers{"Desk", {Kind::None, {}}}}) ==
          "'Desk' was in use");
}

TEST_CASE("a program that cannot be looked up is known by its number") {
    constexpr std::uint32_t nobody = 0x7FFFFFFF;
    CHECK(describe({ResultCode::SharingViolation, KeptByOthers{"Desk", {Kind::Shared, {{nobody}}}}}) ==
          "'Desk' is used by pid 2147483647");
}

TEST_CASE("a reason is never longer than a client has room for") {
    const std::string endless(2000, 'x');
    CHECK(describe({ResultCode::SharingViolation, KeptByOthers{endless, {Kind::None, {}}}}).size() ==
          scrm::ipc::most_refusal_text);
}
