// What goes wrong in a handler, on request.
#pragma once

#include <optional>

#include "tests/fakes/ifd_handler/script.hpp"

namespace scrm::fakes::ifd {

/// Where a function was to write its answer, for deeds that write elsewhere or lie about its length.
struct Output {
    std::uint8_t* bytes = nullptr;
    unsigned long* length = nullptr;
};

/// Does what the script has for this function. A code: return it at once.
std::optional<long> misbehave(const Script& script, Function function, unsigned slot, Output output = {});

}  // namespace scrm::fakes::ifd
