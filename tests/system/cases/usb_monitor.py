"""When the kernel was done with its part, as its usbmon tells (Documentation/usb/usbmon.rst): in microseconds of the
monotonic clock, which start anew after 4096 seconds; no machine here lives that long."""
import os
import re
import subprocess
import time
from pathlib import Path

from harness.places import SCRATCH

DEBUG = Path("/sys/kernel/debug")
ALL_BUSES = DEBUG / "usb/usbmon/0u"
CONFIGURE = re.compile(r"^(\w+) \d+ S Co:\S+ s 00 09 ", re.MULTILINE)
INTERRUPT = re.compile(r"^\w+ (\d+) C Ii:\d+:(\d+):\d+ 0:\d+ \d+ =", re.MULTILINE)
ROOT_HUB = "001"
TOLD = re.compile(r"^UDEV +\[([0-9.]+)\] add ", re.MULTILINE)
COMMAND = re.compile(r"^\w+ (\d+) S Bo:|^\w+ (\d+) C Bi:\d+:\d+:\d+ 0 [1-9]", re.MULTILINE)


class UsbMonitor:
    """As a context manager: what goes over all buses meanwhile."""

    def __enter__(self):
        subprocess.run(["modprobe", "usbmon"], check=True)
        if not ALL_BUSES.exists():
            subprocess.run(["mount", "-t", "debugfs", "debugfs", DEBUG], check=True)
        self._told = SCRATCH / "usb"
        with self._told.open("wb") as file:
            # The kernel keeps 160 lines at most, so somebody fetches them all the time.
            fetcher = subprocess.Popen(["cat", ALL_BUSES], stdout=file)
        self._udevd = SCRATCH / "udevd"
        with self._udevd.open("wb") as file:
            listener = subprocess.Popen(["stdbuf", "-oL", "udevadm", "monitor", "--udev", "-s", "usb/usb_interface"],
                                        stdout=file)
        self._listeners = fetcher, listener
        time.sleep(0.5)
        return self

    def __exit__(self, *failure):
        for listener in self._listeners:
            listener.kill()
            listener.wait()

    def forget(self):
        for file in self._told, self._udevd:
            os.truncate(file, 0)

    def configured(self):
        """When the last device had its configuration: from then on there are interfaces that one can use."""
        text = self._text()
        tag = CONFIGURE.findall(text)[-1]
        return self._seconds(re.findall(rf"^{tag} (\d+) C Co:", text, re.MULTILINE)[-1])

    def udevd_told(self):
        """When udevd was done with the last interface, and programs heard of it."""
        return float(TOLD.findall(self._text(self._udevd))[-1])

    def in_reader(self, since, until):
        """How long the reader had a command and had not answered it."""
        total, began = 0.0, None
        for sent, answered in COMMAND.findall(self._text()):
            if sent:
                began = self._seconds(sent)
            elif began and since <= began and self._seconds(answered) <= until:
                total += self._seconds(answered) - began
                began = None
        return total

    def interrupted(self):
        """When the last interrupt of a device that is no hub of the controllers' was handed over."""
        return self._seconds([at for at, device in INTERRUPT.findall(self._text()) if device != ROOT_HUB][-1])

    def _text(self, file=None):
        time.sleep(0.1)  # it is fetched by then
        return (file or self._told).read_text(encoding="ascii", errors="replace").replace("\0", "")

    @staticmethod
    def _seconds(microseconds):
        return int(microseconds) / 1e6
