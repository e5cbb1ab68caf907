#!/usr/bin/env python3
"""run.py CASES...: boots the virtual machine and runs these modules of cases/ or packaged/ in it. Exit code 0, 1 if a case failed,
77 if there can be no machine here. What it leaves behind is in build/system/CASES."""
import os
import shutil
import subprocess
import sys
import time
import unittest
from pathlib import Path

from vm.image import check_tools, ready_image
from vm.machine import Machine

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("SCRM_BUILD", ROOT / "build/release"))
SYSTEM = ROOT / "build/system"
PATIENCE = int(os.environ.get("SCRM_PATIENCE", "800"))
SKIPPED = 77


def lay_out(host, cases):
    """What the guest sees as /host: all that is installed, as packages if these cases are of packaged/, and the tests."""
    shutil.rmtree(host, ignore_errors=True)
    if any((ROOT / "tests/system/packaged" / f"{case.split('.')[0]}_test.py").exists() for case in cases):
        subprocess.run([ROOT / "packaging/build-debs", BUILD, host / "debs"], check=True, stdout=subprocess.DEVNULL)
    install = ["cmake", "--install", BUILD, "--prefix", host / "installed", "--strip"]
    for part in [], ["--component", "ifd-scrm-ccid"]:
        subprocess.run([*install, *part], check=True, stdout=subprocess.DEVNULL)
    for part in ("system", "integration/harness"):
        shutil.copytree(ROOT / "tests" / part, host / "tests" / part, ignore=shutil.ignore_patterns("__pycache__"))


def prepare(folder, cases):
    check_tools()
    image = ready_image(SYSTEM / "image")
    subprocess.run([ROOT / "tests/system/vm/card_database.sh", SYSTEM / "cards"], check=True)
    lay_out(folder / "host", cases)
    (folder / "state").mkdir(parents=True, exist_ok=True)
    return Machine(image, folder / "host", folder / "state")


def main(cases):
    try:
        machine = prepare(SYSTEM / "-".join(cases), cases)
    except unittest.SkipTest as reason:
        print(reason)
        return SKIPPED
    began = time.monotonic()
    is_soak = os.environ.get("SCRM_SOAK") == "full"
    environment = {"CARDS": SYSTEM / "cards", "SCRM_SOAK": "full" if is_soak else "", "SCRM_PATIENCE": "60",
                   "SCRM_LONGEST_CASE": "3000" if is_soak else "240"}
    code = machine.run(["python3", "/host/tests/system/guest.py", *cases], environment, 3500 if is_soak else PATIENCE)
    print(f"booted in {machine.boot_time:.1f} s, gone after {time.monotonic() - began:.1f} s")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
