"""Runs in the machine: installs scrm, then runs modules of cases/, each case with the time it took."""
import os
import subprocess
import sys
import time
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE / "cases"), str(HERE.parent / "integration")]
TAIL = 40


def install():
    subprocess.run(["cp", "-a", "/host/installed/.", "/usr/local/"], check=True)
    # Debian's programs find our library first, as /usr/local comes before /usr.
    subprocess.run(["ldconfig"], check=True)
    subprocess.run(["modprobe", "vhci-hcd"], check=True)


class Result(unittest.TextTestResult):
    def startTest(self, test):
        super().startTest(test)
        self._began = time.monotonic()

    def stopTest(self, test):
        super().stopTest(test)
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
        from harness.places import SCRATCH
        self.stream.writeln(f"{err[0].__name__}: {err[1]}")
        for log in sorted(SCRATCH.glob("*.log"), key=os.path.getmtime)[-1:]:
            self.stream.writeln("\n".join(log.read_text(errors="replace").splitlines()[-TAIL:]))


def main(modules):
    install()
    suite = unittest.defaultTestLoader.loadTestsFromNames([f"{module}_test" for module in modules])
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=Result).run(suite)
    return 0 if result.wasSuccessful() else 1


sys.exit(main(sys.argv[1:]))
