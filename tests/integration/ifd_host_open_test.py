"""scrm-ifd-host opens a reader: libraries of both versions and broken ones, slots, tags."""
import os
import unittest

from harness.ifd_host import (ABSENT, BY_CHANNEL, HANDLERS, MISSING, NOT_LOADED, OK, PRESENT, REFUSED, SLOT_THREAD_SAFE,
                              THREAD_SAFE, WAITS, IfdHost, Script)
from harness.places import SCRATCH

V3, V2 = HANDLERS / "libfake_ifd_v3.so", HANDLERS / "libfake_ifd_v2.so"


class Opening(unittest.TestCase):
    def opened(self, library, script=None, **order):
        """What came of it, and the calls that were made until then."""
        script = script or Script()
        with IfdHost(environment={"SCRM_FAKE_IFD": str(script.path)}) as host:
            opened = host.open(library, **order)
            if opened.result != OK:
                self.assertEqual(0, host.exit_code())
                self.assertEqual((0, 0), (opened.slots, opened.traits))
            return opened, script.trace()

    def test_version_3_by_name(self):
        script = Script()
        opened, calls = self.opened(V3, script, name=f"{script.path}:some model", lun=0x70000)
        self.assertEqual((1, OK, 0, 1, 0, ""), opened)
        self.assertEqual([f"open 70000 {script.path}:some model", "get 70000 0fb3", "presence 70000", "get 70000 0fae",
                          "get 70000 0fac", "get 70000 0fad"], calls[:6])

    def test_version_3_without_a_name_by_channel(self):
        opened, calls = self.opened(V3, channel=0x200005)
        self.assertEqual(OK, opened.result)
        self.assertEqual("open 0000 channel 200005", calls[0])

    def test_version_2_by_channel_whatever_the_name(self):
        opened, calls = self.opened(V2, name="/dev/ttyS0", channel=9)
        self.assertEqual((OK, BY_CHANNEL), (opened.result, opened.traits))
        self.assertEqual("open 0000 channel 0009", calls[0])

    def test_names_with_an_underscore(self):
        script = Script()
        opened, calls = self.opened(HANDLERS / "libfake_ifd_underscored.so", script, name=script.path)
        self.assertEqual((OK, 0), (opened.result, opened.traits))
        self.assertEqual(f"open 0000 {script.path}", calls[0])

    def test_what_is_missing_is_named(self):
        opened, _ = self.opened(HANDLERS / "libfake_ifd_incomplete.so")
        self.assertEqual(MISSING, opened.result)
        self.assertEqual("IFDHGetCapabilities, IFDHSetCapabilities, IFDHPowerICC, IFDHTransmitToICC", opened.detail)
        opened, _ = self.opened(HANDLERS / "libfake_ifd_empty.so")
        self.assertEqual(MISSING, opened.result)
        self.assertTrue(opened.detail.startswith("IFDHCreateChannelByName or IFDHCreateChannel, "), opened.detail)

    def test_what_is_no_library(self):
        opened, _ = self.opened(SCRATCH / "nowhere.so")
        self.assertEqual(NOT_LOADED, opened.result)
        self.assertIn("nowhere.so: cannot open", opened.detail)
        (SCRATCH / "text.so").write_text("not a library, and long enough for its first bytes to be looked at")
        opened, _ = self.opened(SCRATCH / "text.so")
        self.assertEqual(NOT_LOADED, opened.result)
        self.assertIn("invalid ELF header", opened.detail)

    def test_refusals_name_function_and_code(self):
        for library, line, function, code in ((V3, "on open answer 617", "IFDHCreateChannelByName", 617),
                                              (V2, "on open answer 612", "IFDHCreateChannel", 612),
                                              (V3, "on presence answer 612", "IFDHICCPresence", 612)):
            with self.subTest(line):
                script = Script(line)
                opened, _ = self.opened(library, script, name=script.path)
                self.assertEqual((REFUSED, code, function), (opened.result, opened.code, opened.detail))

    def test_all_slots_or_none(self):
        script = Script("slots 3", "card 0 2")
        with IfdHost() as host:
            self.assertEqual(3, host.open(V3, script.path, lun=0x20000).slots)
            self.assertEqual([PRESENT, ABSENT, PRESENT], [host.presence(slot).code for slot in range(3)])
        opens = [call for call in script.trace() if call.startswith("open")]
        self.assertEqual([f"open 2000{slot} {script.path}" for slot in range(3)], opens)

        script = Script("slots 3", "on open slot 1 answer 612", name="half")
        opened, calls = self.opened(V3, script, name=script.path)
        self.assertEqual(REFUSED, opened.result)
        self.assertEqual(["open 0001 " + str(script.path), "close 0000"], calls[-2:])

    def test_tags(self):
        for lines, traits in ((("tag 0FAD 01",), THREAD_SAFE), (("tag 0FAC 01",), SLOT_THREAD_SAFE),
                              (("tag 0FAD 02", "tag 0FAC 00"), 0), (("waits stoppable",), WAITS),
                              (("waits killable", "tag 0FAC 01", "tag 0FAD 01"), WAITS | THREAD_SAFE | SLOT_THREAD_SAFE),
                              (("tag 0FB3 0000000000000000",), 0), (("tag 0FAC 0101",), 0)):
            with self.subTest(lines):
                script = Script(*lines)
                self.assertEqual(traits, self.opened(V3, script, name=script.path)[0].traits)

    def test_a_strange_number_of_slots_is_one(self):
        for line in ("tag 0FAE 00", "tag 0FAE", "on get answer 600", "tag 0FAE 02000000"):
            with self.subTest(line):
                script = Script(line if line != "tag 0FAE" else "on get answer_too_long 1")
                self.assertEqual(1, self.opened(V3, script, name=script.path)[0].slots)

    def test_a_crash_while_loading(self):
        script = Script("on load crash")
        with IfdHost(environment={"SCRM_FAKE_IFD": str(script.path)}) as host, self.assertRaises(AssertionError):
            host.open(V3, os.fspath(script.path))
        self.assertEqual(-11, host.exit_code())


if __name__ == "__main__":
    unittest.main()
