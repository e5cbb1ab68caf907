#include "daemon/hosts/elf_class.hpp"

#include <elf.h>

#include <algorithm>
#include <array>
#include <fstream>

namespace scrm::hosts {
namespace {

constexpr std::size_t class_at = 4;
constexpr std::size_t byte_order_at = 5;
constexpr std::size_t machine_at = 18;

struct Machine {
    std::uint8_t elf_class;
    std::uint16_t number;
};

#if defined(__x86_64__)
constexpr Machine own{ELFCLASS64, EM_X86_64};
#elif defined(__aarch64__)
constexpr Machine own{ELFCLASS64, EM_AARCH64};
#elif defined(__i386__)
constexpr Machine own{ELFCLASS32, EM_386};
#elif defined(__arm__)
constexpr Machine own{ELFCLASS32, EM_ARM};
#elif defined(__riscv)
constexpr Machine own{__riscv_xlen == 64 ? ELFCLASS64 : ELFCLASS32, EM_RISCV};
#elif defined(__powerpc64__)
constexpr Machine own{ELFCLASS64, EM_PPC64};
#elif defined(__s390x__)
constexpr Machine own{ELFCLASS64, EM_S390};
#else
#error "say which machine this is"
#endif

}  // namespace

ElfClass elf_class_of(std::span<const std::uint8_t> head) {
    static constexpr std::array<std::uint8_t, 4> magic{0x7F, 'E', 'L', 'F'};
    if (head.size() < elf_head_size || !std::ranges::equal(head.first(magic.size()), magic))
        return ElfClass::NotElf;
    const bool little = head[byte_order_at] == ELFDATA2LSB;
    const unsigned low = head[machine_at + (little ? 0 : 1)];
    const unsigned high = head[machine_at + (little ? 1 : 0)];
    const unsigned machine = high << 8U | low;
    if (machine == own.number && head[class_at] == own.elf_class)
        return ElfClass::Native;
    return machine == EM_386 && own.number == EM_X86_64 ? ElfClass::I386 : ElfClass::Foreign;
}

ElfClass elf_class_of_file(const std::string& path) {
    std::array<std::uint8_t, elf_head_size> head{};
    std::ifstream file(path, std::ios::binary);
    file.read(reinterpret_cast<char*>(head.data()), head.size());
    return elf_class_of(std::span(head).first(static_cast<std::size_t>(file.gcount())));
}

}  // namespace scrm::hosts
