"""card_client.py READER: a program that does with a card what it is told, a line each, and answers with the code.

connect [SHARE]   begin   end [DISPOSITION]   transmit HEX   status   reconnect [INITIALIZATION]   disconnect
wait (for a change of the reader, without end)   release   work (until the input ends; says how often)
"""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from harness import codes  # noqa: E402
from harness.winscard import INFINITE, Winscard  # noqa: E402

ECHO = bytes.fromhex("80EC000003 010203 00")


class Client:
    def __init__(self, reader):
        self.reader = reader
        self.winscard = Winscard("libpcsclite.so.1")
        code, self.context = self.winscard.establish()
        assert code == codes.SUCCESS, hex(code)
        self.card = 0

    def connect(self, share="2"):
        code, self.card, _ = self.winscard.connect(self.context, self.reader, int(share))
        return code

    def begin(self):
        return self.winscard.begin(self.card)

    def end(self, disposition="0"):
        return self.winscard.end(self.card, int(disposition))

    def transmit(self, command):
        return self.winscard.transmit(self.card, codes.T1, bytes.fromhex(command))[0]

    def status(self):
        return self.winscard.status(self.card)[0]

    def reconnect(self, initialization="0"):
        return self.winscard.reconnect(self.card, initialization=int(initialization))[0]

    def disconnect(self):
        return self.winscard.disconnect(self.card)

    def wait(self):
        known = self.winscard.status_change(self.context, [(self.reader, 0)])[1][0].event & ~codes.STATE_CHANGED
        return self.winscard.status_change(self.context, [(self.reader, known)], INFINITE)[0]

    def release(self):
        return self.winscard.release(self.context)


def main():
    client = Client(sys.argv[1])
    print("ready", flush=True)
    for line in sys.stdin:
        command, *arguments = line.split()
        print(f"{command} {getattr(client, command)(*arguments):08x}", flush=True)


main()
