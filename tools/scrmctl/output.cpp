#include "tools/scrmctl/output.hpp"

#include <cstdio>

namespace scrm::tools {

void put(const std::string& text) {
    static_cast<void>(std::fputs(text.c_str(), stdout));
    static_cast<void>(std::fflush(stdout));
}

void remark(const std::string& text) {
    static_cast<void>(std::fputs(text.c_str(), stderr));
}

bool all_arrived() {
    return std::ferror(stdout) == 0;
}

}  // namespace scrm::tools
