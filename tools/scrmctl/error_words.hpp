// What a PC/SC error means to the person at the terminal, and what to do about it.
#pragma once

#include <winscard.h>

#include <string>

#include "tools/scrmctl/failure.hpp"

namespace scrm::tools {

/// `what` is what was tried: "connect to Virtual PCD 00 00". Anything but SCARD_S_SUCCESS makes a failure.
[[nodiscard]] Failure failure_of(LONG code, const std::string& what);

}  // namespace scrm::tools
