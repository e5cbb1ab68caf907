// What a handler wants to log, as one line. Pure.
#pragma once

#include <string>
#include <string_view>

#include "ipc/limits.hpp"

namespace scrm::ifd_host {

inline constexpr std::size_t max_line_size = 1024;

/// Without line ends at its end, with a space for every other control character, and cut where it is too
/// long.
std::string one_line(std::string_view text);

/// "label 00 A4 04"; "..." at the end of what is too long.
std::string hex_line(std::string_view label, ipc::Bytes bytes);

}  // namespace scrm::ifd_host
