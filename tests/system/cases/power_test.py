"""Ports that are reset under clients, and a machine that sleeps while readers are in use."""
import fcntl
import os
import subprocess
import time
from pathlib import Path

from bench import Case, OURS, DEBIANS, SELECT
from harness import codes
from harness.waiting import wait_until
from qemu_reader_test import QemuReader

USBDEVFS_RESET = 0x5514
COUNTS = 0.05  # seconds
SHARES = "/host", "/state"
SHARED = "trans=virtio,version=9p2000.L,msize=512000"


def device_node(serial):
    for file in Path("/sys/bus/usb/devices").glob("*/serial"):
        if file.read_text().strip() == serial:
            bus, number = ((file.parent / name).read_text() for name in ("busnum", "devnum"))
            return f"/dev/bus/usb/{int(bus):03}/{int(number):03}"
    raise AssertionError(f"there is no USB device {serial}")


def reset_port(serial):
    node = os.open(device_node(serial), os.O_WRONLY)
    try:
        fcntl.ioctl(node, USBDEVFS_RESET)
    finally:
        os.close(node)


def time_asleep():
    """In seconds, since the machine was started."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)


class Use:
    """Of a reader that may be gone for a while."""

    def usable(self, name):
        code, handle, protocol = self.winscard.connect(self.context, name)
        self.last = f"connect: {code:#x}"
        if code:
            return False
        code, answer, *_ = self.winscard.transmit(handle, protocol, SELECT)
        self.last = f"transmit: {code:#x}"
        self.winscard.disconnect(handle, codes.RESET)
        return code == 0 and len(answer) >= 2

    def assert_comes_back(self, name):
        wait_until(lambda: self.usable(name), lambda: f"{name} is of no use any more, {self.last}; there are {self.names()}")


class PortReset(Use, Case):
    def test_under_a_client(self):
        reader, (name,) = self.plug()
        for _ in range(3):
            self.assert_comes_back(name)
            handle, protocol = self.connect(name)
            reset_port(f"TOY{reader:05}")
            self.winscard.transmit(handle, protocol, SELECT)  # has an answer, whichever
            self.assert_comes_back(name)

    def test_without_interrupts(self):
        reader, (name,) = self.plug(interrupt=0)
        for _ in range(3):
            self.assert_comes_back(name)
            reset_port(f"TOY{reader:05}")
        self.assert_comes_back(name)

    def test_with_a_handle_that_lasts(self):
        reader, (name,) = self.plug()
        handle, protocol = self.connect(name)
        for _ in range(3):
            self.exchange(handle, protocol, SELECT)
            reset_port(f"TOY{reader:05}")
            wait_until(lambda: self.winscard.status(handle)[0] == codes.RESET_CARD, lambda: "the client is not told of a reset")
            code, protocol = self.winscard.reconnect(handle, codes.SHARED, codes.T0 | codes.T1, codes.LEAVE)
            self.assertEqual(f"{codes.SUCCESS:#x}", f"{code:#x}")
        self.exchange(handle, protocol, SELECT)
        self.assertEqual([name], self.names())


class HostedPortReset(PortReset):
    driver = DEBIANS

    test_without_interrupts = None
    test_with_a_handle_that_lasts = None


class Sleep(Use, QemuReader):
    """The shares with the host do not outlive it, so they are away meanwhile."""

    driver = OURS

    def sleep(self):
        """Once it has slept QEMU often wakes the machine up at once, and the kernel counts that as no sleep."""
        before = time_asleep()
        for _ in range(5):
            self.try_to_sleep()
            if time_asleep() - before > COUNTS:
                return
        self.fail("the machine does not stay asleep")

    @staticmethod
    def try_to_sleep():
        os.chdir("/")
        subprocess.run(["umount", *SHARES], check=True)
        subprocess.run(["modprobe", "-r", "9pnet_virtio"], check=True)
        try:
            Path("/sys/power/state").write_text("mem")  # until the host has woken us up
        finally:
            subprocess.run(["modprobe", "-a", "9p", "9pnet_virtio"], check=True)
            for share, option in zip(SHARES, ("cache=loose,ro", "cache=none")):
                subprocess.run(["mount", "-t", "9p", "-o", f"{SHARED},{option}", share[1:], share], check=True)

    def test_clients_are_told_and_go_on(self):
        handle, protocol = self.connect(self.name)
        self.assertEqual(codes.SUCCESS, self.winscard.begin(handle))
        self.sleep()
        wait_until(lambda: "the machine has slept" in self.scrmd.log_text(), lambda: "the daemon does not notice")
        code, *_ = self.winscard.transmit(handle, protocol, SELECT)
        self.assertIn(code, {codes.READER_UNAVAILABLE, codes.RESET_CARD, codes.REMOVED_CARD}, f"{code:#x}")
        self.assert_comes_back(self.name)


class SleepHosted(Sleep):
    driver = DEBIANS


for SLEEPER in Sleep, SleepHosted:
    for NAME in [name for name in dir(QemuReader) if name.startswith("test_")]:
        setattr(SLEEPER, NAME, None)  # these are qemu_reader's
del QemuReader
