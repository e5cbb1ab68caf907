
#include "tools/scrmctl/commands.hpp"
#include "tools/scrmctl/output.hpp"

namespace scrm::tools {

Outcome<ExitCode> run(const ShowRequest& request) {
    put(request.text);
    return ExitCode::Ok;
}

}  // namespace scrm::tools
