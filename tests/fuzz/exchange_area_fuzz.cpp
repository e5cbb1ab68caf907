// Whatever the other side writes into the words of the shared memory, nobody looks beyond its bytes.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "ipc/exchange_area.hpp"

namespace {

using namespace scrm::ipc;

void require(bool holds) {
    if (!holds)
        std::abort();
}

template <class Memory>
void require_within(Bytes bytes, const Memory& memory) {
    require(bytes.size() <= host::max_bytes_size && bytes.size() <= memory.size());
    require(bytes.data() == memory.data());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto area = std::make_unique<host::ExchangeArea>();
    const std::size_t words = offsetof(host::ExchangeArea, command_bytes);
    std::memcpy(static_cast<void*>(area.get()), data, std::min(size, words));
    if (const auto command = host::get_command(*area, 0)) {
        require_within(command->command, area->command_bytes);
        require(command->room <= host::max_bytes_size);
        require(host::put_command(*area, *command));
    }
    const auto answer = host::get_answer(*area, 0);
    if (const auto* told = std::get_if<host::Answer>(&answer))
        require_within(told->bytes, area->answer_bytes);
    return 0;
}
