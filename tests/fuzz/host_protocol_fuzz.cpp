// Whatever a packet holds, each side reads no more than it, and what was decoded encodes to the same bytes.
#include <algorithm>
#include <cstdlib>
#include <vector>

#include "ipc/host_protocol.hpp"

namespace {

using namespace scrm::ipc;
using Buffer = std::vector<std::uint8_t>;

void require(bool holds) {
    if (!holds)
        std::abort();
}

void round_trip(const auto& decoded, const Buffer& packet) {
    if (const auto* violation = std::get_if<host::Violation>(&decoded)) {
        require(host::describe(*violation)[0] == 'a');
        return;
    }
    std::visit(
        [&](const auto& message) {
            Buffer out(host::encoded_size(message));
            require(host::encode(message, out) == out.size());
            require(out == packet);
        },
        std::get<0>(decoded));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Buffer packet(data, data + size);
    round_trip(host::decode_from_daemon(packet), packet);
    round_trip(host::decode_from_host(packet), packet);
    return 0;
}
