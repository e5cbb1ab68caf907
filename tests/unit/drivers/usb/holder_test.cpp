// Who is in the way.
#include "drivers/usb/holder.hpp"

#include <stdlib.h>

#include <array>
#include <catch2/catch.hpp>
#include <fstream>

namespace scrm::usb {
namespace {

namespace fs = std::filesystem;

/// Pieces of /sys and /proc.
struct Trees {
    Trees() {
        std::string name = fs::temp_directory_path() / "scrm-holder-XXXXXX";
        root = mkdtemp(name.data());
        fs::create_directories(root / "sys/bus/usb/devices/1-1.3:1.0");
        fs::create_directories(root / "proc/self");
        fs::create_directories(root / "proc/812/fd");
        std::ofstream(root / "proc/812/comm") << "scdaemon\n";
    }
    Trees(const Trees&) = delete;
    Trees& operator=(const Trees&) = delete;
    ~Trees() { fs::remove_all(root); }

    void bind(const std::string& driver) const {
        fs::create_symlink("/sys/bus/usb/drivers/" + driver, root / "sys/bus/usb/devices/1-1.3:1.0/driver");
    }
    void hold(const std::string& node) const { fs::create_symlink(node, root / "proc/812/fd/7"); }
    [[nodiscard]] std::string explanation() const {
        drivers::UsbInterface where;
        where.port_path = "1-1.3";
        where.node = "/dev/bus/usb/001/004";
        return explain_busy(where, {root / "sys", root / "proc"});
    }

    fs::path root;
};

}  // namespace

TEST_CASE("A kernel driver in the way is named") {
    const Trees trees;
    trees.bind("pn533");
    CHECK(trees.explanation() == "in use by the kernel driver pn533");
}

TEST_CASE("A process in the way is named") {
    const Trees trees;
    trees.bind("usbfs");
    trees.hold("/dev/bus/usb/001/004");
    CHECK(trees.explanation() == "in use by scdaemon (process 812)");
}

TEST_CASE("Where nobody is to be seen it is said how to find out") {
    const Trees trees;
    trees.hold("/dev/bus/usb/001/005");
    CHECK(trees.explanation() ==
          "in use by another program; `fuser -v /dev/bus/usb/001/004`, run as root, tells which");
    fs::remove_all(trees.root / "sys");
    fs::remove_all(trees.root / "proc");
    CHECK_THAT(trees.explanation(), Catch::Contains("fuser"));
}

TEST_CASE("A node that may not be opened is described") {
    drivers::UsbInterface where;
    where.node = "/dev/null";
    CHECK_THAT(explain_access(where), Catch::Contains("user 0 and group 0 with mode 0666"));
    where.node = "/nowhere/at/all";
    CHECK(explain_access(where) == "it cannot even be looked at");
}

}  // namespace scrm::usb
