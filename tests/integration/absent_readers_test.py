"""Debian's drivers whose readers are not there: what a client sees of them under scrmd is what it sees under pcscd."""
import os
import pty
import subprocess
import tty
import unittest
from pathlib import Path

from harness import codes
from harness.hosted import HostedScrmd
from harness.ifd_host import HANDLERS, Script
from harness.libraries import DEBIANS
from harness.places import PATIENCE, PEERS, ROOT, SCRATCH, SOCKET
from harness.server import Server, end_with_parent
from harness.stock_pcscd import DRIVER as VPCD
from harness.stock_pcscd import OWN_RUN, PROGRAM, free_port
from harness.waiting import wait_until
from harness.winscard import Winscard
from harness.working import command_works

FETCHED = PEERS.with_name("peers-drivers")
DRIVERS = FETCHED / "usr/lib/pcsc/drivers"
ENVIRONMENT = {**os.environ, "PCSCLITE_HP_DROPDIR": str(DRIVERS),
               "LD_LIBRARY_PATH": str(FETCHED / "lib/x86_64-linux-gnu")}
FOLDER = SCRATCH / "reader.conf.d"
LINE = Path("/dev/ttyS0")
FIRST_LINE, NO_LINE = 0x103F8, 0x102E8  # CHANNELID of /dev/ttyS0 and /dev/ttyS3, as Debian's packages write it
UNPLUGGED = ":libudev:0:/dev/bus/usb/001/199"
WITH_BUNDLES = ["unshare", "--mount", "sh", "-ec",
                'mount -t overlay overlay -o lowerdir="$1":/usr/lib /usr/lib; shift; exec "$@"', "sh", FETCHED / "usr/lib"]
THERE = [f"{name} 00 {slot}" for name in ("Virtual PCD", "Another PCD") for slot in ("00", "01")]

TWIN, GEMPC410, GCR410 = (f"serial/{name}" for name in ("libccidtwin.so", "libGemPC410.so.1.0.8", "libgcr410.so"))
ASE = "ifd-ASEDriveIIIe-Serial/libASESerial.so"


def in_bundle(bundle, library):
    return f"{bundle}.bundle/Contents/Linux/{library}"


# Name, library, device and channel of readers that are known at once not to be there.
ABSENT = (("Twin", TWIN, "/dev/no-such-line:GemPCTwin", 0),
          ("GemPC410", GEMPC410, "/dev/null", 0),
          ("GCR410", GCR410, "/dev/null", 0),
          ("GCR410 on a line", GCR410, "/dev/null", NO_LINE),
          ("ASEDrive", ASE, "/dev/null", 0),
          ("ASEDrive on a line", ASE, "/dev/null", NO_LINE),
          ("ASEDrive USB", in_bundle("ifd-ASEDriveIIIe-USB", "libASEDriveIIIe-USB.so"), f"usb:0dc3/0802{UNPLUGGED}", 0),
          ("GemPC430", in_bundle("ifd-GemPC430", "libGemPC430.so.1.0.8"), f"usb:08e6/0430{UNPLUGGED}", 0),
          ("ACS", in_bundle("ifd-acsccid", "libacsccid.so"), f"usb:072f/90cc{UNPLUGGED}", 0),
          ("CCID", in_bundle("ifd-ccid", "libccid.so"), f"usb:08e6/3437{UNPLUGGED}", 0))


def write(*readers):
    """These, and vpcd's before and behind them. pcscd forgets a CHANNELID that comes last."""
    for old in FOLDER.glob("*"):
        old.unlink()
    FOLDER.mkdir(exist_ok=True)
    one, another = (("Virtual PCD", VPCD, f"/dev/null:{(port := free_port()):#x}", port),
                    ("Another PCD", VPCD, f"/dev/null:{(port := free_port()):#x}", port))
    (FOLDER / "readers").write_text("\n".join(
        f'FRIENDLYNAME "{name}"\nCHANNELID {channel:#x}\nDEVICENAME {device}\nLIBPATH {DRIVERS / library}\n'
        for name, library, device, channel in (one, *readers, another)))


class SilentLine:
    """A line with nobody at the other end, or not yet: `heard` is what a driver has said into it."""

    def __enter__(self):
        self._end, self._drivers_end = pty.openpty()
        for end in self._end, self._drivers_end:
            tty.setraw(end)
        os.set_blocking(self._end, False)
        self.device = os.ttyname(self._drivers_end)
        # In a mount namespace of its own a daemon finds it under the name that drivers of old know.
        self.as_first_line = ["unshare", "--mount", "sh", "-ec", 'mount --bind "$1" "$2"; shift 2; exec "$@"', "sh",
                              self.device, LINE]
        return self

    def __exit__(self, *failure):
        os.close(self._end)
        os.close(self._drivers_end)

    def heard(self):
        try:
            return os.read(self._end, 4096)
        except BlockingIOError:
            return b""


