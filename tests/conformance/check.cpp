#include "tests/conformance/check.hpp"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <utility>

namespace conformance {
namespace {

int report = STDERR_FILENO;

constexpr std::array names = {
    std::pair{SCARD_S_SUCCESS, "SUCCESS"},
    std::pair{SCARD_F_INTERNAL_ERROR, "INTERNAL_ERROR"},
    std::pair{SCARD_E_CANCELLED, "CANCELLED"},
    std::pair{SCARD_E_INVALID_HANDLE, "INVALID_HANDLE"},
    std::pair{SCARD_E_INVALID_PARAMETER, "INVALID_PARAMETER"},
    std::pair{SCARD_E_NO_MEMORY, "NO_MEMORY"},
    std::pair{SCARD_E_INSUFFICIENT_BUFFER, "INSUFFICIENT_BUFFER"},
    std::pair{SCARD_E_UNKNOWN_READER, "UNKNOWN_READER"},
    std::pair{SCARD_E_TIMEOUT, "TIMEOUT"},
    std::pair{SCARD_E_SHARING_VIOLATION, "SHARING_VIOLATION"},
    std::pair{SCARD_E_NO_SMARTCARD, "NO_SMARTCARD"},
    std::pair{SCARD_E_PROTO_MISMATCH, "PROTO_MISMATCH"},
    std::pair{SCARD_E_INVALID_VALUE, "INVALID_VALUE"},
    std::pair{SCARD_F_COMM_ERROR, "COMM_ERROR"},
    std::pair{SCARD_E_NOT_TRANSACTED, "NOT_TRANSACTED"},
    std::pair{SCARD_E_READER_UNAVAILABLE, "READER_UNAVAILABLE"},
    std::pair{SCARD_E_NO_SERVICE, "NO_SERVICE"},
    std::pair{SCARD_E_SERVICE_STOPPED, "SERVICE_STOPPED"},
    std::pair{SCARD_E_UNSUPPORTED_FEATURE, "UNSUPPORTED_FEATURE"},
    std::pair{SCARD_E_NO_READERS_AVAILABLE, "NO_READERS_AVAILABLE"},
    std::pair{SCARD_W_UNSUPPORTED_CARD, "UNSUPPORTED_CARD"},
    std::pair{SCARD_W_UNRESPONSIVE_CARD, "UNRESPONSIVE_CARD"},
    std::pair{SCARD_W_UNPOWERED_CARD, "UNPOWERED_CARD"},
    std::pair{SCARD_W_RESET_CARD, "RESET_CARD"},
    std::pair{SCARD_W_REMOVED_CARD, "REMOVED_CARD"},
    std::pair{SCARD_W_SECURITY_VIOLATION, "SECURITY_VIOLATION"},
};

std::string in_hexadecimal(std::uint64_t value) {
    std::array<char, 24> text{};
    (void)std::snprintf(text.data(), text.size(), "0x%llx", static_cast<unsigned long long>(value));
    return text.data();
}

}  // namespace

void report_differences_to(int descriptor) {
    report = descriptor;
}

void differ(const std::string& what, const char* file, int line) {
    const std::string place = std::string(file).substr(std::string_view(file).rfind('/') + 1);
    const std::string text = what + "\t" + place + ":" + std::to_string(line) + "\n";
    (void)!write(report, text.data(), text.size());
    _exit(1);
}

std::string name_of(LONG code) {
    for (const auto& [known, name] : names)
        if (known == code)
            return name;
    return in_hexadecimal(static_cast<std::uint64_t>(code));
}

std::string called(std::string_view call) {
    return std::string(call.substr(0, call.find('(')));
}

std::string text_of(const std::string& value) {
    return '"' + value + '"';
}

std::string text_of(const Bytes& value) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string text;
    for (const std::uint8_t byte : value) {
        text += digits[byte >> 4U];
        text += digits[byte & 0x0FU];
    }
    return value.empty() ? "nothing" : text;
}

std::string text_of(std::uint64_t value) {
    return value < 10 ? std::to_string(value) : in_hexadecimal(value);
}

}  // namespace conformance
