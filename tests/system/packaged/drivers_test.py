"""A package with a reader maker's driver comes and goes: udev and the service hear of it from the package manager."""
from pathlib import Path

import unit
from harness.places import SCRATCH
from harness.waiting import wait_until
from unit import ServiceCase, run

setUpModule = unit.install
NAME = "libfictitious"
RULES = Path("/lib/udev/rules.d/69-scrm-drivers.rules")
RULE = 'ATTR{idVendor}=="1209", ATTR{idProduct}=="beef", ENV{ID_SMARTCARD_READER}="1"\n'
CONTROL = f"""Package: {NAME}
Version: 1
Architecture: amd64
Maintainer: Nobody <nobody@example.org>
Description: driver of a reader that there is not
"""
INFO = """<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
    <key>CFBundleExecutable</key><string>libfictitious.so</string>
    <key>ifdVendorID</key><array><string>0x1209</string></array>
    <key>ifdProductID</key><array><string>0xBEEF</string></array>
    <key>ifdFriendlyName</key><array><string>Fictitious</string></array>
</dict></plist>
"""


def build_package():
    root = SCRATCH / NAME
    bundle = root / "usr/lib/pcsc/drivers/libfictitious.bundle/Contents"
    (root / "DEBIAN").mkdir(parents=True)
    (root / "DEBIAN/control").write_text(CONTROL)
    (bundle / "Linux").mkdir(parents=True)
    (bundle / "Info.plist").write_text(INFO)
    (bundle / "Linux/libfictitious.so").write_bytes(b"")
    run("dpkg-deb", "--build", root, root.with_suffix(".deb"))
    return root.with_suffix(".deb")


def looks():
    return sum("look for readers anew" in entry["MESSAGE"] for entry in unit.journal())


class Drivers(ServiceCase):
    def test_that_are_installed_and_removed_are_told_to_udev_and_the_service(self):
        self.open_context()
        self.addCleanup(run, "dpkg", "--purge", NAME)
        before, pid = RULES.read_text(), unit.main_pid()
        self.assertNotIn(RULE, before)
        for command, package in ("--install", build_package()), ("--remove", NAME):
            with self.subTest(command):
                seen = looks()
                run("dpkg", command, package)
                after = RULES.read_text()
                self.assertEqual(before, after.replace(RULE, ""))
                self.assertEqual(int(command == "--install"), after.count(RULE))
                wait_until(lambda then=seen: looks() > then, "the service does not look again")
        self.assertEqual(pid, unit.main_pid())
