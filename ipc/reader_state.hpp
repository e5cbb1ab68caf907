// What a client may know of a slot: one record of the reader-state array.
#pragma once

#include <string_view>

#include "ipc/messages.hpp"

namespace scrm::ipc {

/// Bits of ReaderState::state.
namespace slot_state {
inline constexpr std::uint32_t unknown = 0x01;
inline constexpr std::uint32_t absent = 0x02;
inline constexpr std::uint32_t present = 0x04;
inline constexpr std::uint32_t swallowed = 0x08;  // a card that does not answer
inline constexpr std::uint32_t powered = 0x10;
inline constexpr std::uint32_t negotiable = 0x20;
inline constexpr std::uint32_t specific = 0x40;
}  // namespace slot_state

inline constexpr std::int32_t shared_exclusively = -1;

/// An empty name marks an unused record.
struct ReaderState {
    ReaderName name{};
    std::uint32_t event_counter = 0;  // insertions and removals, wraps at 0xFFFF
    std::uint32_t state = 0;
    std::int32_t sharing = 0;  // -1 exclusively, else the number of handles
    std::array<std::uint8_t, max_atr_size> atr{};
    std::uint8_t atr_size = 0;   // never more than 33, whatever the other side said
    std::uint32_t protocol = 0;  // SCARD_PROTOCOL_*, 0 while none is agreed

    bool operator==(const ReaderState&) const = default;
};

/// The characters before the first NUL; a name that fills its field whole is cut by one.
std::string_view name_of(const ReaderName& field);
/// Cuts to 127 characters and pads with NULs.
ReaderName to_reader_name(std::string_view name);

}  // namespace scrm::ipc
