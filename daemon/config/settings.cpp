#include "daemon/config/settings.hpp"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <system_error>

#include "daemon/config/read_access.hpp"
#include "daemon/config/read_discovery.hpp"
#include "daemon/config/read_drivers.hpp"
#include "daemon/config/toml_values.hpp"
#include "daemon/files/small_file.hpp"

namespace scrm::config {
namespace {

namespace fs = std::filesystem;

// As the virtual driver reads it; checked here, where the line is known.
bool names_card(std::string_view text) {
    if (text == "default" || text == "none")
        return true;
    const auto is_digit = [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; };
    std::size_t bytes = 0;
    while (!text.empty()) {
        const bool blank = text.front() == ' ';
        if (!blank && (text.size() < 2 || !is_digit(text[0]) || !is_digit(text[1])))
            return false;
        text.remove_prefix(blank ? 1 : 2);
        bytes += blank ? 0 : 1;
    }
    return bytes >= 2 && bytes <= 33;
}

void read_log(const toml::node& node, Settings& settings) {
    read_table(node, "[log]",
               {{"level", [&](const toml::node& value) {
                     const auto level = parse_log_level(expect<std::string>(value, "level", "a string"));
                     if (!level)
                         fail(value.source(), "level must be one of trace, debug, info, warning, error, off");
                     settings.log_level = *level;
                 }}});
}

void read_polkit(const toml::node& node, Settings& settings) {
    read_table(node, "[polkit]", {{"ask", [&](const toml::node& value) {
                                       const bool wanted = expect<bool>(value, "ask", "true or false");
                                       settings.polkit = wanted ? Polkit::Asked : Polkit::NotAsked;
                                   }}});
}

auto time_into(TimeSetting& setting, const char* key) {
    return [&setting, key](const toml::node& value) { setting = read_time(value, key); };
}

void read_power(const toml::node& node, Settings& settings) {
    const auto add_reader = [&](const toml::node& element, const std::string& name) {
        if (name.empty())
            fail(element.source(), "never_readers must name readers: an empty name would be all of them");
        settings.power_never_readers.push_back(name);
    };
    const auto add_card = [&](const toml::node& element, const std::string& text) {
        const auto pattern = iso7816::AtrPattern::parse(text);
        if (!pattern)
            fail(element.source(),
                 "never_cards must be ATRs of 2 to 33 bytes in hexadecimal, with .. for any byte, as in \"3B "
                 "8F "
                 "80 .. 01\"");
        settings.power_never_cards.push_back(*pattern);
    };
    read_table(node, "[power]",
               {{"off_after", time_into(settings.power_off_after, "off_after")},
                {"never_readers", [&](const toml::node& v) { read_list(v, "never_readers", add_reader); }},
                {"never_cards", [&](const toml::node& v) { read_list(v, "never_cards", add_card); }}});
}

void read_transactions(const toml::node& node, Settings& settings) {
    read_table(node, "[transactions]",
               {{"longest", time_into(settings.transaction_longest, "longest")},
                {"longest_pause", time_into(settings.transaction_longest_pause, "longest_pause")},
                {"connect_wait", time_into(settings.transaction_connect_wait, "connect_wait")},
                {"report_after", time_into(settings.transaction_report_after, "report_after")}});
}

auto number_into(std::uint32_t& setting, const char* key) {
    return [&setting, key](const toml::node& value) {
        const auto number = value.value_exact<std::int64_t>();
        if (!number || *number < 0 || *number > INT32_MAX)
            fail(value.source(), std::string(key) + " must be a whole number from 1, or 0 for no limit");
        setting = static_cast<std::uint32_t>(*number);
    };
}

void read_limits(const toml::node& node, Settings& settings) {
    UserLimitSettings& limits = settings.user_limits;
    read_table(node, "[limits]",
               {{"contexts_per_user", number_into(limits.contexts, "contexts_per_user")},
                {"handles_per_user", number_into(limits.handles, "handles_per_user")},
                {"waiting_per_user", number_into(limits.waiting, "waiting_per_user")}});
}

// With no time at all it would end before the reader is found for which it was started.
void read_service(const toml::node& node, Settings& settings) {
    read_table(node, "[service]",
               {{"idle_exit", [&](const toml::node& value) {
                     settings.idle_exit = read_time(value, "idle_exit");
                     if (settings.idle_exit && *settings.idle_exit < std::chrono::seconds(1))
                         fail(value.source(), "idle_exit must be 1 second at least");
                 }}});
}

VirtualReaderSettings read_virtual_reader(const toml::node& node) {
    VirtualReaderSettings reader;
    read_table(
        node, "[[virtual.reader]]",
        {{"name", [&](const toml::node& v) { reader.name = expect<std::string>(v, "name", "a string"); }},
         {"slots",
          [&](const toml::node& v) {
              const auto slots = expect<std::int64_t>(v, "slots", "a whole number");
              if (slots < 1 || slots > 16)
                  fail(v.source(), "slots must be 1 to 16");
              reader.slots = static_cast<unsigned>(slots);
          }},
         {"card", [&](const toml::node& v) {
              reader.card = expect<std::string>(v, "card", "a string");
              if (!names_card(reader.card))
                  fail(v.source(),
                       "card must be \"default\", \"none\" or an ATR of 2 to 33 bytes in hexadecimal");
          }}});
    if (reader.name.empty())
        fail(node.source(), "[[virtual.reader]] needs a name");
    return reader;
}

void read_virtual(const toml::node& node, Settings& settings) {
    read_table(node, "[virtual]",
               {{"control",
                 [&](const toml::node& v) {
                     settings.virtual_control = expect<std::string>(v, "control", "a path");
                 }},
                {"reader", [&](const toml::node& v) {
                     const toml::array* readers = v.as_array();
                     if (!readers)
                         fail(v.source(), "virtual readers are written as [[virtual.reader]]");
                     for (const toml::node& reader : *readers)
                         settings.virtual_readers.push_back(read_virtual_reader(reader));
                 }}});
}

void read_file(const fs::path& file, Settings& settings) {
    if (file == "/dev/null")  // no settings; and no regular file
        return;
    std::error_code unknown;
    const fs::file_status status = fs::status(file, unknown);
    if (fs::is_directory(status))
        throw SettingsError(file.string() + ": this is a folder; settings are a file");
    if (fs::is_other(status))
        throw SettingsError(file.string() + ": this is no regular file");
    const auto text = files::read_small_file(file);
    if (!text)
        throw SettingsError(file.string() + ": " + text.error().message());
    try {
        const toml::table root = toml::parse(*text, file.string());
        read_table(root, "the file",
                   {{"log", [&](const toml::node& v) { read_log(v, settings); }},
                    {"power", [&](const toml::node& v) { read_power(v, settings); }},
                    {"transactions", [&](const toml::node& v) { read_transactions(v, settings); }},
                    {"limits", [&](const toml::node& v) { read_limits(v, settings); }},
                    {"access", [&](const toml::node& v) { read_access(v, settings.access_rules); }},
                    {"polkit", [&](const toml::node& v) { read_polkit(v, settings); }},
                    {"discovery", [&](const toml::node& v) { read_discovery(v, settings.discovery); }},
                    {"drivers", [&](const toml::node& v) { read_drivers(v, settings.drivers); }},
                    {"service", [&](const toml::node& v) { read_service(v, settings); }},
                    {"virtual", [&](const toml::node& v) { read_virtual(v, settings); }}});
    } catch (const toml::parse_error& error) {
        toml::source_region where = error.source();
        if (!where.path)
            where.path = std::make_shared<const std::string>(file.string());
        fail(where, std::string(error.description()));
    }
}

// A folder that is there and cannot be read may hold rules of access: that is no time to go on without them.
std::vector<fs::path> drop_ins(const fs::path& file) {
    const fs::path folder = file.string() + ".d";
    std::vector<fs::path> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
        if (entry.path().extension() == ".toml")
            found.push_back(entry.path());
    if (error && error != std::errc::no_such_file_or_directory)
        throw SettingsError(folder.string() + ": " + error.message());
    std::ranges::sort(found);
    return found;
}

}  // namespace

Settings load_settings(const fs::path& file) {
    Settings settings;
    if (fs::exists(file))
        read_file(file, settings);
    for (const fs::path& drop_in : drop_ins(file))
        read_file(drop_in, settings);
    return settings;
}

std::optional<log::Level> parse_log_level(std::string_view text) {
    static constexpr std::array<std::string_view, 6> names{"trace",   "debug", "info",
                                                           "warning", "error", "off"};
    const auto* const found = std::ranges::find(names, text);
    if (found == names.end())
        return std::nullopt;
    return static_cast<log::Level>(found - names.begin());
}

}  // namespace scrm::config
