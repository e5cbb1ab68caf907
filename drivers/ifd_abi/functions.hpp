// The functions of an IFD handler as pointers. Which of them a handler has decides its version.
#pragma once

#include "drivers/ifd_abi/codes.hpp"

namespace scrm::ifd_abi {

struct IoHeader {
    Dword protocol;  // 0: T=0, 1: T=1, 4: raw
    Dword length;    // sizeof(IoHeader)
};

struct Functions {
    ResponseCode (*create_channel_by_name)(Dword lun, char* device_name) = nullptr;  // version 3
    ResponseCode (*create_channel)(Dword lun, Dword channel) = nullptr;              // version 2, maybe 3
    ResponseCode (*close_channel)(Dword lun) = nullptr;
    ResponseCode (*get_capabilities)(Dword lun, Dword tag, Dword* length, std::uint8_t* value) = nullptr;
    ResponseCode (*set_capabilities)(Dword lun, Dword tag, Dword length, std::uint8_t* value) = nullptr;
    /// Optional.
    ResponseCode (*set_protocol_parameters)(Dword lun, Dword protocol, std::uint8_t flags, std::uint8_t pts1,
                                            std::uint8_t pts2, std::uint8_t pts3) = nullptr;
    ResponseCode (*power_icc)(Dword lun, Dword action, std::uint8_t* atr, Dword* atr_length) = nullptr;
    ResponseCode (*transmit_to_icc)(Dword lun, IoHeader send_pci, std::uint8_t* command, Dword command_length,
                                    std::uint8_t* response, Dword* response_length,
                                    IoHeader* receive_pci) = nullptr;
    ResponseCode (*control)(Dword lun, Dword code, std::uint8_t* input, Dword input_length,
                            std::uint8_t* output, Dword output_room, Dword* returned) = nullptr;
    ResponseCode (*icc_presence)(Dword lun) = nullptr;
};

/// What polling_thread_with_timeout and stop_polling_thread give.
using WaitForCard = ResponseCode (*)(Dword lun, int milliseconds);
using StopWaiting = ResponseCode (*)(Dword lun);

}  // namespace scrm::ifd_abi
