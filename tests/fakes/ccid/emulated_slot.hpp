// A slot of an emulated reader with a card in it: what the reader's firmware does with the card, at the
// exchange level that its descriptor names. It shares nothing with the driver.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "drivers/virtual/emulated_card.hpp"
#include "tests/fakes/t1_card.hpp"

namespace scrm::fakes {

using Octets = std::vector<std::uint8_t>;

enum class EmulatedLevel : std::uint8_t { Character, Tpdu, ShortApdu, ExtendedApdu };

/// What the firmware answers: bStatus' upper half and bError are `error` if there is one.
struct SlotReply {
    Octets data{};
    std::uint8_t chain = 0;
    std::optional<std::uint8_t> error{};
};

/// What goes into a slot.
struct CardMake {
    Octets atr{};
    /// The voltages (bPowerSelect 1 to 3) it answers at; 0 is always fine.
    std::vector<std::uint8_t> voltages{1, 2, 3};
    /// It keeps silent from the moment its speed is raised above this Fi/Di.
    std::optional<std::uint8_t> only_speed{};
};

/// T=0 and T=1 (T=0 first), TA1 95: like most cards.
[[nodiscard]] CardMake card_for_both();
[[nodiscard]] CardMake card_for_t0();
[[nodiscard]] CardMake card_for_t1();
/// T=1 with CRC.
[[nodiscard]] CardMake card_for_t1_crc();

class EmulatedSlot {
  public:
    EmulatedSlot(EmulatedLevel level, std::size_t max_data) : level_(level), max_data_(max_data) {}

    void insert(const CardMake& make);
    void remove();
    [[nodiscard]] bool present() const { return card_ != nullptr; }
    [[nodiscard]] bool powered() const { return powered_; }
    /// bmICCStatus: 0 active, 1 inactive, 2 absent.
    [[nodiscard]] std::uint8_t status() const;

    SlotReply power_on(std::uint8_t select);
    void power_off();
    /// The whole payload of SetParameters.
    SlotReply set_parameters(std::uint8_t protocol, const Octets& payload);
    [[nodiscard]] SlotReply parameters() const;
    [[nodiscard]] std::uint8_t protocol() const { return protocol_; }
    SlotReply transfer(const Octets& data, std::uint16_t level);
    /// A command as the card gets it, whatever the level.
    Octets run(const Octets& command);

    [[nodiscard]] EmulatedLevel level() const { return level_; }
    /// Whole commands the card has carried out since it was put in.
    std::size_t commands = 0;
    /// Blocks of T=1 to be damaged or lost on their way out of the card, one after the other.
    int damaged_blocks = 0;
    int lost_blocks = 0;
    /// How often it was powered.
    int power_ons = 0;
    /// Fi/Di of the last SetParameters.
    std::uint8_t fi_di = 0x11;

  private:
    SlotReply transfer_apdu(const Octets& data, std::uint16_t level);
    SlotReply transfer_tpdu(const Octets& data);
    SlotReply transfer_character(const Octets& data, std::uint16_t expected);
    void take_characters(const Octets& data);
    SlotReply next_part();
    Octets run_t0(const Octets& command);
    std::optional<Octets> block(const Octets& data);
    [[nodiscard]] bool too_fast() const;

    EmulatedLevel level_;
    std::size_t max_data_;
    CardMake make_;
    std::unique_ptr<virtual_reader::EmulatedCard> card_;
    std::unique_ptr<T1Card> t1_;
    bool powered_ = false;
    std::uint8_t protocol_ = 0;
    Octets parameters_;
    Octets command_;  // parts that have come
    Octets answer_;   // what is left to fetch
    bool answering_ = false;
    Octets line_;       // characters the card has sent and nobody has taken
    Octets from_host_;  // characters of a T=0 command
};

}  // namespace scrm::fakes
