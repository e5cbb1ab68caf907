"""The Debian packages, in a system of their own: in place of pcscd and its library under the programs that need them,
and back, without a trace."""
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

from harness.places import ROOT

RELEASE = ROOT / "build/release"
SOURCES = Path("/etc/apt/sources.list.d/debian.sources"), Path("/etc/apt/sources.list")
PROGRAMS = "opensc,pcsc-tools,scdaemon,pcscd,libccid,systemd,udev,passwd"
LONG = 1800  # seconds: a Debian system is fetched
LIBRARY_USERS = "/usr/bin/pcsc_scan", "/usr/lib/gnupg/scdaemon", "/usr/bin/opensc-tool"


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], text=True, timeout=LONG, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}"
    return done.stdout


class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        sources = [path for path in SOURCES if path.exists() and path.stat().st_size]
        if os.geteuid() != 0 or not shutil.which("mmdebstrap") or not sources:
            raise unittest.SkipTest("needs root, mmdebstrap and Debian's package sources")
        if not (RELEASE / "daemon/scrmd").exists():
            raise unittest.SkipTest("needs a release build: ./dev build release")
        scratch = Path(tempfile.mkdtemp(prefix="scrm-packages-"))
        cls.addClassCleanup(shutil.rmtree, scratch)
        cls.root = scratch / "root"
        run("mmdebstrap", "--quiet", "--mode=root", "--variant=apt", f"--include={PROGRAMS}",
            "--aptopt=APT::Install-Recommends false", "--dpkgopt=force-unsafe-io", "bookworm", cls.root, sources[0])
        run(ROOT / "packaging/build-debs", RELEASE, cls.root / "debs")
        cls.debs = sorted(f"/debs/{path.name}" for path in (cls.root / "debs").glob("*.deb"))
        # Nothing is started in there.
        (cls.root / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")
        (cls.root / "usr/sbin/policy-rc.d").chmod(0o755)
        run("chroot", cls.root, "apt-get", "-qq", "update")

    def inside(self, *command):
        return run("chroot", self.root, "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C", *command)

    def apt(self, *arguments):
        return self.inside("apt-get", "-qq", "-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0", *arguments)

    def installed(self):
        listed = self.inside("dpkg-query", "-W", "-f", "${Package} ${db:Status-Abbrev}\n")
        return {line.split()[0] for line in listed.splitlines() if line.split()[1] == "ii"}

    def files(self):
        """All there is, but for what every installation of anything writes."""
        passing = "var/lib/dpkg", "var/lib/apt", "var/cache", "var/log", "debs", "proc", "sys", "dev", "tmp", "run"
        found = set()
        for folder, _, names in os.walk(self.root):
            place = os.path.relpath(folder, self.root)
            if not place.startswith(passing):
                found |= {os.path.normpath(os.path.join(place, name)) for name in names}
        return {name for name in found if not name.endswith(("ld.so.cache", "-", ".pyc"))}

    def accounts(self):
        names = "passwd", "group", "shadow", "gshadow"
        return {name: sorted((self.root / "etc" / name).read_text().splitlines()) for name in names}

    def library_of(self, program):
        for line in self.inside("ldd", program).splitlines():
            if "libpcsclite" in line:
                return os.path.realpath(f"{self.root}{line.split()[2]}")
        return None

    def check_that_ours_serves(self):
        self.assertEqual(set(), {"opensc", "pcsc-tools", "scdaemon", "scrm", "libpcsclite1-scrm"} - self.installed())
        self.assertEqual(set(), {"pcscd", "libpcsclite1"} & self.installed())
        self.assertEqual("", self.inside("apt-get", "check", "-qq"))
        ours = run("dpkg-deb", "-c", self.root / self.debs[0].lstrip("/"))
        self.assertIn(Path(self.library_of("/usr/bin/pcsc_scan")).name, ours)
        self.assertIn("scrmd 0", self.inside("/usr/sbin/scrmd", "--version"))
        groups = self.inside("id", "-nG", "scrmd").split()
        self.assertEqual({"scrmd", "pcscd"}, set(groups))
        self.assertEqual("scrmd.service", os.readlink(self.root / "lib/systemd/system/pcscd.service"))
        self.assertTrue((self.root / "etc/systemd/system/sockets.target.wants/scrmd.socket").is_symlink())

    def test_takes_the_place_of_pcscd_and_gives_it_back(self):
        files, accounts, before = self.files(), self.accounts(), self.installed()
        stock = {program: self.library_of(program) for program in LIBRARY_USERS}

        self.apt("install", *self.debs)
        self.check_that_ours_serves()
        self.assertNotEqual(stock["/usr/bin/pcsc_scan"], self.library_of("/usr/bin/pcsc_scan"))
        self.inside("scrmctl", "atr", "3B00")

        self.apt("install", "pcscd", "libpcsclite1", "scrm-", "libpcsclite1-scrm-")
        self.assertEqual(set(), before - self.installed())
        self.apt("purge", "scrm", "libpcsclite1-scrm")
        self.assertEqual(stock, {program: self.library_of(program) for program in LIBRARY_USERS})
        self.assertEqual("", self.inside("apt-get", "check", "-qq"))
        self.assertEqual(accounts, self.accounts())
        self.assertEqual(set(), files ^ self.files() - self.tools_that_came_along(before))

    def tools_that_came_along(self, before):
        """Files of packages that ours needed and that stay, as apt leaves what was installed."""
        came = self.installed() - before
        listed = self.inside("dpkg", "-L", *came).splitlines() if came else []
        return {name.lstrip("/") for name in listed}


if __name__ == "__main__":
    unittest.main()
