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
