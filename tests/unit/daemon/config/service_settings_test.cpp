#include "tests/unit/daemon/config/settings_folder.hpp"

using namespace scrm::config;
using scrm::config::test::Folder;
using std::chrono::milliseconds;

TEST_CASE("the time without any use is in seconds, one at least, or never over") {
    Folder folder;
    const auto idle_exit = [&](const std::string& value) {
        return folder.load("[service]\nidle_exit = " + value).idle_exit;
    };
    CHECK(idle_exit("1") == milliseconds(1000));
    CHECK(idle_exit("2.5") == milliseconds(2500));
    CHECK(idle_exit("\"never\"") == std::nullopt);
}

TEST_CASE("a time without any use that is none is told with its line") {
    struct Case {
        const char* text;
        const char* complaint;
    };
    const auto a = GENERATE(values<Case>({
        {"service = 1", "1: [service] must be a table"},
        {"[service]\nidle = 60", "2: unknown key 'idle' in [service]; known are: idle_exit"},
        {"[service]\nidle_exit = 0", "2: idle_exit must be 1 second at least"},
        {"[service]\n\nidle_exit = 0.9", "3: idle_exit must be 1 second at least"},
        {"[service]\nidle_exit = -60", "2: idle_exit must be seconds from 0 to 86400, or \"never\""},
        {"[service]\nidle_exit = \"60\"", "2: idle_exit must be seconds from 0 to 86400, or \"never\""},
    }));
    Folder folder;
    CHECK(folder.complaint(a.text) == "scrmd.toml:" + std::string(a.complaint));
}
