#include "drivers/ifd-host/exchange_bell.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <catch2/catch.hpp>

using namespace scrm::ifd_host;

TEST_CASE("all slots of a reader go by memory, or none") {
    for (const auto& [asked, made] : {std::pair{0U, 0U}, {4U, 4U}, {5U, 0U}, {33U, 0U}, {0xFFFFFFFFU, 0U}}) {
        const int memory = ::memfd_create("scrm-test", MFD_CLOEXEC);
        REQUIRE(::ftruncate(memory, 4 * sizeof(scrm::ipc::host::ExchangeArea)) == 0);
        CHECK(map_exchanges(SharedDescriptors{memory, -1, -1}, asked).size() == made);
        CHECK(::fcntl(memory, F_GETFD) == -1);  // it has been closed
    }
    CHECK(map_exchanges(std::nullopt, 1).empty());
}

TEST_CASE("descriptors are the daemon's if all three are open, and stay in this process") {
    const int first = ::fcntl(::memfd_create("scrm-test", 0), F_DUPFD, 500);
    REQUIRE(::dup2(first, first + 1) == first + 1);
    CHECK_FALSE(shared_descriptors(0));
    CHECK_FALSE(shared_descriptors(static_cast<std::uint32_t>(first)));
    CHECK_FALSE(shared_descriptors(0xFFFFFFFF));
    REQUIRE(::dup2(first, first + 2) == first + 2);
    const auto shared = shared_descriptors(static_cast<std::uint32_t>(first));
    REQUIRE(shared);
    CHECK(shared->memory == first);
    for (const int descriptor : {shared->memory, shared->commands, shared->answers}) {
        CHECK(::fcntl(descriptor, F_GETFD) == FD_CLOEXEC);
        ::close(descriptor);
    }
}
