// What is agreed on with the powered card: protocol, speed, and for T=1 the state of the conversation.
#pragma once

#include <optional>

#include "drivers/ccid/card/parameters.hpp"
#include "drivers/iso7816/t1_machine.hpp"
#include "drivers/iso7816/waiting_times.hpp"

namespace scrm::ccid {

struct CardLine {
    Parameters parameters;
    /// Set where the host speaks T=1 itself.
    std::optional<iso7816::T1Machine> t1;

    /// How long the card may be silent.
    [[nodiscard]] std::chrono::microseconds waiting_time(std::uint32_t clock_khz) const;
};

[[nodiscard]] iso7816::T1Settings t1_settings(const Parameters& parameters, std::uint32_t clock_khz);

}  // namespace scrm::ccid
