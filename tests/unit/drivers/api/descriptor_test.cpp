#include "drivers/api/descriptor.hpp"

#include <fcntl.h>

#include <catch2/catch.hpp>

using scrm::drivers::Descriptor;

namespace {

bool is_open(int number) {
    return ::fcntl(number, F_GETFD) >= 0;
}

Descriptor opened() {
    Descriptor made(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    REQUIRE(made.is_open());
    return made;
}

}  // namespace

TEST_CASE("a descriptor is closed with its owner, or before") {
    int number = -1;
    {
        const Descriptor owner = opened();
        number = owner.number();
        CHECK(is_open(number));
    }
    CHECK_FALSE(is_open(number));
    Descriptor owner = opened();
    number = owner.number();
    owner.close();
    CHECK_FALSE(owner.is_open());
    CHECK_FALSE(is_open(number));
}

TEST_CASE("a descriptor has one owner, the last it was given to") {
    Descriptor first = opened();
    const int number = first.number();
    Descriptor second(std::move(first));
    CHECK_FALSE(first.is_open());  // NOLINT(bugprone-use-after-move): that is what is asked
    Descriptor third = opened();
    const int replaced = third.number();
    third = std::move(second);
    CHECK(third.number() == number);
    CHECK(is_open(number));
    CHECK_FALSE(is_open(replaced));
    CHECK(third.release() == number);
    CHECK_FALSE(third.is_open());
    CHECK(is_open(number));
    ::close(number);
}

TEST_CASE("what could not be opened is not open") {
    const Descriptor none(::open("/nowhere", O_RDONLY | O_CLOEXEC));
    CHECK_FALSE(none.is_open());
    CHECK_FALSE(Descriptor().is_open());
}
