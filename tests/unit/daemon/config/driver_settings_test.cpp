#include "tests/unit/daemon/config/settings_folder.hpp"

using namespace scrm::config;
using scrm::config::test::Folder;
using std::chrono::milliseconds;

TEST_CASE("drivers are tuned, all and some, in the order written") {
    Folder folder;
    const Settings settings = folder.load(R"(
[drivers]
host = "/opt/host"
exchange_deadline = 1200
failures = 3

[[drivers.for]]
library = "libslow.so"
power_deadline = 90.5

[[drivers.for]]
reader = "Slow"
retry_every = 60
)");
    CHECK(settings.drivers.host == "/opt/host");
    REQUIRE(settings.drivers.tunings.size() == 3);
    CHECK(settings.drivers.tunings[0].exchange_deadline == milliseconds(1'200'000));
    CHECK(settings.drivers.tunings[0].failures == 3);
    CHECK_FALSE(settings.drivers.tunings[0].power_deadline);
    CHECK(settings.drivers.tunings[1].library == "libslow.so");
    CHECK(settings.drivers.tunings[1].power_deadline == milliseconds(90'500));
    CHECK(settings.drivers.tunings[2].reader == "Slow");
    CHECK(settings.drivers.tunings[2].retry_every == milliseconds(60'000));
}

TEST_CASE("what is wrong with drivers is told with its line") {
    Folder folder;
    CHECK(folder.complaint("[drivers]\npower_deadline = \"never\"") ==
          "scrmd.toml:2: power_deadline must be seconds, more than 0 and up to 86400");
    CHECK(folder.complaint("[drivers]\nfailures = 0") ==
          "scrmd.toml:2: failures must be a whole number from 1 to 1000000");
    CHECK(folder.complaint("[[drivers.for]]\nfailures = 1") ==
          "scrmd.toml:1: [[drivers.for]] needs a library, a reader, or both");
    CHECK(folder.complaint("[[reader]]\nname = \"x\"").starts_with("scrmd.toml:1: unknown key 'reader'"));
}
