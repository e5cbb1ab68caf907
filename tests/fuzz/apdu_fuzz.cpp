// A command's parts lie within it and account for all of its bytes, or it is irregular.
#include <cstdlib>

#include "drivers/iso7816/apdu.hpp"

namespace {

using namespace scrm::iso7816;

void require(bool holds) {
    if (!holds)
        std::abort();
}

std::size_t size_of_lengths(const CommandApdu& command) {
    const std::size_t one = is_extended(command.kind) ? 2 : 1;
    return (is_extended(command.kind) ? 1U : 0U) + (command.data.empty() ? 0U : one) +
           (command.expected == 0 ? 0U : one);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes bytes(data, size);
    const auto command = parse_command(bytes);
    require(command.has_value() == (size >= apdu_header_size));
    if (!command)
        return 0;
    require(command->expected <= max_response - 2);
    if (command->kind == ApduCase::Irregular) {
        require(command->data.empty() && command->expected == 0);
        return 0;
    }
    require(apdu_header_size + size_of_lengths(*command) + command->data.size() == size);
    require(size <= (is_extended(command->kind) ? max_extended_command : max_short_command));
    require(command->data.empty() ||
            (command->data.data() > data && command->data.data() + command->data.size() <= data + size));
    require(status_word(bytes).has_value());
    return 0;
}
