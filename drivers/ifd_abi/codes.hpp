// The numbers of the IFD handler interface (libpcsc-client/include/PCSC/ifdhandler.h says what they mean).
#pragma once

#include <cstdint>

namespace scrm::ifd_abi {

#ifdef __APPLE__
using Dword = std::uint32_t;
using ResponseCode = std::int32_t;
#else
using Dword = unsigned long;
using ResponseCode = long;
#endif

inline constexpr ResponseCode success = 0;
inline constexpr ResponseCode error_tag = 600;
inline constexpr ResponseCode error_set_failure = 601;
inline constexpr ResponseCode error_value_read_only = 602;
inline constexpr ResponseCode error_pts_failure = 605;
inline constexpr ResponseCode error_not_supported = 606;
inline constexpr ResponseCode protocol_not_supported = 607;
inline constexpr ResponseCode error_power_action = 608;
inline constexpr ResponseCode communication_error = 612;
inline constexpr ResponseCode response_timeout = 613;
inline constexpr ResponseCode not_supported = 614;
inline constexpr ResponseCode icc_present = 615;
inline constexpr ResponseCode icc_not_present = 616;
inline constexpr ResponseCode no_such_device = 617;
inline constexpr ResponseCode error_insufficient_buffer = 618;

inline constexpr Dword power_up = 500;
inline constexpr Dword power_down = 501;
inline constexpr Dword reset = 502;

inline constexpr Dword protocol_t0 = 1;  // for IFDHSetProtocolParameters
inline constexpr Dword protocol_t1 = 2;

inline constexpr Dword max_atr_size = 33;
inline constexpr Dword max_buffer_size = 65548;  // an extended APDU: 4 + 3 + 65536 + 3 + 2

namespace tag {
inline constexpr Dword atr = 0x0303;
inline constexpr Dword slot_thread_safe = 0x0FAC;
inline constexpr Dword thread_safe = 0x0FAD;
inline constexpr Dword slots_number = 0x0FAE;
inline constexpr Dword simultaneous_access = 0x0FAF;
inline constexpr Dword polling_thread_killable = 0x0FB1;
inline constexpr Dword stop_polling_thread = 0x0FB2;
inline constexpr Dword polling_thread_with_timeout = 0x0FB3;
inline constexpr Dword device_removed = 0x0FB4;
}  // namespace tag

}  // namespace scrm::ifd_abi
