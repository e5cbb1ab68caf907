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


class UsbMonitor:
    """As a context manager: what goes over all buses meanwhile."""

    def __enter__(self):
        subprocess.run(["modprobe", "usbmon"], check=True)
        if not ALL_BUSES.exists():
            subprocess.run(["mount", "-t", "debugfs", "debugfs", DEBUG], check=True)
        self._told = SCRATCH / "usb"
        with self._told.open("wb") as file:
            # The kernel keeps 160 lines at most, so somebody fetches them all the time.
            self._fetcher = subprocess.Popen(["cat", ALL_BUSES], stdout=file)
        time.sleep(0.2)
        return self

    def __exit__(self, *failure):
        self._fetcher.kill()
        self._fetcher.wait()

    def forget(self):
        os.truncate(self._told, 0)

    def configured(self):
        """When the last device had its configuration: from then on there are interfaces that one can use."""
        text = self._text()
        tag = CONFIGURE.findall(text)[-1]
        return self._seconds(re.findall(rf"^{tag} (\d+) C Co:", text, re.MULTILINE)[-1])

    def interrupted(self):
        """When the last interrupt of a device that is no hub of the controllers' was handed over."""
        return self._seconds([at for at, device in INTERRUPT.findall(self._text()) if device != ROOT_HUB][-1])

    def _text(self):
        time.sleep(0.1)  # it is fetched by then
        return self._told.read_text(encoding="ascii", errors="replace").replace("\0", "")

    @staticmethod
    def _seconds(microseconds):
        return int(microseconds) / 1e6
