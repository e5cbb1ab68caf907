#include "drivers/iso7816/pps.hpp"

#include <bit>

#include "drivers/iso7816/edc.hpp"

namespace scrm::iso7816 {
namespace {

constexpr std::uint8_t ppss = 0xFF;
constexpr unsigned pps1_follows = 0x10;
constexpr unsigned parameters_follow = 0x70;
constexpr unsigned protocol_part = 0x0F;

}  // namespace

Buffer encode_pps(PpsRequest request) {
    const unsigned protocol = request.protocol & protocol_part;
    Buffer bytes{ppss, static_cast<std::uint8_t>(protocol | (request.fi_di ? pps1_follows : 0U))};
    if (request.fi_di)
        bytes.push_back(*request.fi_di);
    bytes.push_back(lrc(bytes));
    return bytes;
}

std::optional<std::size_t> pps_size(Bytes beginning) {
    constexpr std::size_t smallest = 3;  // PPSS, PPS0, PCK
    if (beginning.size() < 2)
        return std::nullopt;
    return smallest + static_cast<std::size_t>(std::popcount(beginning[1] & parameters_follow));
}

const char* describe(PpsError error) {
    switch (error) {
        case PpsError::WrongSize:
            return "the card's answer to PPS has the wrong size";
        case PpsError::NotPps:
            return "the card's answer to PPS does not begin with FF";
        case PpsError::WrongChecksum:
            return "the card's answer to PPS has a wrong checksum";
        case PpsError::OtherProtocol:
            return "the card answered PPS with another protocol";
        case PpsError::OtherParameters:
            return "the card answered PPS with other parameters";
    }
    return "not an answer to PPS";
}

std::variant<PpsAgreement, PpsError> check_pps(PpsRequest request, Bytes answer) {
    const auto size = pps_size(answer);
    if (!size)
        return PpsError::WrongSize;
    if (answer[0] != ppss)
        return PpsError::NotPps;
    if (answer.size() != *size)
        return PpsError::WrongSize;
    if (lrc(answer) != 0)
        return PpsError::WrongChecksum;
    if ((answer[1] & protocol_part) != request.protocol)
        return PpsError::OtherProtocol;
    const unsigned parameters = answer[1] & parameters_follow;
    if (parameters == 0)
        return PpsAgreement{.protocol = request.protocol};
    if (parameters != pps1_follows || answer[2] != request.fi_di)
        return PpsError::OtherParameters;
    return PpsAgreement{.protocol = request.protocol, .fi_di = answer[2]};
}

}  // namespace scrm::iso7816
