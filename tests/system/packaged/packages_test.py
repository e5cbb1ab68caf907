"""The packages in place of pcscd and its library, under the programs that need them, and back, without a trace."""
import os
import subprocess
import threading
import unittest
from pathlib import Path

import unit
from bench import Readers
from harness import codes
from harness.places import SCRATCH
from harness.waiting import wait_until
from harness.winscard import PNP, Winscard
from unit import KIT, apt, run

PROGRAMS = "opensc", "pcsc-tools", "scdaemon"
OURS = "scrm", "libpcsclite1-scrm"
THEIRS = "pcscd", "libpcsclite1"
USER = "/usr/bin/pcsc_scan"
LATER = "99.0"
# What every installation of anything writes.
PASSING = "/var/lib/dpkg", "/var/lib/apt", "/var/lib/systemd", "/var/cache", "/var/log", "/root", "/tmp", "/debs"
ACCOUNTS = "passwd", "group", "shadow", "gshadow"


def files():
    """All on the disk, but for what passes."""
    listed = run("find", "/", "-xdev", "-not", "-type", "d").splitlines()
    return {name for name in listed if not name.startswith(PASSING)
            and not name.endswith(("ld.so.cache", "-", ".pyc"))}


def accounts():
    return {name: sorted(Path("/etc", name).read_text().splitlines()) for name in ACCOUNTS}


def installed():
    listed = run("dpkg-query", "-W", "-f", "${Package} ${db:Status-Abbrev}\n")
    return {line.split()[0] for line in listed.splitlines() if line.split()[1] == "ii"}


def libraries():
    """Whose libpcsclite programs find."""
    if not Path(USER).exists():
        return set()
    lines = [line.split() for line in run("ldd", USER).splitlines() if "libpcsclite" in line]
    return {run("dpkg-query", "-S", os.path.realpath(words[2])).split(":")[0] for words in lines}


def units():
    """Those of either daemon that systemd knows, each with its state, and whatever has failed."""
    # It fails where there is none.
    listed = subprocess.run(["systemctl", "list-unit-files", "--no-legend", "scrm*", "pcscd*"], env=KIT, text=True,
                            stdout=subprocess.PIPE, check=False).stdout.splitlines()
    return {tuple(line.split()[:2]) for line in listed} | set(run("systemctl", "--failed", "--no-legend").splitlines())


def state():
    return {"files": files(), "accounts": accounts(), "packages": installed(), "libraries": libraries(), "units": units()}


def purge_all_that_need_them():
    if there := installed() & {*THEIRS, *PROGRAMS, "libpcsc-perl", "opensc-pkcs11"}:
        apt("purge", *there)


def of_a_later_version(deb):
    """The same package, made anew."""
    tree = SCRATCH / deb.stem
    run("dpkg-deb", "-R", deb, tree)
    control = tree / "DEBIAN/control"
    text = control.read_text()
    version = run("dpkg-deb", "-f", deb, "Version").strip()
    control.write_text(text.replace(f"Version: {version}", f"Version: {LATER}").replace(f"(= {version})", f"(= {LATER})"))
    later = SCRATCH / f"{deb.stem.split('_')[0]}_{LATER}.deb"
    run("dpkg-deb", "--root-owner-group", "-Znone", "-b", tree, later)
    return later


