// Chance that comes again: the same seed, the same sequence, on every machine.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace scrm::simulation {

class Random {
  public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    /// 0 to `count` - 1.
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
    bool chance(unsigned percent) { return below(100) < percent; }
    template <class T>
    T& pick(std::vector<T>& among) {
        return among[below(among.size())];
    }
    template <class T, std::size_t size>
    T any_of(const T (&values)[size]) {
        return values[below(size)];
    }

  private:
    std::mt19937_64 engine_;
};

}  // namespace scrm::simulation
