// conformance READER SECOND_READER [PART-OF-A-RULE [K/N]]: plays the cases (of every N the K-th, from 0)
// against whatever library is loaded and whatever daemon answers. A line for each, between tabs: "holds
// RULE", "differs RULE WHAT-COMES-INSTEAD PLACE", "crashes RULE" or "hangs RULE"; and between them the wishes
// to the desk.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>
#include <string_view>

#include "tests/conformance/case.hpp"
#include "tests/conformance/check.hpp"
#include "tests/conformance/desk.hpp"
#include "tests/conformance/puppet.hpp"
#include "tests/conformance/stage.hpp"

namespace conformance {
namespace {

constexpr int case_limit_ms = 30000;

[[noreturn]] void play(const Case& played, int report) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    report_differences_to(report);
    await_free_reader();
    played.play();
    _exit(0);
}

/// What the process of the case wrote until it closed its end; "hangs" if it did not in time.
std::string outcome(int report) {
    std::string text;
    pollfd end{report, POLLIN, 0};
    for (std::array<char, 1024> part{};;) {
        if (poll(&end, 1, case_limit_ms) == 0)
            return "hangs";
        const ssize_t size = read(report, part.data(), part.size());
        if (size <= 0)
            return text;
        text.append(part.data(), static_cast<std::size_t>(size));
    }
}

std::string verdict(const Case& played) {
    std::array<int, 2> report{};
    if (pipe2(report.data(), O_CLOEXEC) != 0)
        return "hangs\t" + std::string(played.rule) + "\n";
    const pid_t process = fork();
    if (process == 0)
        play(played, report[1]);
    close(report[1]);
    const std::string text = outcome(report[0]);
    close(report[0]);
    if (text == "hangs")
        kill(-process, SIGKILL);
    int status = 0;
    waitpid(process, &status, 0);
    const std::string rule = played.rule;
    if (text == "hangs")
        return "hangs\t" + rule + "\n";
    if (!text.empty())
        return "differs\t" + rule + "\t" + text;
    return (status == 0 ? "holds\t" : "crashes\t") + rule + "\n";
}

void say(const std::string& line) {
    (void)!write(STDOUT_FILENO, line.data(), line.size());
}

void play_all(std::string_view part_of_rule, const std::string& share) {
    const std::size_t mine = std::stoul(share);
    const std::size_t shares = std::stoul(share.substr(share.find('/') + 1));
    for (std::size_t i = 0; i < cases().size(); ++i) {
        const Case& played = cases()[i];
        const bool wanted = std::string_view(played.rule).find(part_of_rule) != std::string_view::npos;
        if (wanted && i % shares == mine && desk::is_ready_for(played.rule))
            say(verdict(played));
    }
}

}  // namespace
}  // namespace conformance

int main(int count, char** arguments) {
    using namespace conformance;
    const bool puppet = count > 1 && std::string_view(arguments[1]) == "--puppet";
    const int names = puppet ? 2 : 1;
    if (count < names + 2) {
        say("conformance READER SECOND_READER [PART-OF-A-RULE [K/N]]\n");
        return 2;
    }
    name_readers(arguments[names], arguments[names + 1]);
    if (puppet)
        return live_as_puppet();
    play_all(count > names + 2 ? arguments[names + 2] : "", count > names + 3 ? arguments[names + 3] : "0/1");
    return 0;
}
