#include "daemon/readers/reader_name.hpp"

#include <array>
#include <cstdio>

#include "ipc/limits.hpp"

namespace scrm::readers {
namespace {

constexpr std::size_t longest_name = ipc::reader_name_size - 1;
constexpr std::size_t usual_numbers = std::string_view(" 00 00").size();

// Never in the midst of a UTF-8 character: a continuation byte is 10xxxxxx.
void cut(std::string& text, std::size_t size) {
    if (text.size() <= size)
        return;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80)
        --size;
    text.resize(size);
}

// Already cut: readers that differ only in what does not fit are readers of the same name.
std::string stem_of(const drivers::ReaderIdentity& identity) {
    std::string stem = identity.friendly_name;
    if (!identity.interface_name.empty())
        stem += " [" + identity.interface_name + "]";
    if (!identity.serial.empty())
        stem += " (" + identity.serial + ")";
    cut(stem, longest_name - usual_numbers);
    return stem;
}

}  // namespace

std::string ReservedName::for_slot(std::size_t slot) const {
    std::array<char, 32> numbers{};
    const int size = std::snprintf(numbers.data(), numbers.size(), " %02X %02zX", number, slot);
    std::string name = stem;
    cut(name, longest_name - static_cast<std::size_t>(size));
    return name + numbers.data();
}

ReservedName ReaderNames::reserve(const drivers::ReaderIdentity& identity) {
    ReservedName name{stem_of(identity), 0};
    std::set<unsigned>& taken = taken_[name.stem];
    while (!taken.insert(name.number).second)
        ++name.number;
    return name;
}

void ReaderNames::release(const ReservedName& name) {
    const auto found = taken_.find(name.stem);
    if (found == taken_.end())
        return;
    found->second.erase(name.number);
    if (found->second.empty())
        taken_.erase(found);
}

}  // namespace scrm::readers
