"""Runs in the machine: installs scrm, then runs modules of cases/ or packaged/, each case with the time it took. A name
may go on, as in movement.Cards.test_are_told_of_by_interrupts."""
import faulthandler
import os
import shutil
import subprocess
import sys
import threading
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "cases"), str(HERE / "packaged"), str(HERE.parent / "integration")]
TAIL = 40
LONGEST_CASE = int(os.environ["SCRM_LONGEST_CASE"])  # seconds; one that takes longer hangs, and the rest is not run


def install_files():
    """Beside pcscd; each case starts its own scrmd, and a reader that is plugged in shall start no other."""
    Path("/run/systemd/system/scrmd.service").symlink_to("/dev/null")
    subprocess.run(["cp", "-a", "/host/installed/.", "/usr/local/"], check=True)
    # Debian's programs find our library first, as /usr/local comes before /usr.
    subprocess.run(["ldconfig"], check=True)


# libccid's rules let readers sleep that nobody has open, but ports of vhci-hcd that wake up at once, as when a service
# opens all of them, trip over each other: the kernel takes some of the readers for unplugged.
AWAKE = 'SUBSYSTEM=="usb", ATTR{manufacturer}=="Toy", TEST=="power/control", ATTR{power/control}="on"\n'


def prepare(modules):
    rules = Path("/run/udev/rules.d/99-bench.rules")
    rules.parent.mkdir(exist_ok=True)
    rules.write_text(AWAKE)
    subprocess.run(["modprobe", "vhci-hcd"], check=True)
    if any((HERE / "packaged" / f"{name.split('.')[0]}_test.py").exists() for name in modules):
        os.environ["SCRM_SOCKET"] = "/run/pcscd/pcscd.comm"  # the packages' own, which these install
    else:
        install_files()


def show_logs():
    from harness.places import SCRATCH
    for log in sorted(SCRATCH.glob("*.log"), key=os.path.getmtime)[-2:]:
        lines = log.read_text(errors="replace").splitlines()
        print(f"--- {log.name}, the last of {len(lines)} lines:", *lines[-TAIL:], sep="\n", flush=True)


def keep_logs():
    """The host reads them in state/."""
    from harness.places import SCRATCH
    for log in SCRATCH.glob("*.log"):
        shutil.copy(log, "/state")


def give_up():
    keep_logs()
    print(f"this case hangs: it has taken {LONGEST_CASE} s", flush=True)
    show_logs()
    faulthandler.dump_traceback(sys.stdout)
    os._exit(1)


class Result(unittest.TextTestResult):
    def startTest(self, test):
        super().startTest(test)
        self._began = time.monotonic()
        self._watch = threading.Timer(LONGEST_CASE, give_up)
        self._watch.daemon = True
        self._watch.start()

    def stopTest(self, test):
        super().stopTest(test)
        self._watch.cancel()
        self.stream.writeln(f"    {time.monotonic() - self._began:.1f} s")
        self.stream.flush()

    def addError(self, test, err):
        super().addError(test, err)
        self._explain(err)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._explain(err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            self.stream.writeln(f"  {subtest}")
            self._explain(err)

    def _explain(self, err):
        """At once: should the machine hang later, what went wrong before is known."""
        self.stream.writeln(f"{err[0].__name__}: {err[1]}")
        show_logs()


def main(modules):
    prepare(modules)
    names = [name.replace(".", "_test.", 1) if "." in name else f"{name}_test" for name in modules]
    suite = unittest.defaultTestLoader.loadTestsFromNames(names)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=Result).run(suite)
    keep_logs()
    return 0 if result.wasSuccessful() else 1


sys.exit(main(sys.argv[1:]))
