#include "daemon/readers/reader_name.hpp"

#include <algorithm>
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

// A device says what it likes: no control characters in a name that goes to terminals.
std::string printable(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, '.');
    return text;
}

std::string ascii(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '.');
    return printable(std::move(text));
}

}  // namespace

std::string ReservedName::for_slot(std::size_t slot) const {
    std::array<char, 32> numbers{};
    const int size = std::snprintf(numbers.data(), numbers.size(), " %02X %02zX", number, slot);
    std::string name = stem;
    cut(name, longest_name - static_cast<std::size_t>(size));
    return name + numbers.data();
}

// The serial number is left out where the interface's name has it already.
std::string ReaderNames::name_of(const drivers::ReaderIdentity& identity) const {
    const std::string serial = ascii(identity.serial);
    const std::string interface_name = ascii(identity.interface_name);
    const bool with_interface = !interface_name.empty() && rules_.interface_name == NamePart::Shown;
    const bool told = with_interface && interface_name.find(serial) != std::string::npos;
    std::string name = printable(identity.friendly_name);
    if (with_interface)
        name += " [" + interface_name + "]";
    if (!serial.empty() && !told && rules_.serial == NamePart::Shown)
        name += " (" + serial + ")";
    return name;
}

// Already cut: readers that differ only in what does not fit are readers of the same name.
std::string ReaderNames::stem_of(const std::string& name) const {
    std::string stem = name + rules_.extension;
    cut(stem, longest_name - usual_numbers);
    return stem;
}

std::optional<ReservedName> ReaderNames::reserve(const drivers::ReaderIdentity& identity) {
    const std::string whole = name_of(identity);
    const auto in_name = [&](const std::string& part) { return whole.find(part) != std::string::npos; };
    if (std::ranges::any_of(rules_.ignored, in_name))
        return std::nullopt;
    ReservedName name{stem_of(whole), 0};
    std::set<unsigned>& taken = taken_[name.stem];
    while (!taken.insert(name.number).second)
        ++name.number;
    return name;
}

bool ReaderNames::suits(const ReservedName& name, const drivers::ReaderIdentity& identity) const {
    return name.stem == stem_of(name_of(identity));
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
