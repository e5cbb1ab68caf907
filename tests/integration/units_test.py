"""The files for systemd and udev: whole, understood by the programs they are for, and as closed as they are meant to be."""
import re
import shutil
import subprocess
import unittest

from harness.places import PATIENCE, ROOT, SCRATCH

UNITS = ROOT / "packaging/systemd"
RULES = ROOT / "packaging/udev/70-scrm.rules"
MOST_EXPOSURE = 1.5


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=PATIENCE, check=False)


def needs(program):
    return unittest.skipUnless(shutil.which(program), f"needs {program}")


class Units(unittest.TestCase):
    def setUp(self):
        """The units as they are installed, but with a program that is there on any machine."""
        for file in UNITS / "scrmd.service.in", UNITS / "examples/windows.conf.in":
            text = file.read_text().replace("@SBINDIR@/scrmd", "/bin/true")
            self.assertNotRegex(text, r"@\w+@")
            (SCRATCH / file.name.removesuffix(".in")).write_text(text)
        for file in UNITS / "scrmd.socket", *UNITS.glob("examples/*.conf"):
            shutil.copy(file, SCRATCH)

    def verify(self):
        done = run("systemd-analyze", "verify", "--man=no", SCRATCH / "scrmd.service", SCRATCH / "scrmd.socket")
        ours = [line for line in (done.stdout + done.stderr).splitlines() if "scrmd" in line]
        return "\n".join(line for line in ours if "Failed to create" not in line)

    def add(self, *drop_ins):
        folder = SCRATCH / "scrmd.service.d"
        folder.mkdir()
        for name in drop_ins:
            shutil.copy(SCRATCH / name, folder)

    @needs("systemd-analyze")
    def test_are_understood(self):
        self.assertEqual("", self.verify())

    @needs("systemd-analyze")
    def test_drop_ins_are_understood_but_for_what_is_too_new(self):
        self.add("windows.conf", "network.conf", "i386-hosts.conf")
        for line in self.verify().splitlines():
            self.assertRegex(line, "Restart(Steps|MaxDelaySec)")

    @needs("systemd-analyze")
    def test_sandbox_is_closed(self):
        done = run("systemd-analyze", "security", "--offline=true", "--no-pager",
                   f"--threshold={int(MOST_EXPOSURE * 10)}", SCRATCH / "scrmd.service")
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        exposure = re.search(r"Overall exposure level for scrmd.service: ([\d.]+)", done.stdout)
        print(exposure[0])

    def test_clients_can_be_told_apart(self):
        """What would make the exposure smaller still, and all clients alike."""
        text = (SCRATCH / "scrmd.service").read_text()
        self.assertIsNone(re.search(r"^(PrivateUsers=yes|ProtectProc=(?!default)|PrivateNetwork=yes)", text, re.M))

    @needs("systemd-sysusers")
    def test_user_is_made_with_its_groups(self):
        root = SCRATCH / "root"
        (root / "etc").mkdir(parents=True)
        done = run("systemd-sysusers", f"--root={root}", UNITS / "scrm.sysusers")
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertRegex((root / "etc/group").read_text(), r"(?m)^pcscd:x:\d+:scrmd$")
        self.assertRegex((root / "etc/passwd").read_text(), r"(?m)^scrmd:x:.*nologin$")

    def test_reader_class_is_what_starts_the_service(self):
        rules = RULES.read_text()
        self.assertIn('ENV{ID_USB_INTERFACES}=="*:0b????:*"', rules)
        self.assertIn('ENV{SYSTEMD_WANTS}+="scrmd.service"', rules)
        if shutil.which("udevadm") and "verify" in run("udevadm", "--help").stdout:
            done = run("udevadm", "verify", RULES)
            self.assertEqual(0, done.returncode, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
