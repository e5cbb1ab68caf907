#include "drivers/virtual/demo_files.hpp"

#include <string_view>

namespace scrm::virtual_reader {
namespace {

constexpr std::size_t application = 1;
constexpr std::string_view hello_text = "Hello from the virtual card!";
constexpr std::string_view label = "scrm demo";

/// EF.DIR: one application template, AID and label.
constexpr auto directory = [] {
    std::array<std::uint8_t, 2 + 2 + demo_aid.size() + 2 + label.size()> entry{};
    auto* end = entry.data();
    for (const std::size_t byte : {std::size_t{0x61}, entry.size() - 2, std::size_t{0x4F}, demo_aid.size()})
        *end++ = static_cast<std::uint8_t>(byte);
    for (const std::uint8_t byte : demo_aid)
        *end++ = byte;
    *end++ = 0x50;
    *end++ = label.size();
    for (const char letter : label)
        *end++ = static_cast<std::uint8_t>(letter);
    return entry;
}();

/// Byte i is i modulo 251: a prime, so that no block of a power of two repeats the one before it.
constexpr auto large_content = [] {
    std::array<std::uint8_t, 65536> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::uint8_t>(i % 251);
    return bytes;
}();

Bytes bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::vector<std::uint8_t> memory_with(std::string_view text) {
    return {text.begin(), text.end()};
}

CardFile folder(std::uint16_t id) {
    CardFile file;
    file.kind = FileKind::Dedicated;
    file.id = id;
    return file;
}

CardFile elementary(std::uint16_t id, std::uint8_t short_id, Bytes printed) {
    CardFile file;
    file.parent = application;
    file.id = id;
    file.short_id = short_id;
    file.printed = printed;
    return file;
}

CardFile writable(std::uint16_t id, std::uint8_t short_id, std::vector<std::uint8_t> memory) {
    CardFile file = elementary(id, short_id, {});
    file.memory = std::move(memory);
    file.update = Access::Always;
    return file;
}

}  // namespace

std::vector<CardFile> demo_files() {
    std::vector<CardFile> files{folder(CardFileSystem::master_file_id), folder(0x5200)};
    files[application].aid.assign(demo_aid.begin(), demo_aid.end());
    files.push_back(elementary(0x5201, 1, bytes_of(hello_text)));
    files.push_back(writable(0x5202, 2, std::vector<std::uint8_t>(256, 0xFF)));

    CardFile secret = writable(0x5203, 3, memory_with("Only after the PIN."));
    secret.read = Access::AfterPin;
    secret.update = Access::AfterPin;
    files.push_back(std::move(secret));

    files.push_back(elementary(0x5204, 4, large_content));
    files.push_back(elementary(0x2F00, 30, directory));
    files.back().parent = 0;
    return files;
}

}  // namespace scrm::virtual_reader
