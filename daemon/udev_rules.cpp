// scrm-udev-rules FOLDER: writes rules for udev about the readers that the bundles in FOLDER list. Run by the
// package whenever a driver is installed or removed.
#include <cstdio>

#include "daemon/bundles/drop_directory.hpp"
#include "daemon/bundles/udev_rules.hpp"
#include "daemon/log/log.hpp"

int main(int argc, char** argv) {
    using namespace scrm;
    if (argc != 2) {
        static_cast<void>(std::fputs("usage: scrm-udev-rules FOLDER\n", stderr));
        return 2;
    }
    log::open(log::Target::Stderr, log::Level::Warning);
    const std::string rules = bundles::udev_rules(bundles::read_drop_directory(argv[1]));
    return std::fputs(rules.c_str(), stdout) >= 0 && std::fflush(stdout) == 0 ? 0 : 1;
}
