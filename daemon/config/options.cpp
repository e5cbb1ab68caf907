#include "daemon/config/options.hpp"

#include <CLI/CLI.hpp>

#include "daemon/config/settings.hpp"

#ifndef SCRM_VERSION
#error "the build says which version this is"
#endif

namespace scrm::config {
namespace {

// Accepted, for scripts and units that were written for pcscd; each says why it does nothing.
struct Obsolete {
    const char* names;
    const char* remark;
};

constexpr std::array obsolete_values{
    Obsolete{"-t,--max-thread", "there is one thread, and no limit to the clients"},
    Obsolete{"-s,--max-card-handle-per-thread", "there is no limit to the handles of a client"},
    Obsolete{"-r,--max-card-handle-per-reader", "there is no limit to the handles of a reader"},
};

constexpr std::array obsolete_flags{
    Obsolete{"-T,--color", "the log is plain text"},
    Obsolete{"--disable-polkit", "scrmd.toml says whether polkit is asked"},
    Obsolete{"--force-reader-polling", "readers are polled when they cannot tell of cards by themselves"},
};

void add_obsolete(CLI::App& app, Options& options) {
    const auto remark = [&options](const Obsolete& option) {
        options.remarks.push_back(std::string(option.names) + " does nothing: " + option.remark);
    };
    for (const Obsolete& option : obsolete_values)
        app.add_option_function<std::string>(
               option.names, [remark, option](const std::string&) { remark(option); }, option.remark)
            ->type_name("NUMBER")
            ->group("Accepted for pcscd's sake");
    for (const Obsolete& option : obsolete_flags)
        app.add_flag_callback(
               option.names, [remark, option] { remark(option); }, option.remark)
            ->group("Accepted for pcscd's sake");
}

void add_log_options(CLI::App& app, Options& options) {
    const auto level = [&options](log::Level value) {
        return [&options, value] { options.log_level = value; };
    };
    app.add_flag_callback("-d,--debug", level(log::Level::Debug), "log everything");
    app.add_flag_callback("-i,--info", level(log::Level::Info), "log what happens");
    app.add_flag_callback("-e,--error", level(log::Level::Error), "log errors only");
    app.add_flag_callback("-C,--critical", level(log::Level::Off), "log nothing that can be survived");
    app.add_option_function<std::string>(
           "--log-level",
           [&options](const std::string& text) {
               options.log_level = parse_log_level(text);
               if (!options.log_level)
                   throw CLI::ValidationError("--log-level",
                                              "must be one of trace, debug, info, warning, error, off");
           },
           "trace, debug, info, warning, error or off")
        ->type_name("LEVEL");
    app.add_flag_callback(
        "-a,--apdu", [&options] { options.apdu_trace = ApduTrace::On; },
        "log commands to cards and their answers; data of commands that carry PINs is left out");
}

void add_reader_options(CLI::App& app, Options& options) {
    app.add_option_function<std::string>(
           "-c,--config", [&options](const std::string& path) { options.reader_conf = path; },
           "readers that nobody can discover: a file, or a folder of them, instead of /etc/reader.conf.d")
        ->type_name("PATH");
    app.add_flag_callback(
        "-I,--reader-name-no-interface", [&options] { options.interface_in_names = NamePart::LeftOut; },
        "leave the name of the USB interface out of readers' names");
    app.add_flag_callback(
        "-S,--reader-name-no-serial", [&options] { options.serial_in_names = NamePart::LeftOut; },
        "leave the serial number out of readers' names");
}

// CLI11 lists what is left over from back to front, and a value that follows before its option.
std::string complaint(const CLI::App& app, const CLI::Error& error) {
    const std::vector<std::string> strangers = app.remaining();
    const std::string what =
        strangers.empty() ? std::string(error.what()) : "unknown argument \"" + strangers.front() + '"';
    return "scrmd: " + what + "\n  'scrmd --help' tells what it takes\n";
}

}  // namespace

std::variant<Options, ExitCode> parse_options(int argc, const char* const* argv) {
    Options options;
    CLI::App app("scrmd, the smart card resource manager: lets every program use every smart card reader.",
                 "scrmd");
    app.set_help_flag("-h,--help", "show this, and end");
    app.add_flag_callback(
        "-f,--foreground", [&] { options.ground = Ground::Foreground; },
        "stay in the foreground and log to stderr");
    app.add_option("--socket", options.socket, "where clients connect")
        ->type_name("PATH")
        ->capture_default_str();
    CLI::Option* settings =
        app.add_option("--settings", options.settings, "settings; PATH.d/*.toml is read after it")
            ->type_name("PATH")
            ->capture_default_str();
    app.add_flag_callback(
        "-x,--auto-exit", [&] { options.lifetime = Lifetime::UntilIdle; },
        "end after 60 seconds without a client and a reader");
    app.add_flag_callback(
        "-H,--hotplug", [&] { options.action = Action::Rescan; },
        "ask the scrmd that is running to look for readers anew, and end");
    add_reader_options(app, options);
    add_log_options(app, options);
    add_obsolete(app, options);
    app.set_version_flag("-v,--version", "scrmd " SCRM_VERSION, "show the version, and end");
    app.failure_message(
        [](const CLI::App* parser, const CLI::Error& error) { return complaint(*parser, error); });
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return ExitCode{app.exit(error) == 0 ? 0 : 2};
    }
    options.settings_given = settings->count() > 0;
    return options;
}

}  // namespace scrm::config
