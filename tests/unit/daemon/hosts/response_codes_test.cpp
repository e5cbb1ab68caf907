#include "daemon/hosts/response_codes.hpp"

#include <catch2/catch.hpp>

using namespace scrm::hosts;
using scrm::drivers::DriverError;

TEST_CASE("success is no error") {
    for (const auto error_of : {error_of_power, error_of_protocol, error_of_exchange, error_of_control})
        CHECK_FALSE(error_of(0));
}

TEST_CASE("a device that the handler misses has gone, for every call") {
    for (const auto error_of : {error_of_power, error_of_protocol, error_of_exchange, error_of_control})
        CHECK(error_of(617) == DriverError::DeviceGone);
}

TEST_CASE("a card that cannot be powered is mute, unless there is none") {
    CHECK(error_of_power(608) == DriverError::CardMute);
    CHECK(error_of_power(612) == DriverError::CardMute);
    CHECK(error_of_power(616) == DriverError::NoCard);
}

TEST_CASE("a protocol may be refused, or not for the caller to choose") {
    CHECK(error_of_protocol(606) == DriverError::ProtocolNotSupported);
    CHECK(error_of_protocol(607) == DriverError::ProtocolNotSupported);
    CHECK(error_of_protocol(614) == DriverError::NotSupported);
    CHECK(error_of_protocol(605) == DriverError::CommunicationFailed);
}

TEST_CASE("an exchange fails as pcscd says it does") {
    CHECK(error_of_exchange(616) == DriverError::NoCard);
    CHECK(error_of_exchange(618) == DriverError::ResponseTooLong);
    for (const int code : {606, 607, 612, 613, 614, 1, -1, 12345})
        CHECK(error_of_exchange(code) == DriverError::CommunicationFailed);
}

TEST_CASE("a command to the reader, and an attribute, may be unknown to it") {
    for (const int code : {600, 606, 614})
        CHECK(error_of_control(code) == DriverError::NotSupported);
    CHECK(error_of_control(618) == DriverError::ResponseTooLong);
    CHECK(error_of_control(612) == DriverError::CommunicationFailed);
}
