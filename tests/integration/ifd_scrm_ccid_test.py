"""Our own driver as an IFD handler, loaded by scrm-ifd-host. That it drives readers is shown where there is USB
(tests/system) and where they are emulated (tests/unit/drivers/ifd-scrm-ccid)."""
import plistlib
import unittest

from harness.ifd_host import REFUSED, IfdHost
from harness.places import BUILD

BUNDLE = BUILD / "drivers/ifd-scrm-ccid/ifd-scrm-ccid.bundle/Contents"
NO_SUCH_DEVICE = 617


class Bundle(unittest.TestCase):
    def setUp(self):
        self.info = plistlib.loads((BUNDLE / "Info.plist").read_bytes())
        self.library = BUNDLE / "Linux" / self.info["CFBundleExecutable"]

    def test_each_reader_on_record_has_its_ids_and_its_name(self):
        vendors, products, names = (self.info[f"ifd{key}"] for key in ("VendorID", "ProductID", "FriendlyName"))
        self.assertEqual((len(names), len(names)), (len(vendors), len(products)))
        self.assertGreater(len(names), 600)
        known = dict(zip(zip(vendors, products), names))
        self.assertEqual(len(names), len(known), "an id is there twice")
        self.assertEqual("Gemalto PC Twin Reader", known["0x08E6", "0x3437"])
        for number in vendors + products:
            self.assertRegex(number, r"^0x[0-9A-F]{4}$")

    def open(self, name):
        with IfdHost() as host:
            opened = host.open(self.library, name)
            return opened, [message.text for _, message in host.kept]

    def test_a_device_that_has_left_is_no_such_device(self):
        opened, _ = self.open("usb:08e6/3437:libudev:0:/dev/bus/usb/999/999")
        self.assertEqual((REFUSED, NO_SUCH_DEVICE), (opened.result, opened.code))

    def test_a_serial_reader_is_refused_and_told_why(self):
        opened, log = self.open("/dev/ttyS0:GemPCTwin")
        self.assertEqual((REFUSED, NO_SUCH_DEVICE), (opened.result, opened.code))
        self.assertTrue(any("this driver is for USB devices" in line for line in log), log)
