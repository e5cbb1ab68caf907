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

TEST_CASE("readers that nobody can discover are named with their library") {
    Folder folder;
    const Settings settings = folder.load(R"(
[[reader]]
name = "Serial"
library = "/usr/lib/libserial.so"
device = "/dev/ttyS0"
channel = 0x103F8
)");
    REQUIRE(settings.readers.size() == 1);
    CHECK(settings.readers[0].name == "Serial");
    CHECK(settings.readers[0].library == "/usr/lib/libserial.so");
    CHECK(settings.readers[0].device == "/dev/ttyS0");
    CHECK(settings.readers[0].channel == 0x103F8);
}

TEST_CASE("what is wrong with drivers and readers is told with its line") {
    Folder folder;
    CHECK(folder.complaint("[drivers]\npower_deadline = \"never\"") ==
          "scrmd.toml:2: power_deadline must be seconds, more than 0 and up to 86400");
    CHECK(folder.complaint("[drivers]\nfailures = 0") ==
          "scrmd.toml:2: failures must be a whole number from 1 to 1000000");
    CHECK(folder.complaint("[[drivers.for]]\nfailures = 1") ==
          "scrmd.toml:1: [[drivers.for]] needs a library, a reader, or both");
    CHECK(folder.complaint("[[reader]]\nname = \"x\"") ==
          "scrmd.toml:1: [[reader]] needs a library, by its whole path");
    CHECK(folder.complaint("[[reader]]\nlibrary = \"/x\"") == "scrmd.toml:1: [[reader]] needs a name");
    CHECK(folder.complaint("[[reader]]\nname = \"x\"\nlibrary = \"/x\"\nchannel = -1") ==
          "scrmd.toml:4: channel must be a whole number of 32 bits");
}
