#include "daemon/hosts/elf_class.hpp"

#include <elf.h>

#include <array>
#include <catch2/catch.hpp>

using namespace scrm::hosts;

namespace {

std::array<std::uint8_t, elf_head_size> head(std::uint8_t elf_class, std::uint8_t order, std::uint8_t low,
                                             std::uint8_t high) {
    std::array<std::uint8_t, elf_head_size> bytes{0x7F, 'E', 'L', 'F', elf_class, order};
    bytes[18] = low;
    bytes[19] = high;
    return bytes;
}

}  // namespace

TEST_CASE("this program is of the daemon's own kind") {
    CHECK(elf_class_of_file("/proc/self/exe") == ElfClass::Native);
}

TEST_CASE("a library for another machine is foreign, whatever its order of bytes") {
    CHECK(elf_class_of(head(ELFCLASS64, ELFDATA2LSB, EM_IA_64, 0)) == ElfClass::Foreign);
    CHECK(elf_class_of(head(ELFCLASS64, ELFDATA2MSB, 0, EM_SPARCV9)) == ElfClass::Foreign);
}

#ifdef __x86_64__
TEST_CASE("a 32-bit library is told from a 64-bit one and from the x32 ABI") {
    CHECK(elf_class_of(head(ELFCLASS64, ELFDATA2LSB, EM_X86_64, 0)) == ElfClass::Native);
    CHECK(elf_class_of(head(ELFCLASS32, ELFDATA2LSB, EM_386, 0)) == ElfClass::I386);
    CHECK(elf_class_of(head(ELFCLASS32, ELFDATA2LSB, EM_X86_64, 0)) == ElfClass::Foreign);
}
#endif

TEST_CASE("what is no ELF file, or none at all, is left to whoever loads it") {
    CHECK(elf_class_of({}) == ElfClass::NotElf);
    auto script = head(ELFCLASS64, ELFDATA2LSB, EM_X86_64, 0);
    CHECK(elf_class_of(std::span(script).first(elf_head_size - 1)) == ElfClass::NotElf);
    script[0] = '#';
    CHECK(elf_class_of(script) == ElfClass::NotElf);
    CHECK(elf_class_of_file("/nowhere/libx.so") == ElfClass::NotElf);
}
