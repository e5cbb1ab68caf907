#include "daemon/config/option_table.hpp"

#include <array>

#include "daemon/config/settings.hpp"

namespace scrm::config {
namespace {

template <log::Level level>
void take_level(Options& options, const char* /*value*/) {
    options.log_level = level;
}

void take_named_level(Options& options, const char* value) {
    options.log_level = parse_log_level(value);
    if (!options.log_level)
        throw WrongValue("--log-level: must be one of trace, debug, info, warning, error, off");
}

constexpr Option obsolete(char letter, const char* name, const char* value, const char* why) {
    return {letter, name, value, why, nullptr, OptionGroup::ForPcscdsSake};
}

constexpr std::array table{
    Option{'f', "foreground", nullptr, "stay in the foreground and log to stderr",
           [](Options& o, const char*) { o.ground = Ground::Foreground; }},
    Option{0, "socket", "PATH", "where clients connect, instead of /run/pcscd/pcscd.comm",
           [](Options& o, const char* value) { o.socket = value; }},
    Option{0, "settings", "PATH", "instead of /etc/scrm/scrmd.toml; PATH.d/*.toml is read after it",
           [](Options& o, const char* value) {
               o.settings = value;
               o.settings_given = true;
           }},
    Option{'x', "auto-exit", nullptr, "end after 60 seconds without a client and a reader",
           [](Options& o, const char*) { o.lifetime = Lifetime::UntilIdle; }},
    Option{'H', "hotplug", nullptr, "ask the scrmd that is running to look for readers anew, and end",
           [](Options& o, const char*) { o.action = Action::Rescan; }},
    Option{'c', "config", "PATH",
           "readers that nobody can discover: a file, or a folder of them, instead of /etc/reader.conf.d",
           [](Options& o, const char* value) { o.reader_conf = value; }},
    Option{'I', "reader-name-no-interface", nullptr,
           "leave the name of the USB interface out of readers' names",
           [](Options& o, const char*) { o.interface_in_names = NamePart::LeftOut; }},
    Option{'S', "reader-name-no-serial", nullptr, "leave the serial number out of readers' names",
           [](Options& o, const char*) { o.serial_in_names = NamePart::LeftOut; }},
    Option{'d', "debug", nullptr, "log everything", take_level<log::Level::Debug>},
    Option{'i', "info", nullptr, "log what happens", take_level<log::Level::Info>},
    Option{'e', "error", nullptr, "log errors only", take_level<log::Level::Error>},
    Option{'C', "critical", nullptr, "log nothing that can be survived", take_level<log::Level::Off>},
    Option{0, "log-level", "LEVEL", "trace, debug, info, warning, error or off", take_named_level},
    Option{'a', "apdu", nullptr,
           "log commands to cards and their answers; data of commands that carry PINs is left out",
           [](Options& o, const char*) { o.apdu_trace = ApduTrace::On; }},
    Option{'h', "help", nullptr, "show this, and end",
           [](Options& o, const char*) { o.action = Action::ShowHelp; }},
    Option{'v', "version", nullptr, "show the version, and end",
           [](Options& o, const char*) { o.action = Action::ShowVersion; }},
    obsolete('t', "max-thread", "NUMBER", "there is one thread, and no limit to the clients"),
    obsolete('s', "max-card-handle-per-thread", "NUMBER", "there is no limit to the handles of a client"),
    obsolete('r', "max-card-handle-per-reader", "NUMBER", "there is no limit to the handles of a reader"),
    obsolete('T', "color", nullptr, "the log is plain text"),
    obsolete(0, "disable-polkit", nullptr, "scrmd.toml says whether polkit is asked"),
    obsolete(0, "force-reader-polling", nullptr,
             "readers are polled when they cannot tell of cards by themselves"),
};

}  // namespace

std::span<const Option> option_table() {
    return table;
}

std::string names_of(const Option& option) {
    const std::string name = std::string("--") + option.name;
    return option.letter ? std::string{'-', option.letter, ','} + name : name;
}

}  // namespace scrm::config