class Packages(unittest.TestCase):
    def setUp(self):
        self.readers = self.enterContext(Readers())
        run("systemctl", "unmask", "pcscd.socket", "pcscd.service")
        run("systemctl", "start", "pcscd.socket")
        self.mark = f"TOY{self.readers.plug(card='t1'):05}"
        # A pcscd that is started for a client tells it only of what udev knows already.
        wait_until(lambda: self.mark in run("udevadm", "info", "--export-db"), lambda: "udevd does not see the reader")

    def look(self):
        """Programs of all three packages see the reader, and its card."""
        self.assertRegex(run("opensc-tool", "-l"), f"Yes .*{self.mark}")
        self.assertIn(self.mark, run("pcsc_scan", "-r"))
        done = subprocess.run(["/usr/lib/gnupg/scdaemon", "--server", "--disable-ccid"], input="SERIALNO\nBYE\n", env=KIT,
                              capture_output=True, text=True, timeout=120, check=False)
        self.assertRegex(done.stderr, f"detected reader '.*{self.mark}")

    def assert_same(self, before):
        after = state()
        for what, was in before.items():
            self.assertEqual(was, after[what], what)

    def check_ours(self):
        self.assertLessEqual({*PROGRAMS, *OURS}, installed())
        self.assertFalse(set(THEIRS) & installed())
        self.assertEqual({("scrmd.service", "indirect"), ("scrmd.socket", "enabled"), ("pcscd.service", "alias"),
                          ("pcscd.socket", "alias")}, units())
        self.assertEqual({"scrmd", "pcscd"}, set(run("id", "-nG", "scrmd").split()))
        self.assertEqual({"libpcsclite1-scrm"}, libraries())
        self.look()
        self.assertTrue(unit.is_active())

    def go_back(self):
        apt("install", *sorted(Path("/debs").glob("*.deb")), *(f"{name}-" for name in OURS))
        self.assertFalse(set(OURS) & installed())
        self.assertLessEqual(set(THEIRS), installed())
        run("apt-get", "-qq", "check")
        self.assertEqual("", run("find", "/run/pcscd", "-name", "scrm*"))

    def test_take_the_place_of_pcscd_and_give_it_back(self):
        self.look()
        run("systemctl", "stop", "pcscd.service")
        before = state()

        unit.install()
        self.check_ours()
        run("systemctl", "stop", unit.NAME)
        apt("install", "--reinstall", *unit.DEBS)
        self.check_ours()

        self.go_back()
        self.look()
        run("systemctl", "stop", "pcscd.service")
        apt("purge", *OURS)
        self.assert_same(before)

    def test_where_nobody_needs_them_are_purged_to_nothing(self):
        purge_all_that_need_them()
        before = state()
        unit.install()
        apt("purge", *OURS)
        self.assert_same(before)
        self.assertFalse(Path("/run/pcscd").exists())


class UnderClients(unittest.TestCase):
    """What becomes of a program that is connected while the packages come and go."""

    def setUp(self):
        unit.install()
        self.addCleanup(apt, "purge", *OURS)
        readers = self.enterContext(Readers())
        self.mark = f"TOY{readers.plug(card='t1'):05}"
        self.winscard = Winscard("libpcsclite.so.1")
        code, self.context = self.winscard.establish()
        self.assertEqual(codes.SUCCESS, code)
        self.wait_for_reader()

    def wait_for_reader(self):
        wait_until(lambda: any(self.mark in name for name in self.winscard.list_readers(self.context, 65536)[1]),
                   lambda: "the client does not see its reader")

    def test_a_later_version_serves_who_was_there_before(self):
        before = unit.main_pid()
        apt("install", *map(of_a_later_version, unit.DEBS))
        self.assertNotEqual(before, unit.main_pid())
        self.assertEqual(LATER, run("dpkg-query", "-W", "-f", "${Version}", "scrm"))
        self.wait_for_reader()

    def test_a_client_whose_daemon_is_removed_is_told(self):
        """First that its reader has gone, then that there is no service."""
        waiting = threading.Thread(daemon=True, target=self.winscard.status_change,
                                   args=(self.context, [(PNP, 1 << 16)], 600_000))
        waiting.start()
        apt("remove", "scrm")
        waiting.join(60)
        self.assertFalse(waiting.is_alive(), "the client is stuck")
        self.assertNotEqual(codes.SUCCESS, self.winscard.list_readers(self.context, 65536)[0])
        self.assertNotEqual(codes.SUCCESS, self.winscard.establish()[0])


class WithoutSystemd(unittest.TestCase):
    """As in a container: systemd's programs are there, and systemd does not run."""

    def test_are_installed_and_purged_to_nothing(self):
        purge_all_that_need_them()
        before = state()
        self.in_container("apt-get", "-qq", "-y", "--no-install-recommends", "install", *unit.DEBS)
        self.assertLessEqual(set(OURS), installed())
        self.assertIn("scrmd", run("id", "-un", "scrmd"))
        self.assertFalse(Path("/run/pcscd/pcscd.comm").exists(), "somebody has started it")
        self.in_container("apt-get", "-qq", "-y", "purge", *OURS)
        after = state()
        for what, was in before.items():
            self.assertEqual(was, after[what], what)

    @staticmethod
    def in_container(*command):
        run("unshare", "--mount", "sh", "-ec", 'mount -t tmpfs none /run/systemd; exec "$@"', "sh", *command)
