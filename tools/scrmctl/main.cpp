// scrmctl: smart card readers and cards on the command line.
#include <cstdlib>
#include <exception>

#include "tools/scrmctl/command_line.hpp"
#include "tools/scrmctl/commands.hpp"
#include "tools/scrmctl/output.hpp"

namespace {

using scrm::tools::ExitCode;
using scrm::tools::Failure;
using scrm::tools::remark;

int complain(const Failure& failure) {
    remark("scrmctl: " + failure.problem + "\n");
    if (!failure.remedy.empty()) {
        remark("  " + failure.remedy + "\n");
    }
    return static_cast<int>(failure.exit_code);
}

int run(const std::vector<std::string>& arguments) {
    const auto request = scrm::tools::parse_command_line(arguments);
    if (const auto* failure = std::get_if<Failure>(&request)) {
        return complain(*failure);
    }
    const auto outcome = std::visit([](const auto& asked) { return scrm::tools::run(asked); },
                                    std::get<scrm::tools::Request>(request));
    if (const auto* failure = std::get_if<Failure>(&outcome)) {
        return complain(*failure);
    }
    if (!scrm::tools::all_arrived()) {
        return complain({"the answer could not be written", "is the disk full?", ExitCode::Unavailable});
    }
    return static_cast<int>(std::get<ExitCode>(outcome));
}

}  // namespace

int main(int argc, char** argv) {
    // Our client library then says why it was refused something; of a daemon that is not there we tell.
    // NOLINTNEXTLINE(concurrency-mt-unsafe): there is no other thread yet
    static_cast<void>(::setenv("SCRM_EXPLAIN", "refusals", 0));
    try {
        return run({argv + 1, argv + argc});
    } catch (const std::exception& error) {
        return complain({error.what(), "", ExitCode::Unavailable});
    }
}
