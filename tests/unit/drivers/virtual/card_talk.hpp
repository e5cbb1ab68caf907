// A conversation with one emulated card, in hex.
#pragma once

#include "drivers/virtual/emulated_card.hpp"
#include "tests/unit/drivers/virtual/hex.hpp"

namespace scrm::virtual_reader::test {

class CardTalk {
  public:
    explicit CardTalk(Transport transport) : transport_(transport) {}

    /// The card's whole answer.
    std::vector<std::uint8_t> send(Bytes command) {
        std::vector<std::uint8_t> response(65538);
        const CardReply reply = card.exchange(transport_, command, response);
        delay = reply.delay;
        response.resize(reply.size);
        return response;
    }
    std::string operator()(std::string_view command) { return hex(send(bytes(command))); }
    void select_demo() { send(bytes("00 A4 04 0C 06 F0 53 43 52 4D 01")); }

    EmulatedCard card{CardSpec{}};
    std::chrono::milliseconds delay{0};

  private:
    Transport transport_;
};

}  // namespace scrm::virtual_reader::test
