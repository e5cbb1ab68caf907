"""One life of the virtual machine: it boots, runs one command as root, and is gone with all that it wrote."""
import shlex
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from .waker import wake_whenever_asleep

KERNEL_LINE = ("root=/dev/vda rw console=ttyS0 loglevel=4 mitigations=off nokaslr tsc=reliable no_timer_check audit=0 "
               "apparmor=0 random.trust_cpu=on rcupdate.rcu_expedited=1 panic=-1 systemd.show_status=0 "
               "systemd.log_target=kmsg")
# Full speed for QEMU's own reader: on its xHCI, answers of exactly 64 bytes leave an empty packet behind.
CONTROLLER = "piix3-usb-uhci,id=uhci"
# Seconds from the result to the end.
LAST_BREATH = 30


def port(name, *chardev):
    """A serial line between host and guest, there as /dev/virtio-ports/NAME."""
    return ["-chardev", ",".join([*chardev, f"id={name}"]), "-device", f"virtserialport,chardev={name},name={name}"]


def shared(name, folder, *options):
    given = ["local", f"id={name}", f"path={folder}", "security_model=none", "multidevs=remap", *options]
    return ["-fsdev", ",".join(given), "-device", f"virtio-9p-pci,fsdev={name},mount_tag={name}"]


def command_line(image, host, state, monitor, waker):
    return ["qemu-system-x86_64", "-M", "q35,usb=off,vmport=off,hpet=off,smbus=off", "-accel", "tcg,thread=multi",
            "-cpu", "max", "-smp", "2", "-m", "1024", "-nodefaults", "-no-user-config", "-nographic", "-no-reboot",
            "-kernel", image / "vmlinuz", "-initrd", image / "initrd.img", "-append", KERNEL_LINE,
            "-drive", f"file={image}/root.img,format=raw,if=none,id=disk,snapshot=on,cache=unsafe",
            "-device", "virtio-blk-pci,drive=disk", "-device", "virtio-rng-pci",
            *shared("state", state), *shared("host", host, "readonly=on"),
            "-device", "virtio-serial-pci", *port("out", "stdio", "signal=off"),
            # the guest speaks to the monitor of its own machine
            "-chardev", f"socket,id=monitor,path={monitor},server=on,wait=off", "-mon", "chardev=monitor,mode=control",
            *port("qmp", "socket", f"path={monitor}"),
            "-chardev", f"socket,id=waker,path={waker},server=on,wait=off", "-mon", "chardev=waker,mode=control",
            "-chardev", f"file,id=console,path={state}/console.log", "-serial", "chardev:console", "-device", CONTROLLER]


class Machine:
    """`host` is what the guest sees as /host; in `state` are its console.log and journal.log afterwards."""

    def __init__(self, image, host, state):
        self._image, self._host, self._state = Path(image), Path(host), Path(state)

    def run(self, command, environment, patience):
        """The command's exit code; its output goes to our own. Fails if there is none after `patience` seconds."""
        for old in self._state.glob("*"):
            old.unlink()
        exports = [f"export {name}={shlex.quote(str(value))}" for name, value in environment.items()]
        (self._state / "command").write_text("\n".join([*exports, shlex.join(command), ""]))
        with tempfile.TemporaryDirectory(prefix="scrm-") as near:  # a socket's path may be 107 bytes long
            self._live(Path(near), patience)
        code = self._state / "code"
        assert code.exists(), f"the machine ended without a result;{self._console()}"
        return int(code.read_text())

    def _live(self, near, patience):
        waker = near / "waker.sock"
        words = command_line(self._image, self._host, self._state, near / "monitor.sock", waker)
        # Its terminal must not end: at the end of input QEMU takes the guest's port for unplugged.
        with subprocess.Popen([str(word) for word in words], stdin=subprocess.PIPE) as process:
            threading.Thread(target=wake_whenever_asleep, args=(waker,), daemon=True).start()
            try:
                self._await_end(process, patience)
            finally:
                process.kill()

    def _await_end(self, process, patience):
        deadline = time.monotonic() + patience
        while process.poll() is None and not (self._state / "code").exists():
            assert time.monotonic() < deadline, f"the machine has not ended after {patience} s;{self._console()}"
            time.sleep(0.2)
        try:
            process.wait(LAST_BREATH)
        except subprocess.TimeoutExpired:
            print("the machine has a result and does not switch itself off", flush=True)

    @property
    def boot_time(self):
        """Seconds from the kernel's start to the command's."""
        return float((self._state / "booted").read_text())

    def _console(self):
        console = self._state / "console.log"
        lines = console.read_text(errors="replace").splitlines()[-20:] if console.exists() else []
        return " the last of its console:\n" + "\n".join(lines)
