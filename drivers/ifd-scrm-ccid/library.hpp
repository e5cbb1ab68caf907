// What this library has for as long as it is loaded.
#pragma once

#include "drivers/ifd-scrm-ccid/channels.hpp"

namespace scrm::ifd_handler {

Channels& channels();

/// A line for the log of whoever loaded the library.
void tell(const std::string& words);

}  // namespace scrm::ifd_handler
