// What scrmd --help says.
#pragma once

#include <string>

namespace scrm::config {

std::string usage();

}  // namespace scrm::config
