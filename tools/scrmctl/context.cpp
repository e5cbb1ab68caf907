#include "tools/scrmctl/context.hpp"

#include <algorithm>
#include <cstring>
#include <iterator>

#include "tools/scrmctl/error_words.hpp"

namespace scrm::tools {
namespace {

/// "first\0second\0\0"
std::vector<std::string> split_multi_string(const char* text) {
    std::vector<std::string> parts;
    while (*text != '\0') {
        parts.emplace_back(text);
        text += parts.back().size() + 1;
    }
    return parts;
}

}  // namespace

Outcome<Context> Context::establish() {
    SCARDCONTEXT handle = 0;
    const LONG result = SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &handle);
    if (result != SCARD_S_SUCCESS) {
        return failure_of(result, "reach scrmd");
    }
    return Context(handle);
}

Context::~Context() {
    if (established_) {
        SCardReleaseContext(handle_);
    }
}

Outcome<std::vector<std::string>> Context::reader_names() const {
    char* names = nullptr;
    DWORD size = SCARD_AUTOALLOCATE;
    const LONG result = SCardListReaders(handle_, nullptr, reinterpret_cast<char*>(&names), &size);
    if (result == SCARD_E_NO_READERS_AVAILABLE) {
        return std::vector<std::string>{};
    }
    if (result != SCARD_S_SUCCESS) {
        return failure_of(result, "list the readers");
    }
    auto list = split_multi_string(names);
    SCardFreeMemory(handle_, names);
    return list;
}

Outcome<std::vector<ReaderState>> Context::readers() const {
    // A reader that leaves between the list and the question makes the whole question fail; then both are
    // asked again.
    constexpr int most_tries = 10;
    LONG result = SCARD_S_SUCCESS;
    for (int i = 0; i < most_tries; ++i) {
        const auto listed = reader_names();
        if (const auto* failure = std::get_if<Failure>(&listed)) {
            return *failure;
        }
        const auto& names = std::get<std::vector<std::string>>(listed);
        std::vector<SCARD_READERSTATE> records;
        std::transform(names.begin(), names.end(), std::back_inserter(records),
                       [](const std::string& name) { return query(name, SCARD_STATE_UNAWARE); });
        result = SCardGetStatusChange(handle_, 0, records.data(), static_cast<DWORD>(records.size()));
        if (result == SCARD_S_SUCCESS || result == SCARD_E_TIMEOUT) {
            std::vector<ReaderState> states;
            std::transform(records.begin(), records.end(), std::back_inserter(states), answer_in);
            return states;
        }
        if (result != SCARD_E_UNKNOWN_READER) {
            break;
        }
    }
    return failure_of(result, "ask for the state of the readers");
}

SCARD_READERSTATE query(const std::string& name, DWORD known_state) {
    SCARD_READERSTATE record{};
    record.szReader = name.c_str();
    record.dwCurrentState = known_state;
    return record;
}

ReaderState answer_in(const SCARD_READERSTATE& record) {
    const std::size_t size = std::min<std::size_t>(record.cbAtr, sizeof record.rgbAtr);
    return {record.szReader,
            record.dwEventState & ~DWORD{SCARD_STATE_CHANGED},
            {record.rgbAtr, record.rgbAtr + size}};
}

}  // namespace scrm::tools
