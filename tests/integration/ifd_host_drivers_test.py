"""Debian's reader drivers in scrm-ifd-host: all of them load, and say what is missing to work."""
import unittest

from harness.ifd_host import (ABSENT, BY_CHANNEL, CONTROL, DEBUG, DOWN, HANDLERS, LOG_LINE, OK, PRESENT, REFUSED,
                              RELEASED, SLOT_THREAD_SAFE, UP, IfdHost, run_of)
from harness.places import PATIENCE, PEERS, ROOT, SCRATCH, SOCKET
from harness.server import Server
from harness.stock_pcscd import DRIVER as VPCD
from harness.stock_pcscd import OWN_RUN, PROGRAM, free_port
from harness.vpcd_card import ATR, VpcdCard
from harness.working import command_works

FETCHED = PEERS.with_name("peers-drivers")
DRIVERS = FETCHED / "usr/lib/pcsc/drivers"
UNPLUGGED_USB = ":libudev:0:/dev/bus/usb/001/199"
SURROUNDINGS = {"PCSCLITE_HP_DROPDIR": str(DRIVERS), "LD_LIBRARY_PATH": str(FETCHED / "lib/x86_64-linux-gnu")}

# The interface's version, the library and the name of a reader that is not there.
ALL = (("v3", "ifd-ccid.bundle/Contents/Linux/libccid.so", f"usb:08e6/3437{UNPLUGGED_USB}"),
       ("v3", "serial/libccidtwin.so", "/dev/null:GemPCTwin"),
       ("v3", "ifd-acsccid.bundle/Contents/Linux/libacsccid.so", f"usb:072f/90cc{UNPLUGGED_USB}"),
       ("v3", "serial/libGemPC410.so.1.0.8", "/dev/null"),
       ("v3", "ifd-GemPC430.bundle/Contents/Linux/libGemPC430.so.1.0.8", f"usb:08e6/0430{UNPLUGGED_USB}"),
       ("v2", "serial/libgcr410.so", "/dev/null"),
       ("v2", "ifd-ASEDriveIIIe-Serial/libASESerial.so", "/dev/null"),
       ("v2", "ifd-ASEDriveIIIe-USB.bundle/Contents/Linux/libASEDriveIIIe-USB.so", f"usb:0dc3/0802{UNPLUGGED_USB}"))


class DebiansDrivers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        fetch = ROOT / "tests/integration/driver_peers"
        if complaint := command_works(fetch, FETCHED, patience=5 * PATIENCE):
            raise unittest.SkipTest(f"Debian's drivers cannot be fetched: {complaint}")


@unittest.skipUnless(PROGRAM.exists(), f"no {PROGRAM}: tools/dev/peers fetches it")
class AsUnderPcscd(DebiansDrivers):
    """Each behind a witness, which writes down what is called and what comes of it."""

    def setUp(self):
        if command_works("unshare", "--mount", "true"):
            self.skipTest("pcscd needs a /run/pcscd of its own, and so root and mount namespaces")
        self.trace = SCRATCH / "witness"
        self.trace.unlink(missing_ok=True)

    def surroundings(self, library):
        return {**SURROUNDINGS, "SCRM_WITNESSED": str(DRIVERS / library), "SCRM_WITNESS": str(self.trace)}

    def witnessed(self):
        lines = self.trace.read_text(encoding="ascii").splitlines()
        self.trace.unlink()
        return lines

    def under_pcscd(self, witness, library, name):
        readers = SCRATCH / "reader.conf.d"
        readers.mkdir(exist_ok=True)
        (readers / "absent").write_text(f'FRIENDLYNAME "Absent"\nLIBPATH {witness}\nDEVICENAME {name}\nCHANNELID 0\n')
        command = [*OWN_RUN, SOCKET.parent, PROGRAM, "-f", "-c", readers]
        with Server("pcscd", command, SOCKET, self.surroundings(library)):
            return self.witnessed()  # it opens its readers before it serves

    def under_host(self, witness, library, name):
        with IfdHost(environment=self.surroundings(library)) as host:
            self.assertEqual(REFUSED, host.open(witness, name).result)
            self.assertEqual(0, host.exit_code())
        return self.witnessed()

    def test_they_fail_to_open(self):
        for version, library, name in ALL:
            with self.subTest(library):
                witness = HANDLERS / f"libifd_witness_{version}.so"
                theirs = self.under_pcscd(witness, library, name)
                self.assertRegex(theirs[0], r"^IFDHCreateChannel\w* 6\d\d$")
                self.assertEqual(theirs, self.under_host(witness, library, name))


