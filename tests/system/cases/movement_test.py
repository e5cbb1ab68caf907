"""Cards and readers that come and go while programs look on, or are in the midst of a command."""
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import Case, SELECT, run, soak
from harness import codes
from harness.waiting import wait_until
from harness.winscard import PNP

RULES = Path("/run/udev/rules.d/98-bench.rules")
FIVE_SECONDS = b"\x80\x14\x32\0"
# A command that is lost with its device may be so before anybody knows whether the device left or was reset.
GONE = {codes.READER_UNAVAILABLE, codes.NO_SMARTCARD, codes.REMOVED_CARD, codes.COMMUNICATION_LOST,
        codes.INVALID_HANDLE, codes.NOT_TRANSACTED}


class Cards(Case):
    def move(self, **options):
        reader, names = self.plug(card="none", **options)
        name = names[-1]
        slot = len(names) - 1
        for card in ("t1", "t0", "t1"):
            self.wait_for_state(name, codes.STATE_EMPTY)
            self.readers.tell("insert", reader=reader, slot=slot, card=card)
            self.wait_for_state(name, codes.STATE_PRESENT)
            handle, protocol = self.connect(name)
            self.assertEqual(codes.T1 if card == "t1" else codes.T0, protocol)
            self.assertEqual("9000", self.exchange_whole(handle, protocol, SELECT)[-2:].hex())
            self.readers.tell("remove", reader=reader, slot=slot)
            self.wait_for_state(name, codes.STATE_EMPTY)
            code, *_ = self.winscard.transmit(handle, protocol, SELECT)
            self.assertEqual(f"{codes.REMOVED_CARD:#x}", f"{code:#x}")

    def test_are_told_of_by_interrupts(self):
        self.move()

    def test_are_told_of_at_high_speed(self):
        self.move(speed="high")

    def test_are_found_without_interrupts(self):
        self.move(interrupt=0)

    def test_in_the_last_of_eight_slots(self):
        self.move(slots=8)

    def test_that_leave_in_the_midst_of_a_command(self):
        reader, (name,) = self.plug()
        handle, protocol = self.connect(name)
        with ThreadPoolExecutor(1) as client:
            command = client.submit(self.winscard.transmit, handle, protocol, FIVE_SECONDS)
            time.sleep(0.5)
            self.readers.tell("remove", reader=reader)
            self.wait_for_state(name, codes.STATE_EMPTY)
            command.result(120)
        self.readers.tell("insert", reader=reader)
        self.wait_for_state(name, codes.STATE_PRESENT)
        self.exchange_all_sizes(name)


class Plugs(Case):
    def test_a_client_that_waits_for_readers_is_told(self):
        with ThreadPoolExecutor(1) as client:
            wait = client.submit(self.winscard.status_change, self.context, [(PNP, len(self.names()) << 16)], 120000)
            self.plug_quietly()
            code, _ = wait.result(130)
        self.assertEqual("0x0", f"{code:#x}")

    def plug_quietly(self):
        self.addCleanup(self.unplug, self.readers.plug())

    def test_readers_unplugged_in_the_midst_of_a_command(self):
        times = soak(short=5, full=200)
        for _ in range(times):
            reader, (name,) = self.plug()
            handle, protocol = self.connect(name)
            with ThreadPoolExecutor(1) as client:
                command = client.submit(self.winscard.transmit, handle, protocol, FIVE_SECONDS)
                time.sleep(0.2)
                self.readers.tell("unplug", reader=reader)
                code, *_ = command.result(60)
            self.assertIn(code, GONE, f"{code:#x}")
        print(f"{times} readers", flush=True)

    def test_one_of_two_leaves_the_other_alone(self):
        leaving, _ = self.plug()
        _, (name,) = self.plug(level="tpdu")
        handle, protocol = self.connect(name)
        self.unplug(leaving)
        self.assertEqual("9000", self.exchange_whole(handle, protocol, SELECT)[-2:].hex())

    def test_one_that_udev_is_to_ignore_is_left_alone(self):
        before, _ = self.plug()
        RULES.write_text(f'ATTRS{{serial}}=="TOY{before + 1:05}", ENV{{PCSCLITE_IGNORE}}="1"\n')
        self.addCleanup(run, "udevadm", "control", "--reload")
        self.addCleanup(RULES.unlink)
        run("udevadm", "control", "--reload")
        self.addCleanup(self.unplug, self.readers.plug())
        self.plug()
        run("udevadm", "settle")  # it has dealt with that one, too
        self.plug()
        self.assertEqual([], [name for name in self.names() if f"TOY{before + 1:05}" in name])

    def test_descriptors_do_not_leak(self):
        self.plug()
        self.doCleanups()
        self.setUp()
        before = self.scrmd.open_descriptors()
        for _ in range(soak(short=3, full=100)):
            self.plug(slots=2)
            self.doCleanups()
            self.setUp()
        wait_until(lambda: self.scrmd.open_descriptors() <= before, f"there were {before} descriptors, now there are more")
