// simulation [STEPS]: plays so many steps (20 000) from each of a few seeds, or from the one in SCRM_SEED; 0
// asks for one that nobody has tried.
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>

#include "tests/simulation/world.hpp"

namespace scrm::simulation {
namespace {

std::uint64_t number(const char* text) {
    std::uint64_t value = 0;
    std::from_chars(text, text + std::strlen(text), value);
    return value;
}

/// Whether all went well.
bool play(std::uint64_t seed, std::uint64_t steps) {
    Journal journal;
    try {
        World world(seed, journal);
        while (journal.step < steps)
            world.step();
        world.end();
    } catch (const Violation& violation) {
        std::printf("%sbroken in step %llu: %s\nonce more: SCRM_SEED=%llu simulation %llu\n",
                    journal.text().c_str(), static_cast<unsigned long long>(journal.step),
                    violation.rule.c_str(), static_cast<unsigned long long>(seed),
                    static_cast<unsigned long long>(steps));
        return false;
    }
    std::printf("seed %llu: %llu steps\n", static_cast<unsigned long long>(seed),
                static_cast<unsigned long long>(journal.step));
    return true;
}

}  // namespace
}  // namespace scrm::simulation

int main(int argc, char** argv) {
    using namespace scrm::simulation;
    const std::uint64_t steps = argc > 1 ? number(argv[1]) : 20000;
    std::vector<std::uint64_t> seeds{1, 2, 3, 4, 5};
    if (const char* given = std::getenv("SCRM_SEED")) {
        seeds = {number(given)};
        if (seeds.front() == 0)
            seeds.front() = std::random_device{}();
    }
    for (const std::uint64_t seed : seeds)
        if (!play(seed, steps))
            return 1;
    return 0;
}
