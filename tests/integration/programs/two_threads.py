"""two_threads.py READER: one context, two threads, a card handle each. The first holds a transaction, the second wants
one, and the first must still be able to work and to end its own."""
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from harness import codes  # noqa: E402
from harness.winscard import Winscard  # noqa: E402

ECHO = bytes.fromhex("80EC000003 010203 00")


def say(line):
    sys.stdout.write(f"{line}\n")  # at once: print() would let the other thread in before the end of the line
    sys.stdout.flush()


def main():
    winscard = Winscard("libpcsclite.so.1")
    _, context = winscard.establish()
    _, first, _ = winscard.connect(context, sys.argv[1])
    _, second, _ = winscard.connect(context, sys.argv[1])
    say(f"first begins: {winscard.begin(first):08x}")
    began = threading.Thread(target=lambda: say(f"second begins: {winscard.begin(second):08x}"))
    began.start()
    for line in sys.stdin:
        if line.strip() == "work":
            say(f"first works: {winscard.transmit(first, codes.T1, ECHO)[0]:08x}")
        else:
            say(f"first ends: {winscard.end(first):08x}")
            break
    began.join()
    say(f"second ends: {winscard.end(second):08x}")


main()
