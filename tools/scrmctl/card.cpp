#include "tools/scrmctl/card.hpp"

#include <utility>

#include "tools/scrmctl/error_words.hpp"
#include "tools/scrmctl/printable.hpp"

namespace scrm::tools {
namespace {

DWORD protocol_mask(ProtocolChoice choice) {
    switch (choice) {
        case ProtocolChoice::Any:
            return SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1;
        case ProtocolChoice::T0:
            return SCARD_PROTOCOL_T0;
        case ProtocolChoice::T1:
            return SCARD_PROTOCOL_T1;
        case ProtocolChoice::Raw:
            break;
    }
    return SCARD_PROTOCOL_RAW;
}

SCARD_IO_REQUEST io_request(DWORD protocol) {
    return {protocol, sizeof(SCARD_IO_REQUEST)};
}

}  // namespace

std::optional<std::uint16_t> Answer::status_word() const {
    if (bytes.size() < 2) {
        return std::nullopt;
    }
    return static_cast<std::uint16_t>(bytes[bytes.size() - 2] << 8U | bytes.back());
}

Outcome<Card> Card::connect(const Context& context, const std::string& reader, ProtocolChoice protocol) {
    SCARDHANDLE handle = 0;
    DWORD active = 0;
    const LONG result = SCardConnect(context.handle(), reader.c_str(), SCARD_SHARE_SHARED,
                                     protocol_mask(protocol), &handle, &active);
    if (result != SCARD_S_SUCCESS) {
        return failure_of(result, "connect to " + printable(reader));
    }
    return Card(handle, protocol == ProtocolChoice::Raw ? DWORD{SCARD_PROTOCOL_RAW} : active, reader);
}

Card::Card(SCARDHANDLE handle, DWORD protocol, std::string reader)
    : handle_(handle), protocol_(protocol), reader_(std::move(reader)) {}

Card::Card(Card&& other) noexcept
    : handle_(other.handle_),
      protocol_(other.protocol_),
      reader_(std::move(other.reader_)),
      connected_(std::exchange(other.connected_, false)),
      held_(std::exchange(other.held_, false)) {}

Card::~Card() {
    if (held_) {
        SCardEndTransaction(handle_, SCARD_LEAVE_CARD);
    }
    if (connected_) {
        SCardDisconnect(handle_, SCARD_LEAVE_CARD);
    }
}

std::optional<Failure> Card::hold() {
    const LONG result = SCardBeginTransaction(handle_);
    if (result != SCARD_S_SUCCESS) {
        return failure_of(result, "get the card in " + printable(reader_) + " to itself");
    }
    held_ = true;
    return std::nullopt;
}

Outcome<Answer> Card::transmit(std::span<const std::uint8_t> command) const {
    const SCARD_IO_REQUEST request = io_request(protocol_);
    SCARD_IO_REQUEST reply = io_request(protocol_);
    Answer answer{std::vector<std::uint8_t>(MAX_BUFFER_SIZE_EXTENDED)};
    auto size = static_cast<DWORD>(answer.bytes.size());
    const LONG result = SCardTransmit(handle_, &request, command.data(), static_cast<DWORD>(command.size()),
                                      &reply, answer.bytes.data(), &size);
    if (result != SCARD_S_SUCCESS) {
        return failure_of(result, "exchange with the card in " + printable(reader_));
    }
    answer.bytes.resize(size);
    return answer;
}

}  // namespace scrm::tools
