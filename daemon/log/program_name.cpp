#include "daemon/log/program_name.hpp"

#include <fstream>

namespace scrm::log {
namespace {

bool printable(char c) {
    return c >= ' ' && c <= '~';
}

}  // namespace

std::string program_name(std::uint32_t pid) {
    std::string name;
    std::getline(std::ifstream("/proc/" + std::to_string(pid) + "/comm"), name);
    std::erase_if(name, [](char c) { return !printable(c); });
    return name.empty() ? std::to_string(pid) : std::to_string(pid) + " (" + name + ")";
}

}  // namespace scrm::log
