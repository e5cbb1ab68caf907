"""scrmd stands in pcscd's place: it takes its options, and says clearly what it does not take."""
import socket
import subprocess
import unittest

from harness.waiting import wait_until
from harness.places import PATIENCE, SCRATCH, SOCKET
from harness.scrmd import PROGRAM, Scrmd
from harness.wire import WireClient

PCSCD_OPTIONS = (["--foreground"], ["-d"], ["--debug"], ["-i"], ["--info"], ["-e"], ["--error"], ["-C"], ["--critical"],
                 ["-a"], ["--apdu"], ["-T"], ["--color"], ["-x"], ["--auto-exit"], ["--disable-polkit"],
                 ["--force-reader-polling"], ["-t", "200"], ["--max-thread", "200"], ["--max-thread=200"],
                 ["-s", "200"], ["--max-card-handle-per-thread", "200"], ["-r", "200"],
                 ["--max-card-handle-per-reader", "200"], ["-S"], ["--reader-name-no-serial"], ["-I"],
                 ["--reader-name-no-interface"], ["-c", "/etc/reader.conf.d"], ["--config", "/etc/reader.conf.d"])


def scrmd(*arguments):
    """One that ends by itself."""
    return subprocess.run([str(PROGRAM), *map(str, arguments)], capture_output=True, text=True, timeout=PATIENCE,
                          check=False)


class CommandLine(unittest.TestCase):
    def test_takes_every_option_of_pcscd(self):
        for option in PCSCD_OPTIONS:
            with self.subTest(option), Scrmd(options=option, log_level="warning"), WireClient() as client:
                client.establish()

    def test_takes_all_options_of_pcscd_at_once(self):
        options = ["-adixTISc", "/etc/reader.conf.d", "-t200", "-s", "200", "-r200", "--disable-polkit"]
        with Scrmd(options=options), WireClient() as client:
            client.establish()

    def test_says_which_options_do_nothing(self):
        with Scrmd(options=["-t", "200"]) as daemon:
            self.assertRegex(daemon.log_text(), "warning .*--max-thread does nothing: ")

    def test_shows_help_and_version(self):
        for option, shown in (("-h", "Usage: scrmd"), ("--help", "--socket"), ("-v", "scrmd 0."),
                              ("--version", "scrmd 0.")):
            ended = scrmd(option)
            self.assertEqual((0, ""), (ended.returncode, ended.stderr))
            self.assertIn(shown, ended.stdout)

    def test_refuses_what_it_does_not_know(self):
        for wrong in (["--no-such-option"], ["-z"], ["operand"], ["--socket"], ["--log-level", "loud"]):
            ended = scrmd("-f", *wrong)
            self.assertEqual(2, ended.returncode, wrong)
            self.assertTrue(ended.stderr.startswith("scrmd: "), ended.stderr)
            self.assertIn("--help", ended.stderr)
            self.assertIn(wrong[0], ended.stderr)

    def test_hotplug_asks_the_daemon_that_runs(self):
        with Scrmd() as daemon:
            self.assertEqual(0, scrmd("-H", "--socket", SOCKET).returncode)
            with WireClient() as client:
                client.establish()
            wait_until(lambda: "look for readers" in daemon.log_text(), "--hotplug does not reach it")
        ended = scrmd("--hotplug", "--socket", SOCKET)
        self.assertEqual(1, ended.returncode)
        self.assertIn("no scrmd is running", ended.stderr)


class Settings(unittest.TestCase):
    def complaint(self, text):
        """What scrmd, which does not start, says about the settings."""
        settings = SCRATCH / "broken.toml"
        settings.write_text(text)
        ended = scrmd("-f", "--socket", SOCKET, "--settings", settings)
        self.assertEqual(1, ended.returncode, ended.stderr)
        self.assertFalse(SOCKET.exists())
        return ended.stderr

    def test_that_are_broken_name_file_and_line(self):
        for line, text in ((2, "[log]\nlevel = \n"), (2, "[log]\nlevle = 'debug'\n"), (2, "[log]\nlevel = 'loud'\n"),
                           (3, "\n[log]\nlevel = 5\n"), (1, "[no-such-table]\n"), (1, "log = 5\n"),
                           (3, "[[virtual.reader]]\nname = 'A'\nslots = 17\n"), (1, "[[virtual.reader]]\nslots = 1\n"),
                           (3, "[[virtual.reader]]\nname = 'A'\ncard = '3B'\n"), (2, "[power]\noff_after = -1\n"),
                           (3, "[log]\nlevel = 'debug'\nlevel = 'debug'\n")):
            with self.subTest(text):
                self.assertIn(f"{SCRATCH}/broken.toml:{line}: ", self.complaint(text))

    def test_say_what_was_expected(self):
        self.assertIn("known are: level", self.complaint("[log]\nlevle = 'debug'\n"))
        self.assertIn("must be one of", self.complaint("[log]\nlevel = 'loud'\n"))

    def test_that_are_no_file_are_told_so(self):
        settings = SCRATCH / "socket.toml"
        with socket.socket(socket.AF_UNIX) as no_file:
            no_file.bind(str(settings))
            ended = scrmd("-f", "--socket", SOCKET, "--settings", settings)
        self.assertEqual(1, ended.returncode)
        self.assertEqual(f"scrmd: {settings}: this is no regular file\n", ended.stderr)

    def test_in_drop_ins_are_named_too(self):
        folder = SCRATCH / "broken.toml.d"
        folder.mkdir()
        (folder / "50-log.toml").write_text("\n\nnonsense = 1\n")
        self.assertIn(f"{folder}/50-log.toml:3: ", self.complaint(""))

    def test_that_are_not_there_are_missed_only_if_named(self):
        ended = scrmd("-f", "--socket", SOCKET, "--settings", SCRATCH / "none.toml")
        self.assertEqual(1, ended.returncode)
        self.assertIn(f"{SCRATCH}/none.toml: there is no such file", ended.stderr)
