"""The kernel's virtual host controllers: where devices are plugged in."""
import os
from pathlib import Path

CONTROLLER = Path("/sys/devices/platform/vhci_hcd.0")
FREE = 4
FULL_SPEED, HIGH_SPEED = 2, 3


def free_ports(hub="hs"):
    """Numbers of the ports of that kind of hub where nothing is plugged in, of all controllers."""
    ports = []
    for table in sorted(CONTROLLER.glob("status*")):
        for line in table.read_text(encoding="ascii").splitlines()[1:]:
            words = line.split()
            if words and words[0] == hub and int(words[2]) == FREE:
                ports.append(int(words[1]))
    return sorted(ports)


def plug(port, descriptor, number, speed):
    """The device at the other end of this socket. `number` is any that nobody else has."""
    code = HIGH_SPEED if speed == "high" else FULL_SPEED
    _write("attach", f"{port} {descriptor} {1 << 16 | number} {code}")


def unplug(port):
    _write("detach", str(port))


def _write(name, text):
    file = os.open(CONTROLLER / name, os.O_WRONLY)
    try:
        os.write(file, text.encode())
    finally:
        os.close(file)
