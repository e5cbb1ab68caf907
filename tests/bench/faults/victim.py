"""The client of a driver that misbehaves."""
import os
import threading
import time

from sides import ours
from harness import codes
from harness.places import SCRATCH
from harness.waiting import wait_until
from harness.winscard import Winscard

BAD = "Bad 00 00"
COMMAND = b"\x80\xEC\x00\x00\x02\xCA\xFE\x00"
ENTERED = SCRATCH / "entered"  # the driver makes it just before it does what is wrong
SOUND = "on stop delay 0"      # a script's line that does nothing


class Victim(threading.Thread):
    """While it is let loose it has the driver misbehave again and again, each time in a reader that works. It notes when the
    driver did, and its own longest call."""

    def __init__(self, daemon_process, driver, fault):
        super().__init__(daemon=True)
        self.daemon_process, self.driver, self.fault = daemon_process, driver, fault
        self.call = getattr(self, fault.call)
        self.winscard = Winscard(ours().library / "libpcsclite.so.1")
        self.longest = 0
        self.misdeeds = []  # when the driver did wrong, as time.time() tells it
        self.loose, self.calm = threading.Event(), threading.Event()
        self.ending = False

    def transmit(self, card):
        return self.winscard.transmit(card, codes.T1, COMMAND)

    def control(self, card):
        return self.winscard.control(card, 0x42000001)

    def get(self, card):
        return self.winscard.get_attribute(card, 0x7A007)

    def set(self, card):
        return self.winscard.set_attribute(card, 0x7A007, b"\1")

    def reset(self, card):
        return self.winscard.reconnect(card, initialization=codes.RESET)

    def look_on(self, _card):
        wait_until(ENTERED.exists, f"the driver does not come to {self.fault.function}")

    def kill_host(self, card):
        os.kill(self.daemon_process.host_of("Bad"), 9)
        self.look_on(card)

    def nothing(self, _card):
        time.sleep(0.01)

    def provoke(self, card):
        """Only this call is to go wrong: none of those that opening and connecting take."""
        if not self.fault.function:
            return self.call(card)
        self.driver.rewrite(f"on {self.fault.function} make {ENTERED}", f"on {self.fault.function} {self.fault.deed}")
        self.timed(self.call, card)
        self.driver.rewrite(SOUND)
        if ENTERED.exists():
            self.misdeeds.append(ENTERED.stat().st_mtime)
        return ENTERED.unlink(missing_ok=True)

    def timed(self, function, *arguments):
        start = time.monotonic()
        result = function(*arguments)
        self.longest = max(self.longest, time.monotonic() - start)
        return result

    def connected(self, context):
        """A handle to a reader that works, or None while it does not."""
        code, card, _ = self.timed(self.winscard.connect, context, BAD)
        return card if code == codes.SUCCESS else None

    def run(self):
        context = self.winscard.establish()[1]
        while not self.ending:
            card = self.connected(context)
            if card is None:
                time.sleep(0.005)
                continue
            if not self.loose.is_set():
                self.calm.set()
                self.loose.wait()
            if not self.ending:
                self.provoke(card)
            self.timed(self.winscard.disconnect, card)
        self.winscard.release(context)

    def let_loose(self):
        self.calm.clear()
        self.loose.set()

    def hold_back(self):
        """Returns when its reader works again and nothing is under way."""
        self.loose.clear()
        assert self.calm.wait(60), f"the reader whose driver {self.fault.name} does not work again"

    def end(self):
        self.ending = True
        self.loose.set()
        self.join()

    def misbehaved(self, start, end):
        return any(start <= moment <= end for moment in self.misdeeds)
