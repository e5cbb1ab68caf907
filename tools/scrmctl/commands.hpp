// The commands of scrmctl. Each writes its results to standard output; a failure is for the caller to show.
#pragma once

#include "tools/scrmctl/failure.hpp"
#include "tools/scrmctl/request.hpp"

namespace scrm::tools {

[[nodiscard]] Outcome<ExitCode> run(const ListRequest& request);
[[nodiscard]] Outcome<ExitCode> run(const ScanRequest& request);
[[nodiscard]] Outcome<ExitCode> run(const ApduRequest& request);
[[nodiscard]] Outcome<ExitCode> run(const AtrRequest& request);
[[nodiscard]] Outcome<ExitCode> run(const ShowRequest& request);

}  // namespace scrm::tools
