#include "daemon/handler_tuning.hpp"

#include <filesystem>

namespace scrm {
namespace {

bool applies(const config::DriverTuning& tuning, const hosts::HandlerSpec& spec) {
    const std::string file = std::filesystem::path(spec.library).filename();
    return (tuning.library.empty() || tuning.library == file) &&
           spec.identity.friendly_name.starts_with(tuning.reader);
}

template <class Setting, class Value>
void set(Setting& setting, const std::optional<Value>& value) {
    if (value)
        setting = *value;
}

std::string installed(const char* program) {
    std::error_code unknown;
    const auto daemon = std::filesystem::read_symlink("/proc/self/exe", unknown);
    return (daemon.parent_path().parent_path() / "libexec/scrm" / program).string();
}

}  // namespace

void tune(hosts::HandlerSpec& spec, const config::DriverSettings& settings) {
    for (const config::DriverTuning& tuning : settings.tunings) {
        if (!applies(tuning, spec))
            continue;
        set(spec.deadlines.open, tuning.open_deadline);
        set(spec.deadlines.presence, tuning.presence_deadline);
        set(spec.deadlines.calls.power, tuning.power_deadline);
        set(spec.deadlines.calls.control, tuning.control_deadline);
        set(spec.deadlines.calls.exchange, tuning.exchange_deadline);
        set(spec.deadlines.calls.contended_exchange, tuning.contended_exchange_deadline);
        set(spec.restarts.failures, tuning.failures);
        set(spec.restarts.period, tuning.failures_within);
        set(spec.restarts.retry_every, tuning.retry_every);
    }
}

hosts::HostedDriver::Programs host_programs(const config::DriverSettings& settings) {
    return {settings.host.empty() ? installed("scrm-ifd-host") : settings.host,
            settings.host_i386.empty() ? installed("scrm-ifd-host-i386") : settings.host_i386};
}

}  // namespace scrm
