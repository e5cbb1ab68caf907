#include "ipc/reader_state.hpp"

#include <algorithm>
#include <cstring>

namespace scrm::ipc {

std::string_view name_of(const ReaderName& field) {
    return {field.data(), ::strnlen(field.data(), field.size() - 1)};
}

ReaderName to_reader_name(std::string_view name) {
    ReaderName field{};
    std::copy_n(name.begin(), std::min(name.size(), field.size() - 1), field.begin());
    return field;
}

}  // namespace scrm::ipc
