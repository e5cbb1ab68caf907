// A conversation with the emulated card: the first byte chooses T=0 or T=1 and how much space an answer has,
// then each command is a byte of length and that many bytes. Whatever is said, an answer ends in a status
// word and nothing is written outside its space (the sanitizers see to that).
#include <cstdlib>
#include <vector>

#include "drivers/virtual/emulated_card.hpp"

using namespace scrm::virtual_reader;

namespace {

/// FF announces the rest of the input, so that extended lengths are reached.
Bytes next_command(Bytes& rest) {
    constexpr std::uint8_t all = 0xFF;
    const std::size_t wanted = rest[0] == all ? rest.size() - 1 : rest[0];
    const Bytes command = rest.subspan(1, std::min(wanted, rest.size() - 1));
    rest = rest.subspan(1 + command.size());
    return command;
}

void check(const CardReply& reply, Bytes response) {
    if (reply.size < 2 || reply.size > 65538)
        std::abort();
    if (reply.size > response.size())
        return;
    const auto sw1 = response[reply.size - 2];
    if (sw1 != 0x90 && (sw1 < 0x61 || sw1 > 0x6F))
        std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0)
        return 0;
    const Transport transport = (data[0] & 1U) == 0 ? Transport::T0 : Transport::T1;
    const std::size_t space = (data[0] & 2U) == 0 ? 65538 : data[0];
    std::vector<std::uint8_t> response(space);
    EmulatedCard card{CardSpec{}};
    for (Bytes rest = Bytes(data, size).subspan(1); !rest.empty();) {
        const Bytes command = next_command(rest);
        check(card.exchange(transport, command, response), response);
    }
    return 0;
}
