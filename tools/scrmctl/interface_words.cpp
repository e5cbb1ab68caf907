#include "tools/scrmctl/interface_words.hpp"

#include <array>
#include <optional>

#include "drivers/iso7816/atr_parameters.hpp"
#include "tools/scrmctl/quantity_words.hpp"

namespace scrm::tools {
namespace {

using iso7816::Atr;

constexpr std::uint64_t usual_clock_hz = 4'000'000;

/// A span of clock cycles at the usual clock.
std::string cycles_words(std::uint64_t cycles) {
    return duration_words(cycles * 1'000'000 / usual_clock_hz) + " at 4 MHz";
}

std::string protocol_words(unsigned protocol) {
    return "T=" + std::to_string(protocol);
}

std::string bit_rate_words(std::uint8_t ta1) {
    const iso7816::BitRate rate = iso7816::decode_bit_rate(ta1);
    const std::string f = rate.f ? "F " + std::to_string(*rate.f) : "F reserved";
    const std::string d = rate.d ? "D " + std::to_string(*rate.d) : "D reserved";
    if (!rate.f || !rate.d) {
        return f + ", " + d;
    }
    const std::uint64_t max_clock_hz = *rate.max_clock_khz * std::uint64_t{1000};
    return f + ", " + d + ": " + quotient_words(*rate.f, *rate.d) + " clock cycles per bit, " +
           std::to_string(usual_clock_hz * *rate.d / *rate.f) + " bit/s at 4 MHz, " +
           std::to_string(max_clock_hz * *rate.d / *rate.f) + " at most (" +
           quotient_words(*rate.max_clock_khz, 1000) + " MHz)";
}

std::string guard_time_words(std::uint8_t tc1) {
    if (tc1 == iso7816::minimal_guard_time) {
        return "shortest guard time: a character takes 12 bit times with T=0, 11 with T=1";
    }
    return tc1 == 0 ? "no extra guard time"
                    : "extra guard time of " + count_words(tc1, "bit time") + " between characters";
}

std::string specific_mode_words(const Atr& atr) {
    const iso7816::SpecificMode mode = iso7816::specific_mode(atr).value_or(iso7816::SpecificMode{});
    return "specific mode: " + protocol_words(mode.protocol) +
           (mode.implicit_parameters ? ", at a rate agreed on elsewhere" : ", at the rate of TA1") +
           (mode.can_change_mode ? ", can change to negotiable mode" : ", cannot change mode");
}

std::string waiting_time_words(const Atr& atr) {
    const std::uint64_t integer = iso7816::t0_waiting_integer(atr);
    const std::uint64_t f = iso7816::bit_rate(atr).f.value_or(372);
    return "T=0: waiting integer " + std::to_string(integer) + ", the card may be silent for " +
           cycles_words(960 * integer * f);
}

std::string information_field_words(std::uint8_t ta) {
    if (ta == 0 || ta == 255) {
        return "T=1: information field size reserved";
    }
    return "T=1: the card takes information fields of " + count_words(ta, "byte");
}

std::string t1_waiting_words(std::uint8_t tb) {
    constexpr unsigned largest_integer = 9;
    const unsigned bwi = tb >> 4U;
    const unsigned cwi = tb & 0x0FU;
    const std::string block = bwi > largest_integer
                                  ? "block waiting integer " + std::to_string(bwi) + " (reserved)"
                                  : "block waiting integer " + std::to_string(bwi) + " (an answer may take " +
                                        cycles_words((std::uint64_t{960} << bwi) * 372) + ")";
    return "T=1: " + block + ", character waiting integer " + std::to_string(cwi) + " (" +
           count_words(11U + (1U << cwi), "bit time") + ")";
}

std::string power_words(std::uint8_t ta) {
    const iso7816::PowerParameters power = iso7816::decode_power_parameters(ta);
    std::string classes;
    const auto add = [&classes](const char* voltage) {
        classes += (classes.empty() ? "" : ", ") + std::string(voltage);
    };
    if (power.class_a_5_volt) {
        add("5 V");
    }
    if (power.class_b_3_volt) {
        add("3 V");
    }
    if (power.class_c_1_8_volt) {
        add("1.8 V");
    }
    constexpr std::array clock_stop{"the clock must not stop", "the clock may stop low",
                                    "the clock may stop high", "the clock may stop in either state"};
    return "works with " + (classes.empty() ? "no known voltage" : classes) + "; " +
           clock_stop.at(static_cast<std::size_t>(power.clock_stop));
}

std::string contact_c6_words(std::uint8_t tb) {
    if (tb == 0) {
        return "contact C6 is not used";
    }
    return (tb & 0x80U) != 0 ? "contact C6 has a use of the maker's own" : "contact C6 has its standard use";
}

/// From level 3 on a byte belongs to the protocol named before it.
std::string specific_words(unsigned protocol, char kind, std::uint8_t byte) {
    if (protocol == 1) {
        switch (kind) {
            case 'A':
                return information_field_words(byte);
            case 'B':
                return t1_waiting_words(byte);
            default:
                return (byte & 1U) != 0 ? "T=1: errors are found by CRC" : "T=1: errors are found by LRC";
        }
    }
    if (protocol == iso7816::global_interface_bytes && kind != 'C') {
        return kind == 'A' ? power_words(byte) : contact_c6_words(byte);
    }
    return protocol_words(protocol) + ": no known meaning";
}

std::string meaning(const Atr& atr, std::size_t level, char kind, std::uint8_t byte) {
    if (level > 2) {
        return specific_words(atr.levels[level - 1].protocol.value_or(0), kind, byte);
    }
    if (kind == 'B') {
        return "programming voltage: not used any more";
    }
    if (level == 1) {
        return kind == 'A' ? bit_rate_words(byte) : guard_time_words(byte);
    }
    return kind == 'A' ? specific_mode_words(atr) : waiting_time_words(atr);
}

std::string td_words(std::uint8_t td, std::size_t level) {
    const unsigned protocol = td & 0x0FU;
    const std::string what = protocol == iso7816::global_interface_bytes
                                 ? "parameters of the card as a whole (T=15)"
                                 : protocol_words(protocol) + " is offered";
    return what + followers_words(td, level + 1);
}

}  // namespace

std::string followers_words(std::uint8_t byte, std::size_t level) {
    constexpr std::array names{"TA", "TB", "TC", "TD"};
    std::string followers;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if ((unsigned{byte} >> (4 + i) & 1U) != 0) {
            followers += std::string(" ") + names.at(i) + std::to_string(level);
        }
    }
    return followers.empty() ? "" : ", followed by" + followers;
}

std::vector<AtrLine> interface_lines(const Atr& atr) {
    std::vector<AtrLine> lines;
    for (std::size_t level = 1; level <= atr.levels.size(); ++level) {
        const iso7816::InterfaceBytes& bytes = atr.levels[level - 1];
        const auto add = [&](char kind, std::optional<std::uint8_t> byte) {
            if (byte) {
                const std::string words =
                    kind == 'D' ? td_words(*byte, level) : meaning(atr, level, kind, *byte);
                lines.push_back({std::string("T") + kind + std::to_string(level), {*byte}, words, {}});
            }
        };
        add('A', bytes.ta);
        add('B', bytes.tb);
        add('C', bytes.tc);
        add('D', bytes.td);
    }
    return lines;
}

}  // namespace scrm::tools
