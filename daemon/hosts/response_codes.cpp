#include "daemon/hosts/response_codes.hpp"

#include <algorithm>
#include <array>

#include "drivers/ifd_abi/codes.hpp"

namespace scrm::hosts {

using drivers::DriverError;

namespace {

// What a handler was asked, as bits: a row of the table is for some of these.
enum Asked : unsigned { Power = 1, ProtocolChoice = 2, Exchange = 4, Control = 8, Anything = 15 };

constexpr std::int32_t any_other = ifd_abi::success;  // which means nothing itself

struct Meaning {
    std::int32_t code;
    unsigned asked;
    DriverError error;
};

constexpr std::array meanings{
    Meaning{ifd_abi::no_such_device, Anything, DriverError::DeviceGone},
    Meaning{ifd_abi::icc_not_present, Power | ProtocolChoice | Exchange, DriverError::NoCard},
    Meaning{ifd_abi::error_insufficient_buffer, Exchange | Control, DriverError::ResponseTooLong},
    Meaning{ifd_abi::error_not_supported, ProtocolChoice, DriverError::ProtocolNotSupported},
    Meaning{ifd_abi::protocol_not_supported, ProtocolChoice, DriverError::ProtocolNotSupported},
    // The caller knows what the card speaks unasked.
    Meaning{ifd_abi::not_supported, ProtocolChoice | Control, DriverError::NotSupported},
    Meaning{ifd_abi::error_not_supported, Control, DriverError::NotSupported},
    Meaning{ifd_abi::error_tag, Control, DriverError::NotSupported},
    // A card that cannot be powered, for whatever other reason, is one that does not answer.
    Meaning{any_other, Power, DriverError::CardMute},
    Meaning{any_other, Anything, DriverError::CommunicationFailed}};

std::optional<DriverError> error_of(std::int32_t code, Asked asked) {
    if (code == ifd_abi::success)
        return std::nullopt;
    return std::ranges::find_if(meanings,
                                [&](const Meaning& meaning) {
                                    return (meaning.code == code || meaning.code == any_other) &&
                                           (meaning.asked & asked) != 0;
                                })
        ->error;
}

}  // namespace

std::optional<DriverError> error_of_power(std::int32_t code) {
    return error_of(code, Power);
}

std::optional<DriverError> error_of_protocol(std::int32_t code) {
    return error_of(code, ProtocolChoice);
}

std::optional<DriverError> error_of_exchange(std::int32_t code) {
    return error_of(code, Exchange);
}

std::optional<DriverError> error_of_control(std::int32_t code) {
    return error_of(code, Control);
}

}  // namespace scrm::hosts
