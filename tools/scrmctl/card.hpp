// A connection to a card.
#pragma once

#include <winscard.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tools/scrmctl/context.hpp"
#include "tools/scrmctl/request.hpp"

namespace scrm::tools {

struct Answer {
    /// Data and status word, as the card sent them.
    std::vector<std::uint8_t> bytes;

    /// None if the answer is too short to hold one, as a raw one may be.
    [[nodiscard]] std::optional<std::uint16_t> status_word() const;
};

class Card {
  public:
    /// Shares the card with other programs. Raw leaves the protocol to the reader.
    [[nodiscard]] static Outcome<Card> connect(const Context& context, const std::string& reader,
                                               ProtocolChoice protocol);

    Card(Card&& other) noexcept;
    Card(const Card&) = delete;
    Card& operator=(const Card&) = delete;
    Card& operator=(Card&&) = delete;
    /// Leaves the card as it is, and lets others go on if this one held them off.
    ~Card();

    /// Holds other programs off until the end of this connection; waits for its turn.
    [[nodiscard]] std::optional<Failure> hold();
    [[nodiscard]] Outcome<Answer> transmit(std::span<const std::uint8_t> command) const;

  private:
    Card(SCARDHANDLE handle, DWORD protocol, std::string reader);

    SCARDHANDLE handle_;
    DWORD protocol_;
    std::string reader_;
    bool connected_ = true;
    bool held_ = false;
};

}  // namespace scrm::tools
