// A card that speaks T=1, written from the card's side of ISO 7816-3, 11.6, for itself: it shares no line
// with drivers/iso7816, so what the two agree on is the standard and not a mistake of one of them.
//
// It takes one block and says one, or nothing. What it does beyond answering - asking for time, changing the
// length of blocks, aborting - is told it command by command.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace scrm::fakes {

class T1Card {
  public:
    using Octets = std::vector<std::uint8_t>;

    /// How it behaves during the next command.
    struct Manners {
        /// S(WTX request) before the answer, one after the other.
        std::vector<std::uint8_t> time_wanted;
        /// S(IFS request) before the answer.
        std::optional<std::uint8_t> new_ifsc;
        /// S(ABORT request) in place of the acknowledgement of this part of the command (1 is the first).
        std::size_t abort_at_command_part = 0;
        /// S(ABORT request) in place of this part of the answer (1 is the second, for it takes an R-block).
        std::size_t abort_at_answer_part = 0;
    };

    struct Settings {
        bool crc = false;
        std::uint8_t ifsc = 32;
    };

    /// `application` is called once for every whole command.
    T1Card(Settings settings, std::function<Octets(const Octets&)> application);

    void reset();
    void behave(Manners manners) { manners_ = std::move(manners); }

    /// From NAD to EDC; an answer likewise, or none when it keeps silent.
    std::optional<Octets> receive(std::span<const std::uint8_t> wire);

    [[nodiscard]] std::uint8_t ifsc() const { return ifsc_; }
    /// How long its own blocks may be.
    [[nodiscard]] std::uint8_t ifsd() const { return ifsd_; }

  private:
    enum class Said : std::uint8_t { Nothing, Data, Receipt, Request, Response };

    std::optional<Octets> misunderstood(unsigned reason);
    std::optional<Octets> data(std::uint8_t pcb, std::span<const std::uint8_t> field);
    std::optional<Octets> receipt(std::uint8_t pcb);
    std::optional<Octets> request(std::uint8_t pcb, std::span<const std::uint8_t> field);
    std::optional<Octets> response(std::uint8_t pcb, std::span<const std::uint8_t> field);
    Octets go_on();
    Octets next_part();
    Octets say_receipt(unsigned reason);
    Octets ask(std::uint8_t pcb, Octets field);
    Octets say(Said kind, std::uint8_t pcb, const Octets& field);
    void forget_exchange();
    void restart();

    Settings settings_;
    Manners manners_;
    std::function<Octets(const Octets&)> application_;
    std::uint8_t ifsc_;
    std::uint8_t ifsd_ = 32;
    unsigned awaited_ = 0;  // number of the reader's next I-block
    unsigned own_ = 0;      // number of our next I-block

    Octets command_;
    std::size_t command_parts_ = 0;
    Octets answer_;
    std::size_t answer_at_ = 0;
    std::size_t answer_parts_ = 0;
    std::size_t waits_ = 0;
    Octets own_block_;  // our last I-block, empty if there is none to repeat

    Said said_ = Said::Nothing;
    Octets last_;                        // the last block said
    std::optional<std::uint8_t> asked_;  // PCB of a request of ours that is not answered yet
    unsigned misunderstandings_ = 0;
};

}  // namespace scrm::fakes
