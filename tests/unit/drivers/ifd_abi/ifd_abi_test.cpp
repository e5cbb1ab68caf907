// The plain types are those of the public header.
#include <catch2/catch.hpp>
#include <type_traits>

#include "drivers/ifd_abi/functions.hpp"
#include "ifdhandler.h"
#include "reader.h"

namespace abi = scrm::ifd_abi;

template <class Mine, class Theirs>
constexpr bool same = std::is_same_v<Mine, Theirs>;

static_assert(same<abi::Dword, DWORD> && same<abi::ResponseCode, RESPONSECODE>);
static_assert(sizeof(abi::IoHeader) == sizeof(SCARD_IO_HEADER));
static_assert(same<decltype(abi::Functions::create_channel_by_name), decltype(&IFDHCreateChannelByName)>);
static_assert(same<decltype(abi::Functions::create_channel), decltype(&IFDHCreateChannel)>);
static_assert(same<decltype(abi::Functions::close_channel), decltype(&IFDHCloseChannel)>);
static_assert(same<decltype(abi::Functions::get_capabilities), decltype(&IFDHGetCapabilities)>);
static_assert(same<decltype(abi::Functions::set_capabilities), decltype(&IFDHSetCapabilities)>);
static_assert(same<decltype(abi::Functions::set_protocol_parameters), decltype(&IFDHSetProtocolParameters)>);
static_assert(same<decltype(abi::Functions::power_icc), decltype(&IFDHPowerICC)>);
static_assert(same<decltype(abi::Functions::control), decltype(&IFDHControl)>);
static_assert(same<decltype(abi::Functions::icc_presence), decltype(&IFDHICCPresence)>);

TEST_CASE("codes and tags are those of the public header") {
    CHECK(abi::success == IFD_SUCCESS);
    CHECK(abi::error_tag == IFD_ERROR_TAG);
    CHECK(abi::error_set_failure == IFD_ERROR_SET_FAILURE);
    CHECK(abi::error_value_read_only == IFD_ERROR_VALUE_READ_ONLY);
    CHECK(abi::error_pts_failure == IFD_ERROR_PTS_FAILURE);
    CHECK(abi::error_not_supported == IFD_ERROR_NOT_SUPPORTED);
    CHECK(abi::protocol_not_supported == IFD_PROTOCOL_NOT_SUPPORTED);
    CHECK(abi::error_power_action == IFD_ERROR_POWER_ACTION);
    CHECK(abi::communication_error == IFD_COMMUNICATION_ERROR);
    CHECK(abi::response_timeout == IFD_RESPONSE_TIMEOUT);
    CHECK(abi::not_supported == IFD_NOT_SUPPORTED);
    CHECK(abi::icc_present == IFD_ICC_PRESENT);
    CHECK(abi::icc_not_present == IFD_ICC_NOT_PRESENT);
    CHECK(abi::no_such_device == IFD_NO_SUCH_DEVICE);
    CHECK(abi::error_insufficient_buffer == IFD_ERROR_INSUFFICIENT_BUFFER);
    CHECK(abi::power_up == IFD_POWER_UP);
    CHECK(abi::power_down == IFD_POWER_DOWN);
    CHECK(abi::reset == IFD_RESET);
    CHECK(abi::protocol_t0 == SCARD_PROTOCOL_T0);
    CHECK(abi::protocol_t1 == SCARD_PROTOCOL_T1);
    CHECK(abi::max_atr_size == MAX_ATR_SIZE);
    CHECK(abi::max_buffer_size == MAX_BUFFER_SIZE_EXTENDED);
    CHECK(abi::tag::atr == TAG_IFD_ATR);
    CHECK(abi::tag::slot_thread_safe == TAG_IFD_SLOT_THREAD_SAFE);
    CHECK(abi::tag::thread_safe == TAG_IFD_THREAD_SAFE);
    CHECK(abi::tag::slots_number == TAG_IFD_SLOTS_NUMBER);
    CHECK(abi::tag::simultaneous_access == TAG_IFD_SIMULTANEOUS_ACCESS);
    CHECK(abi::tag::polling_thread_killable == TAG_IFD_POLLING_THREAD_KILLABLE);
    CHECK(abi::tag::stop_polling_thread == TAG_IFD_STOP_POLLING_THREAD);
    CHECK(abi::tag::polling_thread_with_timeout == TAG_IFD_POLLING_THREAD_WITH_TIMEOUT);
    CHECK(abi::tag::device_removed == TAG_IFD_DEVICE_REMOVED);
}
