#include "drivers/virtual/demo_files.hpp"

#include <algorithm>
#include <numeric>
#include <string_view>

namespace scrm::virtual_reader {
namespace {

constexpr std::size_t application = 1;
constexpr std::size_t large_size = 65536;

std::vector<std::uint8_t> bytes_of(std::string_view text) {
    return {text.begin(), text.end()};
}

/// EF.DIR: one application template, AID and label.
std::vector<std::uint8_t> directory() {
    constexpr std::string_view label = "scrm demo";
    std::vector<std::uint8_t> entry{0x61, demo_aid.size() + label.size() + 4, 0x4F, demo_aid.size()};
    entry.insert(entry.end(), demo_aid.begin(), demo_aid.end());
    entry.insert(entry.end(), {0x50, label.size()});
    entry.insert(entry.end(), label.begin(), label.end());
    return entry;
}

/// Byte i is i modulo 251: a prime, so that no block of a power of two repeats the one before it.
std::vector<std::uint8_t> pattern(std::size_t size) {
    constexpr std::uint8_t period = 251;
    std::vector<std::uint8_t> bytes(period);
    std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
    bytes.resize(size);
    for (std::size_t done = period; done < size; done *= 2)
        std::copy_n(bytes.begin(), std::min(done, size - done),
                    bytes.begin() + static_cast<std::ptrdiff_t>(done));
    return bytes;
}

CardFile folder(std::uint16_t id) {
    CardFile file;
    file.kind = FileKind::Dedicated;
    file.id = id;
    return file;
}

CardFile elementary(std::uint16_t id, std::uint8_t short_id, std::vector<std::uint8_t> content) {
    CardFile file;
    file.id = id;
    file.short_id = short_id;
    file.content = std::move(content);
    return file;
}

std::vector<CardFile> make_files() {
    std::vector<CardFile> files{folder(CardFileSystem::master_file_id), folder(0x5200)};
    files[application].aid.assign(demo_aid.begin(), demo_aid.end());

    CardFile hello = elementary(0x5201, 1, bytes_of("Hello from the virtual card!"));
    CardFile notes = elementary(0x5202, 2, std::vector<std::uint8_t>(256, 0xFF));
    notes.update = Access::Always;
    CardFile secret = elementary(0x5203, 3, bytes_of("Only after the PIN."));
    secret.read = Access::AfterPin;
    secret.update = Access::AfterPin;
    CardFile large = elementary(0x5204, 4, pattern(large_size));
    for (CardFile* file : {&hello, &notes, &secret, &large}) {
        file->parent = application;
        files.push_back(std::move(*file));
    }
    files.push_back(elementary(0x2F00, 30, directory()));
    return files;
}

}  // namespace

// Made once: a card that is put in is a copy, which takes a loop less time.
std::vector<CardFile> demo_files() {
    static const std::vector<CardFile> files = make_files();
    return files;
}

}  // namespace scrm::virtual_reader
