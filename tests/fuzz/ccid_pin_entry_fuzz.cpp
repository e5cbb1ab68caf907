// Whatever a program hands in for secure PIN entry: refused, or a payload of known shape that ends in its
// command.
#include <algorithm>
#include <cstdlib>

#include "drivers/ccid/features/pin_entry.hpp"

namespace {

using namespace scrm::ccid;

void require(bool holds) {
    if (!holds)
        std::abort();
}

void check(PinOperation operation, Bytes structure, const PinFixes& fixes) {
    auto request = parse_pin_request(operation, structure);
    if (!request)
        return;
    put_right(*request, fixes);
    require(request->validation >= 1 && request->validation <= 7);
    const auto payload = encode_pin_request(*request, fixes);
    require(payload.size() >= request->command.size() + 15);
    require(payload.size() <= structure.size());
    require(std::equal(request->command.rbegin(), request->command.rend(), payload.rbegin()));
    require(payload[0] == static_cast<std::uint8_t>(operation));
    require(patience_for(*request).count() >= 90);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes structure(data, size);
    PinFixes fixes;
    check(PinOperation::Verify, structure, fixes);
    check(PinOperation::Modify, structure, fixes);
    fixes.three_message_indices = true;
    fixes.swaps_pin_sizes = true;
    fixes.modify_message_count_for_none = 255;
    check(PinOperation::Modify, structure, fixes);
    return 0;
}
