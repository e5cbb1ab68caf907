// Whatever a reader sends over its pipes: what is made of it points into it and nowhere else, and a message
// of ours comes back as it was.
#include <cstdlib>

#include "drivers/ccid/card/data_rates.hpp"
#include "drivers/ccid/card/parameters.hpp"
#include "drivers/ccid/wire/iccd_port.hpp"
#include "drivers/ccid/wire/message.hpp"

namespace {

using namespace scrm::ccid;

void require(bool holds) {
    if (!holds)
        std::abort();
}

void check_frame(Bytes frame) {
    const DecodedFrame decoded = decode(frame);
    require(decoded.answer || decoded.fault);
    if (!decoded.answer)
        return;
    const Answer& answer = *decoded.answer;
    require(answer.data.size() == frame.size() - header_size);
    require(decoded.fault || answer.data.size() == read_u32(frame, 1));
    require(answer.slot == frame[5] && answer.sequence == frame[6]);
    if (const auto parameters = decode_parameters(answer.specific, answer.data))
        require(encode_parameters(*parameters).size() == (parameters->protocol == 0 ? 5U : 7U));
}

void check_interrupt(Bytes message, std::uint8_t slots) {
    const InterruptMessage decoded = decode_interrupt(message, slots);
    if (const auto* change = std::get_if<SlotChange>(&decoded))
        require(change->slots.size() <= slots);
}

void check_token_block(Bytes block) {
    const IccdBlock decoded = decode_iccd_block(block);
    require(decoded.answer.data.size() < block.size() || block.empty());
    require(decoded.delay.count() >= 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes bytes(data, size);
    check_frame(bytes);
    check_interrupt(bytes,
                    size == 0 ? std::uint8_t{1} : static_cast<std::uint8_t>(data[size - 1] % max_slots + 1));
    check_token_block(bytes);
    require(decode_data_rates(bytes, 344'000).size() <= size / 4);
    std::vector<std::uint8_t> message;
    encode({.type = CommandType::XfrBlock, .specific = {1, 2, 3}, .data = bytes}, 4, 5, message);
    require(message.size() == header_size + size && read_u32(message, 1) == size);
    return 0;
}