@unittest.skipUnless(PROGRAM.exists() and VPCD.exists(), f"no {PROGRAM}, {VPCD}: tools/dev/peers fetches them")
class AbsentReaders(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if command_works("unshare", "--mount", "true"):
            raise unittest.SkipTest("pcscd needs a /run/pcscd of its own, and so root and mount namespaces")
        if complaint := command_works(ROOT / "tests/integration/driver_peers", FETCHED, patience=5 * PATIENCE):
            raise unittest.SkipTest(f"Debian's drivers cannot be fetched: {complaint}")
        cls.winscard = Winscard(DEBIANS.checked_file())

    def pcscd(self, before=(), environment=ENVIRONMENT):
        command = [*before, *OWN_RUN, SOCKET.parent, PROGRAM, "-f", "-d", "-c", FOLDER]
        return Server("pcscd", command, SOCKET, environment)

    def scrmd(self, before=(), environment=ENVIRONMENT):
        return HostedScrmd({}, {"open_deadline": 60}, readers=(), options=["-c", FOLDER], before=before,
                           environment=environment)

    def story(self, *names):
        """What a client is told of all readers, and of those that could not be opened."""
        context = self.winscard.establish()[1]
        told = [self.winscard.list_readers(context)]
        for name in (f"{name} 00 00" for name in names):
            code, (state,) = self.winscard.status_change(context, [(name, 0)], timeout=0)
            told.append((name, code, state.event, self.winscard.connect(context, name)[0],
                         self.winscard.connect(context, name, share=codes.DIRECT, protocols=0)[0]))
        self.winscard.release(context)
        return told

    def assert_same_story(self, *names, before=()):
        with self.pcscd(before):
            theirs = self.story(*names)
        with self.scrmd(before):
            self.assertEqual(theirs, self.story(*names))
        self.assertEqual(THERE, theirs[0][1])
        for name, *told in theirs[1:]:
            self.assertEqual([codes.UNKNOWN_READER, 0, codes.UNKNOWN_READER, codes.UNKNOWN_READER], told, name)

    def test_readers_that_are_not_there_are_not_listed(self):
        write(*ABSENT)
        self.assert_same_story(*(name for name, *_ in ABSENT))

    def test_bundles_whose_readers_are_not_plugged_in_add_nothing(self):
        if complaint := command_works(*WITH_BUNDLES, "true"):
            self.skipTest(f"pcscd looks for bundles below /usr/lib alone: {complaint}")
        write()
        with self.pcscd(WITH_BUNDLES):
            theirs = self.story()
        with self.scrmd() as scrmd:
            self.assertEqual(theirs, self.story())
        for bundle in ("ifd-acsccid", "ifd-ASEDriveIIIe-USB", "ifd-GemPC430"):
            self.assertRegex(scrmd.log_text(), rf"{bundle}\b.* devices")

    def test_readers_that_do_not_answer_are_not_listed(self):
        with self.silent_line() as line:
            write(("Twin", TWIN, f"{line.device}:GemPCTwin", 0), ("GCR410", GCR410, line.device, FIRST_LINE))
            self.assert_same_story("Twin", "GCR410", before=line.as_first_line)

    def test_drivers_that_ask_on_and_on_ask_the_same(self):
        """These do not give up. pcscd opens its readers before it serves, and so never serves."""
        for name, library, channel in (("GemPC410", GEMPC410, 0), ("ASEDrive", ASE, FIRST_LINE)):
            with self.subTest(name), self.silent_line() as line:
                write((name, library, line.device, channel))
                pcscd = self.pcscd(line.as_first_line)
                with subprocess.Popen(pcscd.command, env=ENVIRONMENT, stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL, preexec_fn=end_with_parent) as stuck:
                    theirs = wait_until(line.heard, f"{library} asks nothing under pcscd")
                    self.assertFalse(SOCKET.exists())
                    stuck.kill()
                with self.scrmd(line.as_first_line) as scrmd:
                    ours = wait_until(line.heard, f"{library} asks nothing under scrmd")
                    self.assertEqual(THERE, self.story(name)[0][1])
                    self.assertIsNotNone(scrmd.host_of(name))
                self.assertEqual(theirs[:len(ours)], ours[:len(theirs)])

    def silent_line(self):
        if not LINE.exists():
            self.skipTest(f"no {LINE} for drivers of old to look for")
        return SilentLine()

    def test_a_device_that_does_not_exist_costs_its_reader_alone(self):
        """pcscd does not start at all."""
        write(("GemPC410", GEMPC410, "/dev/no-such-line", 0))
        with self.assertRaisesRegex(AssertionError, "ended by itself"), self.pcscd():
            pass
        with self.scrmd() as scrmd:
            self.assertEqual(THERE, self.story("GemPC410")[0][1])
            self.assertIn("readers:8: ", scrmd.log_text())

    def test_the_channel_that_drivers_of_old_are_opened_by(self):
        """Debian's packages write CHANNELID last, where pcscd does not take it for that reader."""
        name, device, library, channel = ('FRIENDLYNAME "Old"', "DEVICENAME /dev/null",
                                          f"LIBPATH {HANDLERS}/libfake_ifd_v2.so", f"CHANNELID {FIRST_LINE:#x}")
        given, lost = "open 0000 channel 103f8", "open 0000 channel 0000"
        for lines, with_pcscd in (((name, channel, device, library), given), ((name, device, library, channel), lost)):
            FOLDER.mkdir(exist_ok=True)
            (FOLDER / "readers").write_text("\n".join([*lines, ""]))
            for daemon, opened in ((self.pcscd, with_pcscd), (self.scrmd, given)):
                script = Script()
                with self.subTest(daemon=daemon, lines=lines), \
                        daemon(environment={**ENVIRONMENT, "SCRM_FAKE_IFD": str(script.path)}):
                    self.assertEqual(["Old 00 00"], self.story()[0][1])
                    self.assertIn(opened, script.trace())


if __name__ == "__main__":
    unittest.main()
