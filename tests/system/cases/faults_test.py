"""Readers that break the protocol: the client gets an answer, and afterwards the reader works. Most of it waits until
somebody gives up, so it is a matter for ./dev soak but for the first few."""
from bench import Case, SELECT, soak
from harness import codes
from harness.waiting import wait_until

EXCHANGE, POWER_ON = 0x6F, 0x62
QUICK = ("trunc", "hwerr", "stall")
SLOW = ("mute", "badseq", "badslot", "liar", "short", "empty")


class Faults(Case):
    def spoil_exchange(self, level, fault):
        reader, (name,) = self.plug(level=level)
        handle, protocol = self.connect(name)
        self.readers.tell("fault", reader=reader, fault=fault, only=EXCHANGE)
        code, answer, _, _ = self.winscard.transmit(handle, protocol, SELECT)
        self.assertTrue(code or answer[-2:] == b"\x90\0", f"{code:#x} {answer.hex()}")
        self.winscard.disconnect(handle, codes.RESET)
        self.assert_usable(name)

    def spoil_power_on(self, level, fault):
        reader, (name,) = self.plug(level=level, card="none")
        self.wait_for_state(name, codes.STATE_EMPTY)
        self.readers.tell("fault", reader=reader, fault=fault, only=POWER_ON)
        self.readers.tell("insert", reader=reader)
        self.wait_for_state(name, codes.STATE_PRESENT)
        self.assert_usable(name)

    def assert_usable(self, name):
        """At the second try at the latest: the first may pay for what went before."""
        def connected():
            code, handle, protocol = self.winscard.connect(self.context, name)
            if code:
                self.last = f"{code:#x}"
                return None
            code, answer, _, _ = self.winscard.transmit(handle, protocol, SELECT)
            self.winscard.disconnect(handle, codes.RESET)
            self.last = f"{code:#x} {answer.hex()}"
            return answer[-2:] == b"\x90\0"
        wait_until(connected, lambda: f"{name} is of no use any more: {self.last}")


def case(method, level, fault):
    return lambda self: getattr(self, method)(level, fault)


for FAULT in soak(short=QUICK, full=QUICK + SLOW):
    setattr(Faults, f"test_{FAULT}_while_switched_on", case("spoil_power_on", "ext", FAULT))
    for LEVEL in ("ext", "tpdu"):
        setattr(Faults, f"test_{FAULT}_in_a_command_{LEVEL}", case("spoil_exchange", LEVEL, FAULT))
