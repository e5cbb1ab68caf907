// What is on the card that comes with the virtual reader; README.md lists it for people.
#pragma once

#include <array>

#include "drivers/virtual/card_file_system.hpp"

namespace scrm::virtual_reader {

inline constexpr std::array<std::uint8_t, 6> demo_aid = {0xF0, 'S', 'C', 'R', 'M', 0x01};
inline constexpr std::array<std::uint8_t, 4> demo_pin = {'1', '2', '3', '4'};

std::vector<CardFile> demo_files();

}  // namespace scrm::virtual_reader
