#include "libpcsc-client/api/output_buffer.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <cstring>

using namespace scrm::client;

namespace {

constexpr std::array<std::uint8_t, 4> data = {1, 2, 3, 4};

}  // namespace

TEST_CASE("without a buffer the length alone is told, whatever it was") {
    for (DWORD length : {0UL, 3UL, 1000UL}) {
        CHECK(deliver(data, nullptr, &length) == ResultCode::Success);
        CHECK(length == 4);
    }
    CHECK(deliver(data, nullptr, nullptr) == ResultCode::Success);
}

TEST_CASE("a buffer that is large enough takes everything and no byte more") {
    std::array<std::uint8_t, 6> buffer{};
    for (DWORD length : {4UL, 6UL}) {
        CHECK(deliver(data, buffer.data(), &length) == ResultCode::Success);
        CHECK(length == 4);
        CHECK(buffer == std::array<std::uint8_t, 6>{1, 2, 3, 4, 0, 0});
    }
}

TEST_CASE("a buffer that is too small is not overrun, and the length needed is told") {
    std::array<std::uint8_t, 4> buffer{};
    DWORD length = 3;
    CHECK(deliver(data, buffer.data(), &length) == ResultCode::InsufficientBuffer);
    CHECK(length == 4);
    CHECK(buffer[3] == 0);
}

TEST_CASE("a buffer without a length has no room") {
    std::uint8_t untouched = 9;
    CHECK(deliver(data, &untouched, nullptr) == ResultCode::InsufficientBuffer);
    CHECK(untouched == 9);
}

TEST_CASE("SCARD_AUTOALLOCATE allocates and sets the program's pointer") {
    DWORD length = SCARD_AUTOALLOCATE;
    std::uint8_t* allocated = nullptr;
    CHECK(deliver(data, &allocated, &length) == ResultCode::Success);
    CHECK(length == 4);
    REQUIRE(allocated != nullptr);
    CHECK(std::memcmp(allocated, data.data(), data.size()) == 0);
    std::free(allocated);  // NOLINT(cppcoreguidelines-no-malloc)
}

TEST_CASE("SCARD_AUTOALLOCATE without a pointer to set is refused") {
    DWORD length = SCARD_AUTOALLOCATE;
    CHECK(deliver(data, nullptr, &length) == ResultCode::InvalidParameter);
}
