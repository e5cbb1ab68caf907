"""Where libusb cannot be loaded: a USB reader is not served and the journal says why; nothing else is lost."""
from bench import Case
from harness.places import SCRATCH
from harness.waiting import wait_until


class WithoutLibusb(Case):
    @classmethod
    def setUpClass(cls):
        folder = SCRATCH / "no_libraries"
        folder.mkdir(exist_ok=True)
        (folder / "libusb-1.0.so.0").write_text("no library")
        cls.before = "env", f"LD_LIBRARY_PATH={folder}"
        super().setUpClass()

    def test_its_readers_are_not_served_and_it_is_said_why(self):
        reader = self.readers.plug()
        self.addCleanup(self.unplug, reader)
        wait_until(lambda: "libusb does not start: " in self.scrmd.log_text(), "nothing is said of it")
        self.assertIn("libusb-1.0.so.0: ", self.scrmd.log_text())
        self.assertEqual([], [name for name in self.names() if "TOY" in name])