class Drivers(DebiansDrivers):
    def refused(self, library, name):
        """The answer to opening a reader that is not there, and what the driver had to say."""
        with IfdHost(environment=SURROUNDINGS) as host:
            opened = host.open(DRIVERS / library, name, level=DEBUG)
            self.assertEqual(REFUSED, opened.result, opened)
            self.assertEqual(0, host.exit_code())
            return (opened.detail, opened.code), "\n".join(m.text for kind, m in host.kept if kind == LOG_LINE)

    def test_libccid(self):
        opened, log = self.refused("ifd-ccid.bundle/Contents/Linux/libccid.so", f"usb:08e6/3437{UNPLUGGED_USB}")
        self.assertIn(opened, [("IFDHCreateChannelByName", 617), ("IFDHCreateChannelByName", 612)])
        self.assertIn("init_driver() Driver version:", log)
        self.assertNotIn("Could not open bundle file", log)

    def test_libccid_for_serial_readers(self):
        opened, log = self.refused("serial/libccidtwin.so", "/dev/null:GemPCTwin")
        self.assertEqual(("IFDHCreateChannelByName", 612), opened)
        self.assertIn("Inappropriate ioctl for device", log)

    def test_acsccid(self):
        opened, log = self.refused("ifd-acsccid.bundle/Contents/Linux/libacsccid.so",
                                   f"usb:072f/90cc{UNPLUGGED_USB}")
        self.assertEqual("IFDHCreateChannelByName", opened[0])
        self.assertIn("init_driver() Driver version:", log)

    def test_gempc(self):
        for library, name in (("serial/libGemPC410.so.1.0.8", "/dev/null"),
                              ("ifd-GemPC430.bundle/Contents/Linux/libGemPC430.so.1.0.8",
                               f"usb:08e6/0430{UNPLUGGED_USB}")):
            with self.subTest(library):
                opened, log = self.refused(library, name)
                self.assertEqual(("IFDHCreateChannelByName", 612), opened)
                self.assertIn("OpenPort failed", log)

    def test_version_2(self):
        for library, name, code in (("serial/libgcr410.so", "/dev/null", 614),
                                    ("ifd-ASEDriveIIIe-Serial/libASESerial.so", "/dev/null", 612),
                                    ("ifd-ASEDriveIIIe-USB.bundle/Contents/Linux/libASEDriveIIIe-USB.so",
                                     f"usb:0dc3/0802{UNPLUGGED_USB}", 612)):
            with self.subTest(library):
                self.assertEqual(("IFDHCreateChannel", code), self.refused(library, name)[0])


@unittest.skipUnless(VPCD.exists(), f"no {VPCD}: tools/dev/peers fetches it")
class Vpcd(unittest.TestCase):
    def test_a_card_comes_works_and_goes(self):
        port = free_port()
        card = VpcdCard(port)
        with IfdHost() as host:
            opened = host.open(VPCD, f"/dev/null:{port:#x}", channel=port)
            self.assertEqual((OK, 2), (opened.result, opened.slots))
            self.assertEqual((SLOT_THREAD_SAFE, 0), (opened.traits & SLOT_THREAD_SAFE, opened.traits & BY_CHANNEL))
            self.assertEqual([ABSENT, ABSENT], [host.presence(slot).code for slot in (0, 1)])
            host.watch(0, ask_every=20)
            card.insert()
            self.assertEqual(PRESENT, host.presence(0).code)
            self.assertEqual((0, ATR), host.power(UP)[2:])
            self.assertEqual((0, b"ping\x90\x00"), host.transmit(b"\x80\xEC\0\0\x04ping\0")[2:])
            self.assertNotEqual(0, host.ask(CONTROL, 0, 1, 100, run_of(b"")).code)
            self.assertEqual(0, host.power(DOWN).code)
            card.remove()
            self.assertEqual(ABSENT, host.presence(0).code)
            self.assertEqual(0, host.close(RELEASED))


if __name__ == "__main__":
    unittest.main()
