"""Readers of reader.conf: as pcscd serves them, but that an error costs its reader only and a change that reader only."""
import os
import signal
import subprocess
import unittest

from harness import codes
from harness.card_client import CardClient
from harness.hosted import HostedScrmd, script
from harness.ifd_host import HANDLERS
from harness.libraries import DEBIANS, OURS
from harness.places import PATIENCE, SCRATCH, SOCKET
from harness.scrmd import PROGRAM, Scrmd
from harness.stock_pcscd import DRIVER as VPCD
from harness.stock_pcscd import free_port
from harness.vpcd_card import ATR, FILE_CONTROL_INFORMATION, SELECT_MASTER_FILE, VpcdCard
from harness.waiting import wait_until
from harness.winscard import Winscard

FOLDER = SCRATCH / "reader.conf.d"
LIBRARY = HANDLERS / "libfake_ifd_v3.so"


def entry(name, device, library=LIBRARY):
    return f'FRIENDLYNAME "{name}"\nDEVICENAME {device}\nLIBPATH {library}\n'


def write(file, *entries):
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / file).write_text("# readers of a test\n" + "\n".join(entries))


class Rules(unittest.TestCase):
    def test_that_name_nothing_installed_are_told_of_with_their_line(self):
        rules = [("none", False), ("ccid", False), ("ifd-nowhere", True)]
        settings = "\n".join(f'[[discovery.rule]]\ndevice = "08e6"\ndriver = "{name}"' for name, _ in rules)
        with Scrmd(settings=settings) as daemon:
            wait_until(lambda: "no bundle and no driver called 'ifd-nowhere'" in daemon.log_text(), "it says nothing")
            said = [line for line in daemon.log_text().splitlines() if "counts for nothing" in line]
            self.assertEqual(1, len(said), said)
            self.assertRegex(said[0], r"/[^ ]*\.toml:[0-9]+: ")


class Stage(unittest.TestCase):
    def start(self, environment=None, options=()):
        FOLDER.mkdir(exist_ok=True)
        self.daemon = self.enterContext(HostedScrmd({}, readers=(), options=["-c", FOLDER, *options], log_level="debug",
                                                    environment={**os.environ, **(environment or {})}))
        self.winscard = Winscard(OURS.checked_file())
        code, self.context = self.winscard.establish()
        self.assertEqual(codes.SUCCESS, code)
        self.addCleanup(self.winscard.release, self.context)

    def readers(self):
        return self.winscard.list_readers(self.context)[1]

    def assert_readers(self, *names):
        wait_until(lambda: self.readers() == list(names), lambda: f"{names} were to be there, but {self.readers()} are")

    def look_again(self, how=signal.SIGUSR1):
        """Returns when it has looked."""
        asked = self.daemon.log_text().count("asked to look")
        how() if callable(how) else self.daemon.process.send_signal(how)
        wait_until(lambda: self.daemon.log_text().count("asked to look") > asked, "it was not asked to look again")


class Start(Stage):
    def test_serves_every_reader_of_every_file_in_order(self):
        write("b", entry("Beta", script("beta").path))
        write("a", entry("Zeta", script("zeta").path), entry("Alpha", script("alpha").path))
        self.start()
        self.assertEqual(["Zeta 00 00", "Alpha 00 00", "Beta 00 00"], self.readers())

    def test_equal_readers_keep_their_numbers_whoever_opens_first(self):
        write("a", entry("Twin", script("slow", "slots 2", "on open delay 500").path), entry("Twin", script("quick").path))
        self.start()
        self.assertEqual({"Twin 00 00", "Twin 00 01", "Twin 01 00"}, set(self.readers()))

    def test_error_costs_its_reader_only_and_is_told_with_file_and_line(self):
        write("a", entry("Good", script("good").path), entry("Bad", script("bad").path) + "CHANNELID x\n",
              entry("No driver", script("none").path, "/no/such/driver.so"), entry("No device", "/no/such/device"),
              entry("Last", script("last").path))
        self.start()
        self.assertEqual(["Good 00 00", "Last 00 00"], self.readers())
        for place, complaint in (("a:9", "CHANNELID"), ("a:13", "/no/such/driver.so"), ("a:16", "/no/such/device")):
            self.assertRegex(self.daemon.log_text(), f"warning {FOLDER}/{place}: .*{complaint}")

    def test_names_are_ignored_and_extended_as_pcscd_is_told(self):
        write("a", entry("Builtin", script("builtin").path), entry("Desk", script("desk").path))
        self.start({"PCSCLITE_FILTER_IGNORE_READER_NAMES": "Nothing:uilti",
                    "PCSCLITE_FILTER_EXTEND_READER_NAMES": " at home"})
        self.assertEqual(["Desk at home 00 00"], self.readers())


