#include "tools/scrmctl/sw_words.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace scrm::tools {
namespace {

struct Entry {
    std::uint16_t status_word;
    std::string_view meaning;
};

constexpr std::array exact{
    Entry{0x6200, "warning, memory unchanged"},
    Entry{0x6281, "part of the data may be corrupted"},
    Entry{0x6282, "the file or record ended before all bytes asked for were read"},
    Entry{0x6283, "the selected file is deactivated"},
    Entry{0x6284, "the file control information is not in the standard's format"},
    Entry{0x6285, "the selected file is in termination state"},
    Entry{0x6286, "a sensor on the card has no input"},
    Entry{0x6287, "a referenced record is deactivated"},
    Entry{0x6300, "warning, memory changed (often: verification failed)"},
    Entry{0x6381, "the file is full after this write"},
    Entry{0x6400, "execution error, memory unchanged"},
    Entry{0x6401, "the card wants an immediate answer"},
    Entry{0x6500, "execution error, memory changed"},
    Entry{0x6581, "memory failure"},
    Entry{0x6700, "wrong length"},
    Entry{0x6800, "functions of the class byte are not supported"},
    Entry{0x6881, "logical channel not supported"},
    Entry{0x6882, "secure messaging not supported"},
    Entry{0x6883, "the last command of the chain was expected"},
    Entry{0x6884, "command chaining not supported"},
    Entry{0x6900, "command not allowed"},
    Entry{0x6981, "the command does not fit the file's structure"},
    Entry{0x6982, "security status not satisfied (a PIN or key is needed first)"},
    Entry{0x6983, "authentication method blocked (no tries left)"},
    Entry{0x6984, "reference data not usable"},
    Entry{0x6985, "conditions of use not satisfied"},
    Entry{0x6986, "command not allowed, no file is selected"},
    Entry{0x6987, "secure messaging objects are missing"},
    Entry{0x6988, "secure messaging objects are wrong"},
    Entry{0x6A00, "wrong P1 or P2"},
    Entry{0x6A80, "wrong parameters in the data field"},
    Entry{0x6A81, "function not supported"},
    Entry{0x6A82, "file or application not found"},
    Entry{0x6A83, "record not found"},
    Entry{0x6A84, "not enough memory in the file"},
    Entry{0x6A85, "Lc does not fit the TLV structure"},
    Entry{0x6A86, "wrong P1 or P2"},
    Entry{0x6A87, "Lc does not fit P1 and P2"},
    Entry{0x6A88, "referenced data not found"},
    Entry{0x6A89, "the file exists already"},
    Entry{0x6A8A, "the application name exists already"},
    Entry{0x6B00, "wrong P1 or P2, outside of the file"},
    Entry{0x6D00, "instruction not supported"},
    Entry{0x6E00, "class not supported"},
    Entry{0x6F00, "error, the card says no more"},
    Entry{0x9000, "success"},
};

/// By SW1, for status words that are not in the list above.
constexpr std::array families{
    Entry{0x62, "warning, memory unchanged"},
    Entry{0x63, "warning, memory changed"},
    Entry{0x64, "execution error, memory unchanged"},
    Entry{0x65, "execution error, memory changed"},
    Entry{0x66, "security issue"},
    Entry{0x67, "wrong length"},
    Entry{0x68, "function of the class byte not supported"},
    Entry{0x69, "command not allowed"},
    Entry{0x6A, "wrong parameters"},
    Entry{0x6B, "wrong P1 or P2"},
    Entry{0x6D, "instruction not supported"},
    Entry{0x6E, "class not supported"},
    Entry{0x6F, "error, the card says no more"},
};

template <std::size_t size>
std::string_view find(const std::array<Entry, size>& entries, unsigned key) {
    const auto* entry =
        std::find_if(entries.begin(), entries.end(), [key](const Entry& e) { return e.status_word == key; });
    return entry == entries.end() ? std::string_view{} : entry->meaning;
}

/// SW2 counts bytes, and 0 stands for 256.
unsigned byte_count(unsigned sw2) {
    return sw2 == 0 ? 256 : sw2;
}

std::string counted(unsigned count, std::string_view thing, std::string_view plural) {
    return std::to_string(count) + " " + std::string(count == 1 ? thing : plural);
}

}  // namespace

bool is_success(std::uint16_t status_word) {
    return status_word == 0x9000 || status_word >> 8U == 0x61;
}

std::string status_meaning(std::uint16_t status_word) {
    const unsigned sw1 = status_word >> 8U;
    const unsigned sw2 = status_word & 0xFFU;
    if (sw1 == 0x61) {
        return "success, " + counted(byte_count(sw2), "more byte", "more bytes") +
               " to fetch with GET RESPONSE";
    }
    if (sw1 == 0x6C) {
        return "wrong Le, the card has exactly " + counted(byte_count(sw2), "byte", "bytes");
    }
    if ((status_word & 0xFFF0U) == 0x63C0) {
        return "failed, " + counted(sw2 & 0x0FU, "try", "tries") + " left (after VERIFY and its like)";
    }
    if ((sw1 == 0x62 || sw1 == 0x64) && sw2 >= 0x02 && sw2 <= 0x80) {
        return "the card has " + counted(sw2, "byte", "bytes") + " for the reader to ask for";
    }
    std::string_view meaning = find(exact, status_word);
    if (meaning.empty()) {
        meaning = find(families, sw1);
    }
    if (meaning.empty()) {
        meaning = sw1 >> 4U == 9 ? "the card's own, see its manual" : "no status word of ISO 7816";
    }
    return std::string(meaning);
}

}  // namespace scrm::tools
