"""What the cases stand on: scrmd as it is installed, emulated readers, and the client library that programs find."""
import json
import os
import re
import socket
import subprocess
import sys
import unittest
from pathlib import Path

from harness import codes
from harness.places import PATIENCE, SCRATCH, SOCKET
from harness.server import Server
from harness.waiting import wait_until
from harness.winscard import Winscard

SYSTEM = Path(__file__).resolve().parents[1]
SCRMD = "/usr/local/sbin/scrmd"
AID = bytes.fromhex("F0544F59")
SELECT = b"\x00\xA4\x04\x00\x04" + AID
UNPOWERED = 1  # state of an emulated slot
OURS, DEBIANS = "ccid", "ifd-ccid"


class InstalledScrmd(Server):
    """`driver` serves the emulated readers and QEMU's: our own, or Debian's libccid in a host. Words of `before` come
    before the command line."""

    log_words = "--log-level", "debug", "--apdu"

    def __init__(self, driver=OURS, before=()):
        settings = SCRATCH / "scrmd.toml"
        settings.write_text(f'[[discovery.rule]]\ndevice = "08e6"\ndriver = "{driver}"\n')
        command = [*before, SCRMD, "-f", "--socket", SOCKET, "--settings", settings, *self.log_words]
        super().__init__("scrmd", command, SOCKET)

    def open_descriptors(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))


class Readers(Server):
    """The emulator; what it is told is in usbip_reader/server.py."""

    def __init__(self):
        path = SCRATCH / "readers"
        super().__init__("readers", [sys.executable, "-m", "usbip_reader", path], path,
                         environment={**os.environ, "PYTHONPATH": str(SYSTEM)})

    def tell(self, order, **details):
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(PATIENCE)
            line.connect(str(self.socket_path))
            line.sendall(json.dumps({"do": order, **details}).encode() + b"\n")
            answer = json.loads(line.makefile().readline())
        if "error" in answer:
            raise AssertionError(f"{order} {details}: {answer['error']}")
        return answer

    def plug(self, **options):
        return self.tell("plug", **options)["reader"]


def run(*command, **more):
    """What a program writes; it must end well."""
    done = subprocess.run(command, env={**os.environ, "PCSCLITE_CSOCK_NAME": str(SOCKET)}, text=True, timeout=PATIENCE,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **more)
    if done.returncode:
        raise AssertionError(f"{command[0]} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def soak(short, full):
    """How often: `full` in ./dev soak."""
    return full if os.environ.get("SCRM_SOAK") == "full" else short


class Case(unittest.TestCase):
    """One daemon and one emulator for all cases of a class; each case leaves no reader behind."""

    driver = OURS
    before = ()

    @classmethod
    def setUpClass(cls):
        cls.readers = cls.enterClassContext(Readers())
        cls.scrmd = cls.enterClassContext(InstalledScrmd(cls.driver, cls.before))
        cls.winscard = Winscard("libpcsclite.so.1")

    def setUp(self):
        code, self.context = self.winscard.establish()
        self.assertEqual(codes.SUCCESS, code)
        self.addCleanup(self.winscard.release, self.context)

    def names(self):
        return self.winscard.list_readers(self.context, 65536)[1]

    def plug(self, **options):
        """The emulator's number of the reader, and the names of its slots, as soon as they are there."""
        reader = self.readers.plug(**options)
        self.addCleanup(self.unplug, reader)
        return reader, self.wait_for_slots(reader, options.get("slots", 1))

    def wait_for_slots(self, reader, count):
        mark = re.compile(rf"\(TOY{reader:05}\)")

        def slots():
            found = [name for name in self.names() if mark.search(name)]
            return found if len(found) == count else None
        return wait_until(slots, lambda: f"reader {reader} with {count} slots does not come; there are {self.names()}")

    def unplug(self, reader):
        if str(reader) in self.readers.tell("readers"):
            self.readers.tell("unplug", reader=reader)
        wait_until(lambda: not [name for name in self.names() if f"(TOY{reader:05})" in name],
                   lambda: f"reader {reader} stays; there are {self.names()}")

    def wait_for_state(self, name, flag):
        """Waits in SCardGetStatusChange until the reader has it."""
        known = 0
        while True:
            code, (state,) = self.winscard.status_change(self.context, [(name, known)], PATIENCE * 1000)
            self.assertEqual(f"{codes.SUCCESS:#x}", f"{code:#x}", f"{name} has not become {flag:#x}: {known:#x}")
            if state.event & flag:
                return state
            known = state.event & ~codes.STATE_CHANGED

    def connect(self, name, share=codes.SHARED, protocols=codes.T0 | codes.T1):
        code, handle, protocol = self.winscard.connect(self.context, name, share, protocols)
        self.assertEqual(f"{codes.SUCCESS:#x}", f"{code:#x}", f"connect to {name}")
        self.addCleanup(self.winscard.disconnect, handle, codes.RESET)
        return handle, protocol

    def exchange(self, handle, protocol, command, room=66000):
        code, answer, _, _ = self.winscard.transmit(handle, protocol, command, room)
        self.assertEqual(f"{codes.SUCCESS:#x}", f"{code:#x}", f"command {command[:8].hex()}")
        return answer

    def exchange_whole(self, handle, protocol, command):
        """With what ISO 7816-4 wants of a client under T=0: fetching the answer, asking anew for the right length."""
        answer = self.exchange(handle, protocol, command)
        while len(answer) == 2 and answer[0] in (0x61, 0x6C):
            again = b"\0\xC0\0\0" if answer[0] == 0x61 else command[:4]
            answer = self.exchange(handle, protocol, again + answer[1:])
        return answer

    def exchange_all_sizes(self, name, largest=256):
        """Commands of every case, short and long, in and out."""
        handle, protocol = self.connect(name)
        self.assertEqual("9000", self.exchange_whole(handle, protocol, SELECT)[-2:].hex())
        self.assertEqual("6a82", self.exchange_whole(handle, protocol, b"\0\xA4\x04\0\x01\x55").hex())
        self.assertEqual("6285", self.exchange_whole(handle, protocol, b"\x80\x16\x62\x85").hex())
        for size in sorted({1, 52, 62, 64, 200, 254, 255, 256, largest}):
            length = bytes([size & 0xFF]) if size <= 256 else b"\0" + (size & 0xFFFF).to_bytes(2, "big")
            answer = self.exchange_whole(handle, protocol, b"\x80\x12" + size.to_bytes(2, "big") + length)
            self.assertEqual(bytes(n & 0xFF for n in range(size)) + b"\x90\0", answer, f"{size} bytes")
        for size in (1, 54, 255):
            data = os.urandom(size)
            answer = self.exchange_whole(handle, protocol, b"\x80\x10\0\0" + bytes([size]) + data + b"\0")
            self.assertEqual(data + b"\x90\0", answer, f"{size} bytes there and back")
