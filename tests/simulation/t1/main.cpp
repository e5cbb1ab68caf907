// t1_simulation [EXCHANGES]: so many exchanges (4 000) from seed 1, or from the one in SCRM_SEED; 0 asks for
// one that nobody has tried.
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>

#include "tests/simulation/t1/line.hpp"

namespace {

using namespace scrm::simulation::t1;

unsigned long long number(const char* text) {
    unsigned long long value = 0;
    std::from_chars(text, text + std::strlen(text), value);
    return value;
}

void print(const Tally& tally) {
    std::printf("%llu answered; of %llu blocks and their answers %llu lost, %llu damaged; %llu RESYNCH\n",
                static_cast<unsigned long long>(tally.answered),
                static_cast<unsigned long long>(tally.blocks), static_cast<unsigned long long>(tally.lost),
                static_cast<unsigned long long>(tally.damaged),
                static_cast<unsigned long long>(tally.resynchs));
    for (std::size_t i = 0; i < std::size(tally.failed); ++i)
        if (tally.failed[i] != 0)
            std::printf("%10llu times: %s\n", static_cast<unsigned long long>(tally.failed[i]),
                        describe(static_cast<scrm::iso7816::T1Failure>(i)));
}

}  // namespace

int main(int argc, char** argv) {
    const unsigned long long exchanges = argc > 1 ? number(argv[1]) : 4000;
    const char* given = std::getenv("SCRM_SEED");
    unsigned long long seed = given != nullptr ? number(given) : 1;
    if (seed == 0)
        seed = std::random_device{}();
    std::printf("seed %llu\n", seed);
    Line line(seed);
    unsigned long long played = 0;
    try {
        for (; played < exchanges; ++played)
            line.exchange();
    } catch (const Broken& broken) {
        std::printf("exchange %llu: %s\nonce more: SCRM_SEED=%llu t1_simulation %llu\n", played,
                    broken.what(), seed, played + 1);
        return 1;
    }
    print(line.tally());
    return 0;
}
