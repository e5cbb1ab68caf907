#include "daemon/hosts/shared_exchange.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/fakes/loop.hpp"

using namespace scrm::hosts;
using scrm::fakes::Loop;
namespace host = scrm::ipc::host;

namespace {

struct Pair {
    Loop loop;
    std::unique_ptr<SharedExchange> exchange = SharedExchange::make(loop.io.get_executor());
    int memory = exchange->descriptors()[0].number();
    int commands = exchange->descriptors()[1].number();
    int answers = exchange->descriptors()[2].number();

    bool put(std::uint32_t slot) { return exchange->put({.slot = slot, .sequence = 1, .command = {}}); }
};

std::size_t count(const char* what) {
    if (std::string_view(what) == "descriptors") {
        const std::filesystem::directory_iterator all("/proc/self/fd");
        return static_cast<std::size_t>(std::distance(begin(all), end(all)));
    }
    std::ifstream maps("/proc/self/maps");
    std::size_t found = 0;
    for (std::string line; std::getline(maps, line);)
        found += line.find("scrm-exchange") != std::string::npos ? 1U : 0U;
    return found;
}

}  // namespace

TEST_CASE("the host is told in which slot's part a command lies") {
    Pair pair;
    REQUIRE(pair.put(0));
    REQUIRE(pair.put(31));
    std::array<std::uint8_t, 8> told{};
    CHECK(::read(pair.commands, told.data(), told.size()) == 2);
    CHECK(told[0] == 0);
    CHECK(told[1] == 31);
    CHECK_FALSE(pair.put(32));
}

TEST_CASE("a host that does not hear what it is told is not waited for") {
    Pair pair;
    ::fcntl(pair.commands, F_SETFL, 0);  // the flags of its own end are all that it can change
    ::fcntl(pair.commands, F_SETPIPE_SZ, 4096);
    int told = 0;
    while (told < 100000 && pair.put(0))
        ++told;
    CHECK(told == 4096);
}

TEST_CASE("what the host answered is read where it wrote it, and never elsewhere") {
    Pair pair;
    auto* const areas = static_cast<host::ExchangeArea*>(
        ::mmap(nullptr, 2 * sizeof(host::ExchangeArea), PROT_READ | PROT_WRITE, MAP_SHARED, pair.memory, 0));
    host::put_answer(areas[1], 5, 0, 2);
    areas[1].answer_bytes[0] = 0x90;
    const auto answer = std::get<host::Answer>(pair.exchange->answer_of(1));
    CHECK(answer.sequence == 5);
    CHECK(answer.bytes.size() == 2);
    CHECK(answer.bytes[0] == 0x90);
    CHECK(std::get<host::Violation>(pair.exchange->answer_of(32)) == host::Violation::UnknownValue);
    CHECK(std::get<host::Violation>(pair.exchange->answer_of(255)) == host::Violation::UnknownValue);
    ::munmap(areas, 2 * sizeof(host::ExchangeArea));
}

TEST_CASE("the host cannot take the memory away") {
    Pair pair;
    CHECK(::ftruncate(pair.memory, 0) != 0);
    CHECK(::fcntl(pair.memory, F_ADD_SEALS, F_SEAL_WRITE) != 0);
    // What it can is to make holes, which are read as zeros.
    CHECK(::fallocate(pair.memory, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, 65536) == 0);
    CHECK(std::get<host::Answer>(pair.exchange->answer_of(0)).bytes.empty());
}

TEST_CASE("nothing of it is left behind, whatever has become of it") {
    Loop loop;
    (void)SharedExchange::make(loop.io.get_executor());  // the loop opens some of its own for the first one
    const std::size_t descriptors = count("descriptors");
    for (int i = 0; i < 3; ++i) {
        const auto exchange = SharedExchange::make(loop.io.get_executor());
        CHECK(count("maps") == 1);
        if (i > 0)
            exchange->host_has_them();
    }
    CHECK(count("descriptors") == descriptors);
    CHECK(count("maps") == 0);
}
