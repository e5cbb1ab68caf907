// Where the programs are that belong to scrmd.
#pragma once

#include <string>

namespace scrm::service {

/// The path of a program of ours: where SCRM_LIBEXEC says, or where it was installed beside scrmd.
std::string own_program(const std::string& name);

}  // namespace scrm::service
