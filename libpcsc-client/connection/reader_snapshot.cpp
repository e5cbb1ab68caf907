#include "libpcsc-client/connection/reader_snapshot.hpp"

#include <algorithm>
#include <cstring>

#include "ipc/codec.hpp"

namespace scrm::client {

ipc::ReaderState ReaderSnapshot::operator[](std::size_t index) const {
    return ipc::decode_reader_state(
        block_.bytes().subspan(index * ipc::reader_state_size, ipc::reader_state_size));
}

// The name is what a record begins with, as the daemon sent it.
std::string_view ReaderSnapshot::name_at(std::size_t index) const {
    const auto record = block_.bytes().subspan(index * ipc::reader_state_size, ipc::reader_name_size - 1);
    const auto* const name = reinterpret_cast<const char*>(record.data());
    return {name, ::strnlen(name, record.size())};
}

// Programs ask about many readers in the order of the list: the search begins behind the last one found.
std::optional<std::size_t> ReaderSnapshot::place_of(std::string_view name) const {
    const std::size_t count = name.empty() ? 0 : size();
    for (std::size_t tried = 0; tried < count; ++tried) {
        const std::size_t place = (next_ + tried) % count;
        if (is_at(place, name)) {
            next_ = place + 1;
            return place;
        }
    }
    return std::nullopt;
}

bool ReaderSnapshot::is_at(std::size_t index, std::string_view name) const {
    const auto* const record = block_.bytes().data() + index * ipc::reader_state_size;
    return name.size() < ipc::reader_name_size && std::memcmp(record, name.data(), name.size()) == 0 &&
           (record[name.size()] == 0 || name.size() == ipc::reader_name_size - 1);
}

std::optional<ipc::ReaderState> ReaderSnapshot::find(std::string_view name) const {
    const auto place = place_of(name);
    return place ? std::optional((*this)[*place]) : std::nullopt;
}

bool ReaderSnapshot::copy_names(Block& names) const {
    std::size_t needed = 1;
    for (std::size_t i = 0; i < size(); ++i)
        if (const std::string_view name = name_at(i); !name.empty())
            needed += name.size() + 1;
    if (!names.reset(needed))
        return false;

    auto out = names.bytes().begin();
    for (std::size_t i = 0; i < size(); ++i)
        if (const std::string_view name = name_at(i); !name.empty()) {
            out = std::copy(name.begin(), name.end(), out);
            *out++ = '\0';
        }
    *out = '\0';
    return true;
}

std::uint32_t ReaderSnapshot::names_fingerprint() const {
    std::uint32_t hash = 2166136261U;  // FNV-1a
    for (std::size_t i = 0; i < size(); ++i) {
        for (const char letter : name_at(i))
            hash = (hash ^ static_cast<std::uint8_t>(letter)) * 16777619U;
        hash = (hash ^ 0xFFU) * 16777619U;  // no letter of a name: where one ends
    }
    return hash;
}

}  // namespace scrm::client
