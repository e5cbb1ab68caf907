#include "daemon/service/own_programs.hpp"

#include <cstdlib>
#include <filesystem>

#ifndef SCRM_LIBEXEC_FROM_SBIN
#error "the build says where programs are installed, seen from scrmd"
#endif

namespace scrm::service {

// From its own place, so that an installed tree can be carried elsewhere.
std::string own_program(const std::string& name) {
    if (const char* folder = std::getenv("SCRM_LIBEXEC"))  // NOLINT(concurrency-mt-unsafe): there is one thread
        return std::string(folder) + "/" + name;
    std::error_code error;
    const std::filesystem::path own = std::filesystem::read_symlink("/proc/self/exe", error);
    return (own.parent_path() / SCRM_LIBEXEC_FROM_SBIN / name).lexically_normal().string();
}

}  // namespace scrm::service
