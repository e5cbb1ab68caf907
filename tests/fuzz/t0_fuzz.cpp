// Whatever a card says, T=0 character by character sends only bytes of the command and ends; and so does the
// mapper of APDUs above it. The input: a command after its length, then what the card says.
#include <algorithm>
#include <cstdlib>

#include "drivers/iso7816/apdu.hpp"
#include "drivers/iso7816/t0_exchange.hpp"
#include "drivers/iso7816/t0_mapper.hpp"
#include "drivers/iso7816/t0_tpdu.hpp"

namespace {

using namespace scrm::iso7816;

constexpr std::size_t max_waits = 20;

void require(bool holds) {
    if (!holds)
        std::abort();
}

/// All the bytes that were sent are the beginning of the TPDU.
void check_sent(const Buffer& sent, Bytes command) {
    const auto tpdu = t0_tpdu(command);
    require(std::holds_alternative<T0Tpdu>(tpdu));
    const Bytes bytes = std::get<T0Tpdu>(tpdu).bytes;
    const std::size_t common = std::min(sent.size(), bytes.size());
    require(std::equal(sent.begin(), sent.begin() + static_cast<std::ptrdiff_t>(common), bytes.begin()));
    require(sent.size() <= std::max<std::size_t>(bytes.size(), 5));
}

void play_characters(Bytes command, Bytes card) {
    T0Exchange exchange(max_waits);
    T0Action action = exchange.start(command);
    Buffer sent;
    while (const auto* transfer = std::get_if<T0Transfer>(&action)) {
        sent.insert(sent.end(), transfer->send.begin(), transfer->send.end());
        check_sent(sent, command);
        require(transfer->expect >= 1 && transfer->expect <= 256);
        if (card.empty())
            return;
        const Bytes said = card.first(std::min(card.size(), transfer->expect + card.size() % 2));
        card = card.subspan(said.size());
        action = exchange.received(said);
    }
    if (const auto* done = std::get_if<T0Done>(&action))
        require(done->response.size() >= 2 && done->response.size() <= max_short_response);
    require(std::holds_alternative<T0Failed>(exchange.received({})));
}

void play_mapper(Bytes command, Bytes card) {
    T0Mapper mapper;
    T0MapperAction action = mapper.start(command);
    while (const auto* send = std::get_if<T0MapperSend>(&action)) {
        require(std::holds_alternative<T0Tpdu>(t0_tpdu(send->tpdu)));
        if (card.empty())
            return;
        const Bytes said = card.first(std::min<std::size_t>(card.size(), 1 + card[0] % 8U));
        card = card.subspan(said.size());
        action = mapper.received(said.subspan(1));
    }
    if (const auto* done = std::get_if<T0MapperDone>(&action))
        require(done->response.size() >= 2 && done->response.size() <= max_response);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2)
        return 0;
    const Bytes input(data + 2, size - 2);
    const std::size_t length = std::min<std::size_t>(data[0] * 256U + data[1], input.size());
    play_characters(input.first(length), input.subspan(length));
    play_mapper(input.first(length), input.subspan(length));
    return 0;
}
