"""Many readers at once, and what happens to all of them under programs that use them."""
import random
import re
import threading
import time
from pathlib import Path

from bench import Case, SELECT, soak
from harness import codes
from harness.waiting import wait_until
from harness.winscard import Winscard

LEVELS = ("ext", "short", "tpdu", "char")
SEED = 20
MOST_GROWTH = 512  # kB


def memory_of(pid):
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(re.search(r"^VmRSS:\s+(\d+)", status, re.MULTILINE)[1])


class Crowd(Case):
    def test_all_of_many_readers_are_usable(self):
        count = soak(short=16, full=120)
        began = time.monotonic()
        for number in range(count):
            reader = self.readers.plug(level=LEVELS[number % 4], card=("t1", "t0")[number // 4 % 2])
            self.addCleanup(self.unplug, reader)
        for come in range(1, count + 1):  # the kernel's pace is the machine's
            wait_until(lambda least=come: len(self.names()) >= least, lambda: f"{len(self.names())} of {count} have come")
        print(f"{count} readers are there after {time.monotonic() - began:.1f} s", flush=True)
        for name in self.names():
            self.wait_for_state(name, codes.STATE_PRESENT)
            handle, protocol = self.connect(name)
            self.assertEqual("9000", self.exchange_whole(handle, protocol, SELECT)[-2:].hex(), name)

    def test_moves_at_random_under_clients(self):
        """In two halves: what the second leaves behind beside the first is a leak."""
        chance = random.Random(SEED)
        left, answers = [], 0
        for _ in range(2):
            answers += self.moves_at_random(chance, soak(short=20, full=250))
            left.append((self.scrmd.open_descriptors(), memory_of(self.scrmd.pid)))
        print("descriptors and memory in kB after each half:", *left, flush=True)
        self.assertGreater(answers, 0)
        (descriptors, memory), (descriptors_later, memory_later) = left
        self.assertLessEqual(descriptors_later, descriptors)
        self.assertLess(memory_later - memory, MOST_GROWTH)

    def moves_at_random(self, chance, count):
        stop = threading.Event()
        clients = [Client(stop) for _ in range(soak(short=4, full=20))]
        for client in clients:
            client.start()
        plugged = {}
        for _ in range(count):
            self.one_move(chance, plugged)
            time.sleep(chance.random() / 2)
        stop.set()
        for client in clients:
            client.join(120)
            self.assertFalse(client.is_alive(), "a client is stuck")
        for reader, card in plugged.items():
            (name,) = self.wait_for_slots(reader, 1)
            self.wait_for_state(name, codes.STATE_PRESENT if card != "none" else codes.STATE_EMPTY)
            self.unplug(reader)
        wait_until(lambda: not self.names(), lambda: f"left over: {self.names()}")
        # Readers are closed and clients forgotten behind those who asked for it.
        time.sleep(2)
        return sum(client.answers for client in clients)

    def one_move(self, chance, plugged):
        if not plugged or (len(plugged) < 6 and chance.random() < 0.4):
            card = chance.choice(("t0", "t1", "none"))
            reader = self.readers.plug(level=chance.choice(LEVELS), card=card, interrupt=chance.choice((0, 1, 1)))
            plugged[reader] = card
            self.addCleanup(self.unplug, reader)
            return
        reader = chance.choice(list(plugged))
        if chance.random() < 0.4:
            del plugged[reader]
            self.readers.tell("unplug", reader=reader)
            return
        plugged[reader] = chance.choice(("t0", "t1", "none"))
        self.readers.tell("insert", reader=reader, card=plugged[reader])


class Client(threading.Thread):
    """Takes whatever reader it finds and talks to the card there; errors are what it expects."""

    def __init__(self, stop):
        super().__init__(daemon=True)
        self.answers = 0
        self._stop_asked = stop
        self._winscard = Winscard("libpcsclite.so.1")

    def run(self):
        _, context = self._winscard.establish()
        chance = random.Random(self.name)
        while not self._stop_asked.is_set():
            _, names, _ = self._winscard.list_readers(context, 65536)
            if names:
                self._talk(context, chance.choice(names))
            else:
                time.sleep(0.05)
        self._winscard.release(context)

    def _talk(self, context, name):
        code, handle, protocol = self._winscard.connect(context, name)
        if code:
            time.sleep(0.02)
            return
        for _ in range(5):
            code, *_ = self._winscard.transmit(handle, protocol, SELECT)
            self.answers += code == 0
        self._winscard.disconnect(handle, codes.LEAVE)
