// For which machine a shared object was made: a process can only load its own kind.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace scrm::hosts {

enum class ElfClass : std::uint8_t {
    Native,   // for the machine the daemon itself was made for
    I386,     // for its 32-bit sibling
    Foreign,  // for another machine
    NotElf    // something else, or too short to tell
};

/// How many bytes of a file tell its class.
inline constexpr std::size_t elf_head_size = 20;

ElfClass elf_class_of(std::span<const std::uint8_t> head);
/// NotElf, too, if the file cannot be read: whoever loads it will say why.
ElfClass elf_class_of_file(const std::string& path);

}  // namespace scrm::hosts
