#include <cstdio>

#include "tools/scrmctl/commands.hpp"

namespace scrm::tools {

Outcome<ExitCode> run(const ShowRequest& request) {
    std::fputs(request.text.c_str(), stdout);
    return ExitCode::Ok;
}

}  // namespace scrm::tools
