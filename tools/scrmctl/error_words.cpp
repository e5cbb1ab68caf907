#include "tools/scrmctl/error_words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "tools/scrmctl/hex.hpp"
#include "tools/scrmctl/service_socket.hpp"

namespace scrm::tools {
namespace {

struct Entry {
    LONG code;
    std::string_view problem;
    std::string_view remedy;
};

const std::array entries{
    Entry{SCARD_E_SERVICE_STOPPED, "scrmd has stopped, or speaks another version than this client library",
          "start scrmd again; if it runs, scrmd and libpcsclite are not of the same age"},
    Entry{SCARD_W_SECURITY_VIOLATION, "permission denied",
          "a rule of this machine does not let you; ask the administrator: [[access]] in scrmd's settings, "
          "or polkit"},
    Entry{SCARD_E_NO_ACCESS, "permission denied",
          "ask the administrator for access to the smart card service"},
    Entry{SCARD_E_NO_READERS_AVAILABLE, "no reader is connected",
          "plug one in; 'scrmctl scan' shows when it is found"},
    Entry{SCARD_E_UNKNOWN_READER, "there is no such reader any more", "'scrmctl list' shows those there are"},
    Entry{SCARD_E_READER_UNAVAILABLE, "the reader has gone or does not answer",
          "check its plug; 'scrmctl scan' shows when it is back"},
    Entry{SCARD_E_NO_SMARTCARD, "there is no card in the reader", "put one in"},
    Entry{SCARD_W_REMOVED_CARD, "the card was taken out", "put it back and start again"},
    Entry{SCARD_W_RESET_CARD, "another program has reset the card", "start again"},
    Entry{SCARD_W_UNPOWERED_CARD, "the card does not answer",
          "take it out, check that it is the right way round, "
          "and put it in again"},
    Entry{SCARD_W_UNRESPONSIVE_CARD, "the card does not answer",
          "take it out, check that it is the right way round, and put it in again"},
    Entry{SCARD_E_SHARING_VIOLATION, "another program has the card to itself",
          "end that program and try again"},
    Entry{SCARD_E_PROTO_MISMATCH, "the card does not speak that protocol",
          "use -p any; 'scrmctl scan --once' shows what the card offers"},
    Entry{SCARD_E_NOT_TRANSACTED, "the exchange with the card failed",
          "take the card out, put it in and try again"},
    Entry{SCARD_F_COMM_ERROR, "the connection to scrmd broke",
          "see scrmd's log, and start it again if it has ended"},
    Entry{SCARD_E_COMM_DATA_LOST, "the connection to scrmd broke",
          "see scrmd's log, and start it again if it has ended"},
    Entry{SCARD_E_SERVER_TOO_BUSY, "your programs have as much of scrmd as one user may have",
          "end some of them, or ask the administrator: [limits] in scrmd's settings"},
    Entry{SCARD_E_NO_MEMORY, "not enough memory, or too many connections to scrmd",
          "end some of them and try again"},
};

std::string code_words(LONG code) {
    const auto bits = static_cast<std::uint32_t>(code);
    const std::array bytes{
        static_cast<std::uint8_t>(bits >> 24U), static_cast<std::uint8_t>(bits >> 16U & 0xFFU),
        static_cast<std::uint8_t>(bits >> 8U & 0xFFU), static_cast<std::uint8_t>(bits & 0xFFU)};
    return " (0x" + to_hex(bytes, "") + ")";
}

}  // namespace

Failure failure_of(LONG code, const std::string& what) {
    if (code == SCARD_E_NO_SERVICE) {
        return no_service();
    }
    const std::string tried = "cannot " + what + ": ";
    const auto* entry =
        std::find_if(entries.begin(), entries.end(), [code](const Entry& e) { return e.code == code; });
    if (entry != entries.end()) {
        return {tried + std::string(entry->problem) + code_words(code), std::string(entry->remedy)};
    }
    return {tried + pcsc_stringify_error(code) + code_words(code), ""};
}

}  // namespace scrm::tools
