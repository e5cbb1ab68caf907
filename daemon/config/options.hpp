// scrmd's command line: pcscd's options, so that it can stand in its place, and a few of its own.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "daemon/log/log.hpp"

namespace scrm::config {

enum class Action : std::uint8_t { Serve, Rescan, ShowHelp, ShowVersion };
enum class Ground : std::uint8_t { Background, Foreground };
enum class ApduTrace : std::uint8_t { Off, On };
enum class NamePart : std::uint8_t { Shown, LeftOut };
enum class Lifetime : std::uint8_t { UntilStopped, UntilIdle };

struct Options {
    Action action = Action::Serve;
    Ground ground = Ground::Background;
    Lifetime lifetime = Lifetime::UntilStopped;
    ApduTrace apdu_trace = ApduTrace::Off;
    std::string socket = "/run/pcscd/pcscd.comm";
    std::string settings = "/etc/scrm/scrmd.toml";
    bool settings_given = false;             // then the file must be there
    std::optional<std::string> reader_conf;  // instead of the settings'
    NamePart interface_in_names = NamePart::Shown;
    NamePart serial_in_names = NamePart::Shown;
    std::optional<log::Level> log_level;
    /// What to tell about options that are accepted and mean nothing any more.
    std::vector<std::string> remarks;
};

/// The process is to end at once: --help, --version, or a wrong option.
struct Ending {
    int code;          // 0: the text is for stdout, else for stderr
    std::string text;  // ends with a newline
};

/// `words` as main() has them, the program's name first.
std::variant<Options, Ending> parse_options(int count, char* const* words);

}  // namespace scrm::config
