// T=1 against chance: our machine at one end of a line that loses and damages blocks, a card that was written
// from the standard at the other (tests/fakes/t1_card). Whatever happens, an exchange ends, and it ends with
// the right answer or with an error that is true; and a command is carried out once at most.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "drivers/iso7816/t1_machine.hpp"
#include "tests/fakes/t1_card.hpp"
#include "tests/simulation/random.hpp"

namespace scrm::simulation::t1 {

/// A rule that did not hold.
struct Broken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What came of all exchanges; a run in which something never happened has shown little.
struct Tally {
    std::uint64_t answered = 0;
    std::uint64_t failed[12] = {};  // by T1Failure
    std::uint64_t blocks = 0;
    std::uint64_t lost = 0;
    std::uint64_t damaged = 0;
    std::uint64_t resynchs = 0;
};

class Line {
  public:
    explicit Line(std::uint64_t seed);

    /// One exchange under random conditions; after a failure that leaves the line in order, one under good
    /// ones.
    void exchange();

    [[nodiscard]] const Tally& tally() const { return tally_; }

  private:
    /// In percent of blocks, each way.
    struct Weather {
        unsigned loss = 0;
        unsigned damage = 0;
        unsigned cancel = 0;
        unsigned secure = 0;  // in percent of exchanges
    };

    void new_card();
    void pick_manners(std::size_t command_size);
    fakes::T1Card::Octets random_command();
    Weather random_weather();
    void run(const fakes::T1Card::Octets& command, Weather weather);
    iso7816::T1Action begin(const fakes::T1Card::Octets& command, Weather weather);
    iso7816::T1Action enter_securely(const fakes::T1Card::Octets& command, iso7816::T1Prologue prologue,
                                     Weather weather);
    void offer_ifsd(Weather weather);
    void reset();
    iso7816::T1Action play(iso7816::T1Action action, Weather weather);
    iso7816::T1Action carry(const iso7816::T1Send& send, Weather weather);
    std::optional<fakes::T1Card::Octets> through(std::optional<fakes::T1Card::Octets> block, Weather weather,
                                                 bool& parity);
    void damage(fakes::T1Card::Octets& block);
    void judge_answer(const fakes::T1Card::Octets& command, iso7816::Bytes response);
    void judge_failure(const fakes::T1Card::Octets& command, iso7816::T1Failure failure, Weather weather);

    Random random_;
    iso7816::T1Settings settings_;
    fakes::T1Card::Manners manners_;
    unsigned executions_ = 0;
    fakes::T1Card card_;
    iso7816::T1Machine machine_;
    bool cancelled_ = false;
    Tally tally_;
};

}  // namespace scrm::simulation::t1
