#!/usr/bin/env python3
"""run.py MODULE [CLASS.TEST ...]: runs a test module. A failed test shows the tail of every log of its own. Exit code
0, 1 if a test failed, 77 if there was nothing but skipped ones."""
import shutil
import sys
import unittest

from harness.places import SCRATCH

SKIPPED = 77
TAIL = 40


class Result(unittest.TextTestResult):
    def startTest(self, test):
        super().startTest(test)
        self.stream.flush()

    def stopTest(self, test):
        super().stopTest(test)
        for entry in SCRATCH.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()

    def addError(self, test, err):
        super().addError(test, err)
        self._show_logs()

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._show_logs()

    def _show_logs(self):
        for log in sorted(SCRATCH.glob("*.log")):
            lines = log.read_text(errors="replace").splitlines()
            self.stream.writeln(f"--- {log.name}, the last of {len(lines)} lines:")
            self.stream.write("".join(f"{line}\n" for line in lines[-TAIL:]))


def main():
    module, *names = sys.argv[1:]
    tests = [f"{module}.{name}" for name in names] or [module]
    suite = unittest.defaultTestLoader.loadTestsFromNames(tests)
    try:
        result = unittest.TextTestRunner(verbosity=2, resultclass=Result).run(suite)
    finally:
        shutil.rmtree(SCRATCH, ignore_errors=True)
    if not result.wasSuccessful():
        return 1
    return SKIPPED if result.testsRun == len(result.skipped) else 0


if __name__ == "__main__":
    sys.exit(main())