class Change(Stage):
    def setUp(self):
        write("stays", entry("Stays", script("stays").path))
        write("goes", entry("Goes", script("goes").path))
        self.start()
        self.assert_readers("Goes 00 00", "Stays 00 00")
        self.user = self.enterContext(CardClient(DEBIANS, "Stays 00 00"))
        self.user.do("connect")
        self.host = self.daemon.host_of("Stays")

    def change(self, how):
        (FOLDER / "goes").unlink()
        write("new", entry("New", script("new").path))
        self.look_again(how)
        wait_until(lambda: sorted(self.readers()) == ["New 00 00", "Stays 00 00"], "what has changed is not told")
        self.assertEqual(self.host, self.daemon.host_of("Stays"))
        self.user.do("status", "transmit 80EC000002CAFE00")

    def test_is_seen_on_sigusr1(self):
        self.change(signal.SIGUSR1)

    def test_is_seen_on_sighup(self):
        self.change(signal.SIGHUP)

    def test_is_seen_when_asked_by_hotplug(self):
        self.change(lambda: subprocess.run([PROGRAM, "--hotplug", "--socket", SOCKET], check=True, timeout=PATIENCE))

    def test_of_a_reader_starts_it_anew(self):
        write("stays", entry("Stays", script("stays").path) + "CHANNELID 1\n")
        self.look_again()
        wait_until(lambda: self.daemon.host_of("Stays") not in (None, self.host), "the reader is as it was")
        self.assert_readers("Goes 00 00", "Stays 00 00")

    def test_of_nothing_changes_nothing(self):
        self.look_again()
        self.assert_readers("Goes 00 00", "Stays 00 00")
        self.assertEqual(self.host, self.daemon.host_of("Stays"))
        self.user.do("status")

    def test_that_makes_a_driver_open_is_made_use_of(self):
        broken = script("late", "on open answer 612")
        write("late", entry("Late", broken.path))
        self.look_again()
        wait_until(lambda: "Late@" in self.daemon.log_text() and "cannot be opened" in self.daemon.log_text(),
                   "the reader opens, although its driver says no")
        broken.rewrite("on open answer 0")
        self.look_again()
        wait_until(lambda: "Late 00 00" in self.readers(), "the reader is not tried again")


class Vpcd(Stage):
    """vsmartcard's handler, as Debian packages it."""

    def setUp(self):
        if not VPCD.exists():
            self.skipTest(f"no {VPCD}: tools/dev/peers fetches it")
        port = free_port()
        write("vpcd", entry("Virtual PCD", f"/dev/null:{port:#x}", VPCD) + f"CHANNELID {port:#x}\n")
        self.start()
        self.assert_readers("Virtual PCD 00 00", "Virtual PCD 00 01")
        self.card = VpcdCard(port)
        self.addCleanup(self.card.remove)

    def connect(self, winscard, context, reader="Virtual PCD 00 00"):
        """As soon as its card is noticed."""
        return wait_until(lambda: (found := winscard.connect(context, reader))[0] == codes.SUCCESS and found[1],
                          f"{reader} has no card")

    def test_card_is_used_by_both_libraries(self):
        self.card.insert()
        for library in OURS, DEBIANS:
            with self.subTest(library.title):
                winscard = Winscard(library.checked_file())
                context = winscard.establish()[1]
                card = self.connect(winscard, context)
                self.assertEqual(ATR, winscard.status(card)[1]["atr"])
                code, answer, _, _ = winscard.transmit(card, codes.T1, SELECT_MASTER_FILE)
                self.assertEqual((codes.SUCCESS, FILE_CONTROL_INFORMATION + b"\x90\0"), (code, answer))
                winscard.release(context)

    def test_other_slot_has_a_card_of_its_own(self):
        self.card.insert()
        self.connect(self.winscard, self.context)
        self.assertEqual(codes.NO_SMARTCARD, self.winscard.connect(self.context, "Virtual PCD 00 01")[0])

    def test_card_comes_and_goes(self):
        for _ in range(3):
            self.card.insert()
            self.connect(self.winscard, self.context)
            self.card.remove()
            wait_until(lambda: self.winscard.connect(self.context, "Virtual PCD 00 00")[0] == codes.NO_SMARTCARD,
                       "the card is still there")
