#include "daemon/readers/driver_codes.hpp"

#include <catch2/catch.hpp>

using namespace scrm::readers;
using scrm::drivers::DriverError;
using scrm::ipc::ResultCode;

TEST_CASE("a reader that is gone is unavailable, whatever was asked of it") {
    CHECK(code_for_power(DriverError::DeviceGone) == ResultCode::ReaderUnavailable);
    CHECK(code_for_exchange(DriverError::DeviceGone) == ResultCode::ReaderUnavailable);
    CHECK(code_for_control(DriverError::DeviceGone) == ResultCode::ReaderUnavailable);
}

TEST_CASE("a card that is not there is missed when it is powered, and was removed when it is spoken to") {
    CHECK(code_for_power(DriverError::NoCard) == ResultCode::NoSmartcard);
    CHECK(code_for_exchange(DriverError::NoCard) == ResultCode::RemovedCard);
    CHECK(code_for_control(DriverError::NoCard) == ResultCode::NoSmartcard);
}

TEST_CASE("a mute card is unpowered to its clients") {
    CHECK(code_for_power(DriverError::CardMute) == ResultCode::UnpoweredCard);
    CHECK(code_for_power(DriverError::CardUnpowered) == ResultCode::UnpoweredCard);
    CHECK(code_for_exchange(DriverError::CardUnpowered) == ResultCode::UnpoweredCard);
}

TEST_CASE("any other failure to power a card leaves it unresponsive") {
    for (const DriverError error :
         {DriverError::CommunicationFailed, DriverError::DeadlinePassed, DriverError::Cancelled})
        CHECK(code_for_power(error) == ResultCode::UnresponsiveCard);
}

TEST_CASE("any other failure of a command means that it was not transacted") {
    for (const DriverError error : {DriverError::CardMute, DriverError::CommunicationFailed,
                                    DriverError::DeadlinePassed, DriverError::Cancelled}) {
        CHECK(code_for_exchange(error) == ResultCode::NotTransacted);
        CHECK(code_for_control(error) == ResultCode::NotTransacted);
    }
}

TEST_CASE("what a reader cannot do is an unsupported feature only when the reader was asked") {
    CHECK(code_for_control(DriverError::NotSupported) == ResultCode::UnsupportedFeature);
    CHECK(code_for_exchange(DriverError::NotSupported) == ResultCode::NotTransacted);
}

TEST_CASE("protocols that do not fit, answers that do not, and policies have their codes") {
    CHECK(code_for_power(DriverError::ProtocolNotSupported) == ResultCode::ProtocolMismatch);
    CHECK(code_for_exchange(DriverError::ProtocolNotSupported) == ResultCode::ProtocolMismatch);
    CHECK(code_for_exchange(DriverError::ResponseTooLong) == ResultCode::InsufficientBuffer);
    CHECK(code_for_exchange(DriverError::Refused) == ResultCode::SecurityViolation);
    CHECK(code_for_control(DriverError::Refused) == ResultCode::SecurityViolation);
}
