#include "daemon/config/read_drivers.hpp"

#include "daemon/config/toml_values.hpp"

namespace scrm::config {
namespace {

auto text_into(std::string& setting, const char* key) {
    return
        [&setting, key](const toml::node& value) { setting = expect<std::string>(value, key, "a string"); };
}

auto time_into(DriverTuning::Time& setting, const char* key) {
    return [&setting, key](const toml::node& value) {
        const auto time = read_time(value, key);
        if (!time || time->count() == 0)
            fail(value.source(), std::string(key) + " must be seconds, more than 0 and up to 86400");
        setting = *time;
    };
}

auto failures_into(std::optional<unsigned>& setting) {
    return [&setting](const toml::node& value) {
        const auto number = value.value_exact<std::int64_t>();
        if (!number || *number < 1 || *number > 1'000'000)
            fail(value.source(), "failures must be a whole number from 1 to 1000000");
        setting = static_cast<unsigned>(*number);
    };
}

KeyReaders tuning_readers(DriverTuning& tuning) {
    return {{"open_deadline", time_into(tuning.open_deadline, "open_deadline")},
            {"power_deadline", time_into(tuning.power_deadline, "power_deadline")},
            {"control_deadline", time_into(tuning.control_deadline, "control_deadline")},
            {"presence_deadline", time_into(tuning.presence_deadline, "presence_deadline")},
            {"exchange_deadline", time_into(tuning.exchange_deadline, "exchange_deadline")},
            {"contended_exchange_deadline",
             time_into(tuning.contended_exchange_deadline, "contended_exchange_deadline")},
            {"failures", failures_into(tuning.failures)},
            {"failures_within", time_into(tuning.failures_within, "failures_within")},
            {"retry_every", time_into(tuning.retry_every, "retry_every")}};
}

DriverTuning read_tuning(const toml::node& node) {
    DriverTuning tuning;
    KeyReaders keys = tuning_readers(tuning);
    keys.emplace("library", text_into(tuning.library, "library"));
    keys.emplace("reader", text_into(tuning.reader, "reader"));
    read_table(node, "[[drivers.for]]", keys);
    if (tuning.library.empty() && tuning.reader.empty())
        fail(node.source(), "[[drivers.for]] needs a library, a reader, or both");
    return tuning;
}

const toml::array& tables(const toml::node& node, const char* name) {
    const toml::array* list = node.as_array();
    if (!list)
        fail(node.source(), std::string("these are written as ") + name);
    return *list;
}

}  // namespace

void read_drivers(const toml::node& node, DriverSettings& settings) {
    DriverTuning for_all;
    KeyReaders keys = tuning_readers(for_all);
    std::vector<DriverTuning> for_some;
    keys.emplace("host", text_into(settings.host, "host"));
    keys.emplace("host_i386", text_into(settings.host_i386, "host_i386"));
    keys.emplace("for", [&](const toml::node& value) {
        for (const toml::node& tuning : tables(value, "[[drivers.for]]"))
            for_some.push_back(read_tuning(tuning));
    });
    read_table(node, "[drivers]", keys);
    settings.tunings.push_back(for_all);
    settings.tunings.insert(settings.tunings.end(), for_some.begin(), for_some.end());
}

}  // namespace scrm::config
