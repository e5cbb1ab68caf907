// SELECT, READ BINARY and UPDATE BINARY (ISO 7816-4, 11.1 and 11.2).
#pragma once

#include "drivers/virtual/card_file_system.hpp"
#include "drivers/virtual/command_apdu.hpp"
#include "drivers/virtual/response_writer.hpp"

namespace scrm::virtual_reader {

/// Whether what AfterPin guards is open.
enum class PinState : std::uint8_t { NotVerified, Verified };

/// Answers file control information as P2 asks for: 00 FCI, 04 FCP, 0C nothing.
StatusWord select(CardFileSystem& files, const CommandApdu& command, ResponseWriter& answer);

/// P1-P2: an offset into the current file (15 bits), or P1 = 80 + short file id and P2 an offset (8 bits).
StatusWord read_binary(CardFileSystem& files, PinState pin, const CommandApdu& command,
                       ResponseWriter& answer);
StatusWord update_binary(CardFileSystem& files, PinState pin, const CommandApdu& command);

}  // namespace scrm::virtual_reader
