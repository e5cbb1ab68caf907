"""The same handler in stock pcscd and in scrm-ifd-host: opened by the same calls, in the same order."""
import unittest

from harness.ifd_host import HANDLERS, IfdHost, Script
from harness.places import SCRATCH, SOCKET
from harness.server import Server
from harness.stock_pcscd import OWN_RUN, PROGRAM
from harness.waiting import wait_until
from harness.working import command_works

CHANNEL = 0x2F8

# pcscd asks for these when it stops to watch, or not at all; the host once, when it opens.
ASKED_AT_ANOTHER_TIME = ("0fb1", "0fb2", "0fad")


def opening_calls(trace, slot):
    """What was called of a slot until it was watched: without repeated questions for presence."""
    calls = []
    for call in trace:
        words = call.split()
        if words[0] not in ("open", "get", "presence") or words[1] != f"000{slot}" or call in calls:
            continue
        if words[0] != "get" or words[2] not in ASKED_AT_ANOTHER_TIME:
            calls.append(call)
    return calls


@unittest.skipUnless(PROGRAM.exists(), f"no {PROGRAM}: tools/dev/peers fetches it")
class AsPcscd(unittest.TestCase):
    def setUp(self):
        if command_works("unshare", "--mount", "true"):
            self.skipTest("pcscd needs a /run/pcscd of its own, and so root and mount namespaces")

    def opened_by_pcscd(self, library, script, name):
        readers = SCRATCH / "reader.conf.d"
        readers.mkdir(exist_ok=True)
        (readers / "scripted").write_text(f'FRIENDLYNAME "Scripted"\nLIBPATH {library}\n'
                                          + (f"DEVICENAME {name}\n" if name else f"CHANNELID {CHANNEL:#x}\n"))
        command = [*OWN_RUN, SOCKET.parent, PROGRAM, "-f", "-d", "-c", readers]
        with Server("pcscd", command, SOCKET, {"SCRM_FAKE_IFD": str(script.path)}):
            wait_until(lambda: "presence 0001" in script.trace(), script.trace)
            return script.trace()

    def opened_by_host(self, library, script, name):
        with IfdHost(environment={"SCRM_FAKE_IFD": str(script.path)}) as host:
            host.open(library, name, channel=CHANNEL)
            return script.trace()

    def test_opening(self):
        for version, named in (("v3", True), ("v3", False), ("v2", False)):
            for lines in ((), ("waits stoppable", "tag 0FAC 01"), ("waits killable", "tag 0FAD 01")):
                with self.subTest(version, named=named, lines=lines):
                    library = HANDLERS / f"libfake_ifd_{version}.so"
                    script = Script("slots 2", *lines)
                    name = script.path if named else ""
                    theirs = self.opened_by_pcscd(library, script, name)
                    ours = self.opened_by_host(library, Script("slots 2", *lines), name)
                    self.assertIn("open 0001", "\n".join(ours))
                    for slot in (0, 1):
                        self.assertEqual(opening_calls(theirs, slot), opening_calls(ours, slot))


if __name__ == "__main__":
    unittest.main()
