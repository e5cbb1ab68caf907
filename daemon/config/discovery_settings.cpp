#include "daemon/config/discovery_settings.hpp"

#include <charconv>

#include "daemon/config/read_discovery.hpp"

namespace scrm::config {
namespace {

std::optional<std::uint16_t> id_of(std::string_view text) {
    std::uint16_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id, 16);
    if (text.size() != 4 || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return id;
}

// "08e6:3437", or "08e6" for all of a vendor's.
void read_device(const toml::node& value, DriverRuleSettings& rule) {
    const auto text = expect<std::string>(value, "device", "a string");
    const std::size_t colon = text.find(':');
    const auto vendor = id_of(std::string_view(text).substr(0, colon));
    if (colon != std::string::npos)
        rule.product = id_of(std::string_view(text).substr(colon + 1));
    if (!vendor || (colon != std::string::npos && !rule.product))
        fail(value.source(),
             "device must be ids of USB in hexadecimal: \"08e6:3437\", or \"08e6\" for all of a vendor's");
    rule.vendor = *vendor;
}

DriverRuleSettings read_rule(const toml::node& node) {
    DriverRuleSettings rule;
    bool device_given = false;
    read_table(node, "[[discovery.rule]]",
               {{"device",
                 [&](const toml::node& v) {
                     read_device(v, rule);
                     device_given = true;
                 }},
                {"driver", [&](const toml::node& v) {
                     rule.driver = expect<std::string>(v, "driver", "a string");
                     rule.place = place_of(v.source());
                 }}});
    if (!device_given || rule.driver.empty())
        fail(node.source(), "[[discovery.rule]] needs a device and a driver");
    return rule;
}

auto path_into(std::string& setting, const char* key) {
    return [&setting, key](const toml::node& value) {
        setting = expect<std::string>(value, key, "a path");
        if (!setting.starts_with('/'))
            fail(value.source(), std::string(key) + " must be an absolute path");
    };
}

}  // namespace

void read_discovery(const toml::node& node, DiscoverySettings& settings) {
    read_table(node, "[discovery]",
               {{"folder", path_into(settings.folder, "folder")},
                {"reader_conf", path_into(settings.reader_conf, "reader_conf")},
                {"rule", [&](const toml::node& v) {
                     const toml::array* rules = v.as_array();
                     if (!rules)
                         fail(v.source(), "rules are written as [[discovery.rule]]");
                     for (const toml::node& rule : *rules)
                         settings.rules.push_back(read_rule(rule));
                 }}});
}

}  // namespace scrm::config
