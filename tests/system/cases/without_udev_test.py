"""Where udevd tells nothing: there is none, it is behind the wall of a container, or nobody at all tells."""
import signal
import socket
import struct
import subprocess
from pathlib import Path

from bench import Case, SELECT
from harness.waiting import wait_until

UDEVD = "systemd-udevd-control.socket", "systemd-udevd-kernel.socket", "systemd-udevd.service"
KERNEL_IS_HEARD, UDEVD_IS_HEARD = "udevd is not heard here", "udevd is heard:"
NETLINK_KOBJECT_UEVENT, KERNEL, LISTENERS = 15, 0, 1
A_REQUEST = 0x10, 1  # type and flags


def stop_udevd():
    subprocess.run(["systemctl", "mask", "--runtime", "--now", "--quiet", *UDEVD], check=True)


def start_udevd():
    subprocess.run(["systemctl", "unmask", "--runtime", "--quiet", *UDEVD], check=True)
    subprocess.run(["systemctl", "start", *UDEVD], check=True)


def removal(serial):
    """What the kernel tells when the first interface of that device goes."""
    for file in Path("/sys/bus/usb/devices").glob("*/serial"):
        if file.read_text().strip() == serial:
            path = "/" + str(next(file.parent.resolve().glob("*:1.0")).relative_to("/sys"))
            return (f"remove@{path}\0ACTION=remove\0DEVPATH={path}\0SUBSYSTEM=usb\0DEVTYPE=usb_interface\0"
                    "SEQNUM=1\0").encode()
    raise AssertionError(f"there is no USB device {serial}")


def tell(message, group, port=0):
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_KOBJECT_UEVENT) as line:
        line.sendto(message, (port, group))


class WithoutUdev(Case):
    def use(self, name):
        handle, protocol = self.connect(name)
        self.assertEqual("9000", self.exchange(handle, protocol, SELECT)[-2:].hex())

    def come_and_go(self):
        for _ in range(3):
            reader, names = self.plug(slots=2)
            self.use(names[1])
            self.unplug(reader)

    def look_again(self):
        self.scrmd.process.send_signal(signal.SIGHUP)

    def wait_for_log(self, words, times=1):
        wait_until(lambda: self.scrmd.log_text().count(words) == times, lambda: f"not {times} times: {words}")


class NoUdevd(WithoutUdev):
    @classmethod
    def setUpClass(cls):
        stop_udevd()
        cls.addClassCleanup(start_udevd)
        super().setUpClass()

    def test_readers_come_and_go(self):
        self.come_and_go()

    def test_it_may_come_and_go_itself(self):
        self.wait_for_log(KERNEL_IS_HEARD)
        start_udevd()
        self.look_again()
        self.wait_for_log(UDEVD_IS_HEARD)
        self.come_and_go()
        stop_udevd()
        self.look_again()
        self.wait_for_log(KERNEL_IS_HEARD, times=2)
        self.come_and_go()

    def test_nobody_is_believed_but_the_kernel(self):
        reader, (name,) = self.plug()
        forged = removal(f"TOY{reader:05}")
        tell(forged, LISTENERS)
        self.plug()  # what is told of this one was sent later
        self.assertIn(name, self.names())
        # The same by the kernel, as root may have it say.
        tell(struct.pack("=IHHII", 16 + len(forged), *A_REQUEST, 0, 0) + forged, 0, KERNEL)
        wait_until(lambda: name not in self.names(), "the kernel is not believed")


class UdevdElsewhere(WithoutUdev):
    """In a container with the machine's /run and a network of its own."""

    before = "unshare", "--net"

    def test_readers_come_and_go(self):
        self.assertTrue(Path("/run/udev/control").exists())
        self.come_and_go()
        self.wait_for_log(KERNEL_IS_HEARD)


class NobodyTells(WithoutUdev):
    """The kernel keeps its events from containers with users of their own."""

    before = "unshare", "--net", "--user", "--map-root-user"

    def test_readers_are_found_on_request(self):
        reader = self.readers.plug()
        wait_until(lambda: list(Path("/sys/bus/usb/devices").glob("*/serial")), "no device comes")
        wait_until(lambda: self.found(reader), lambda: f"it is not found; there are {self.names()}")
        self.readers.tell("unplug", reader=reader)
        self.look_again()
        self.unplug(reader)

    def found(self, reader):
        self.look_again()
        return [name for name in self.names() if f"(TOY{reader:05})" in name]
