"""Each exchange level a CCID reader may have, with each protocol: at both speeds, with and without interrupt endpoint,
and with more slots than one."""
from concurrent.futures import ThreadPoolExecutor

from bench import Case, SELECT
from harness import codes
from harness.winscard import Winscard

LARGEST = {("ext", "t0"): 4000, ("ext", "t1"): 65535, ("tpdu", "t1"): 1000, ("char", "t1"): 1000}
PROTOCOLS = {"t0": codes.T0, "t1": codes.T1}
VARIANTS = {"": {}, "_at_high_speed": {"speed": "high"}, "_without_interrupts": {"interrupt": 0}}


class ExchangeLevels(Case):
    def check(self, level, card, variant):
        _, (name,) = self.plug(level=level, card=card, **variant)
        self.wait_for_state(name, codes.STATE_PRESENT)
        _, protocol = self.connect(name)
        self.assertEqual(PROTOCOLS[card], protocol)
        self.exchange_all_sizes(name, LARGEST.get((level, card), 256))


def case(level, card, variant):
    return lambda self: self.check(level, card, variant)


for LEVEL in ("ext", "short", "tpdu", "char"):
    for CARD in PROTOCOLS:
        for SUFFIX, VARIANT in VARIANTS.items():
            setattr(ExchangeLevels, f"test_{LEVEL}_{CARD}{SUFFIX}", case(LEVEL, CARD, VARIANT))


class Slots(Case):
    """All slots at once, each with a client of its own."""

    def check(self, count, level, busy):
        _, names = self.plug(level=level, card="t1", slots=count, busy=busy)
        for name in names:
            self.wait_for_state(name, codes.STATE_PRESENT)
        with ThreadPoolExecutor(count) as clients:
            answers = list(clients.map(self.talk, names))
        self.assertEqual([20 * b"\x90\0"] * count, answers)

    def talk(self, name):
        winscard = Winscard("libpcsclite.so.1")
        _, context = winscard.establish()
        code, handle, protocol = winscard.connect(context, name)
        self.assertEqual(0, code)
        answers = b"".join(winscard.transmit(handle, protocol, SELECT)[1][-2:] for _ in range(20))
        winscard.disconnect(handle)
        winscard.release(context)
        return answers

    def test_each_number_of_slots(self):
        for count in range(1, 9):
            with self.subTest(slots=count):
                self.check(count, "ext" if count % 2 else "tpdu", 1 if count < 5 else count)
                self.doCleanups()
                self.setUp()
