#include <cstdio>
#include <exception>

#include "daemon/config/options.hpp"
#include "daemon/config/settings.hpp"
#include "daemon/daemon.hpp"
#include "daemon/log/journal_stream.hpp"
#include "daemon/log/log.hpp"
#include "daemon/service/background.hpp"
#include "daemon/service/listening_socket.hpp"
#include "daemon/service/pid_file.hpp"

namespace {

using namespace scrm;

config::Settings settings_for(const config::Options& options) {
    if (options.settings_given && !std::filesystem::exists(options.settings))
        throw config::SettingsError(options.settings + ": there is no such file");
    return config::load_settings(options.settings);
}

void serve(const config::Options& options) {
    const config::Settings settings = settings_for(options);
    const bool background = options.ground == config::Ground::Background;
    service::Background ground = background ? service::Background::enter() : service::Background::none();
    const bool to_journal = background || log::stderr_is_the_journal();
    log::open(to_journal ? log::Target::Journal : log::Target::Stderr,
              options.log_level.value_or(settings.log_level));
    for (const std::string& remark : options.remarks)
        log::warning(remark);
    run_daemon(options, settings, ground);
}

int end_at_once(const config::Ending& ending) {
    static_cast<void>(std::fputs(ending.text.c_str(), ending.code == 0 ? stdout : stderr));
    return ending.code;
}

}  // namespace

int main(int argc, char** argv) {
    const auto parsed = config::parse_options(argc, argv);
    if (const auto* ending = std::get_if<config::Ending>(&parsed))
        return end_at_once(*ending);
    const auto& options = std::get<config::Options>(parsed);
    try {
        if (options.action == config::Action::Rescan)
            service::request_rescan(options.socket);
        else
            serve(options);
        return 0;
    } catch (const std::exception& error) {
        static_cast<void>(std::fprintf(stderr, "scrmd: %s\n", error.what()));
        return 1;
    }
}
