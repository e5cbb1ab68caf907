#include "libpcsc-client/reader_snapshot.hpp"

#include <algorithm>

#include "ipc/codec.hpp"

namespace scrm::client {

ipc::ReaderState ReaderSnapshot::operator[](std::size_t index) const {
    return ipc::decode_reader_state(
        block_.bytes().subspan(index * ipc::reader_state_size, ipc::reader_state_size));
}

std::optional<ipc::ReaderState> ReaderSnapshot::find(std::string_view name) const {
    for (std::size_t i = 0; i < size() && !name.empty(); ++i)
        if (const ipc::ReaderState reader = (*this)[i]; ipc::name_of(reader.name) == name)
            return reader;
    return std::nullopt;
}

bool ReaderSnapshot::copy_names(Block& names) const {
    std::size_t needed = 1;
    for (std::size_t i = 0; i < size(); ++i)
        if (const ipc::ReaderState reader = (*this)[i]; reader.name.front() != '\0')
            needed += ipc::name_of(reader.name).size() + 1;
    if (!names.reset(needed))
        return false;

    auto out = names.bytes().begin();
    for (std::size_t i = 0; i < size(); ++i) {
        const ipc::ReaderState reader = (*this)[i];
        if (reader.name.front() != '\0')
            out = std::copy_n(reader.name.begin(), ipc::name_of(reader.name).size() + 1, out);
    }
    *out = '\0';
    return true;
}

std::uint32_t ReaderSnapshot::names_fingerprint() const {
    std::uint32_t hash = 2166136261U;  // FNV-1a
    for (std::size_t i = 0; i < size(); ++i) {
        const ipc::ReaderState reader = (*this)[i];
        for (const char letter : ipc::name_of(reader.name))
            hash = (hash ^ static_cast<std::uint8_t>(letter)) * 16777619U;
        hash = (hash ^ 0xFFU) * 16777619U;  // no letter of a name: where one ends
    }
    return hash;
}

}  // namespace scrm::client
