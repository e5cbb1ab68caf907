#!/usr/bin/env python3
"""run.py CASES...: boots the virtual machine and runs these modules of cases/ or packaged/ in it: one boot for all that can
share one. Exit code 0, 1 if a case failed, 2 if there is no such module, 77 if there can be no machine here. What a boot
leaves behind is in build/system/CASES."""
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
NO_SUCH, SKIPPED = 2, 77
# Takes away what the others stand on.
ALONE = "packages"


def folder_of(case):
    """"cases" or "packaged", or None."""
    file = f"{case.split('.')[0]}_test.py"
    return next((name for name in ("cases", "packaged") if (ROOT / "tests/system" / name / file).exists()), None)


def boots(cases):
    """The cases of each boot: what is installed as files and what as packages would be in each other's way."""
    groups = {}
    for case in cases:
        groups.setdefault((folder_of(case), case.split(".")[0] == ALONE), []).append(case)
    return list(groups.values())


def lay_out(host, cases):
    """What the guest sees as /host: all that is installed, as packages if these cases are of packaged/, and the tests."""
    shutil.rmtree(host, ignore_errors=True)
    if folder_of(cases[0]) == "packaged":
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


def boot(cases):
    machine = prepare(SYSTEM / "-".join(cases), cases)
    began = time.monotonic()
    is_soak = os.environ.get("SCRM_SOAK") == "full"
    environment = {"CARDS": SYSTEM / "cards", "SCRM_SOAK": "full" if is_soak else "", "SCRM_PATIENCE": "60",
                   "SCRM_LONGEST_CASE": "3000" if is_soak else "240"}
    code = machine.run(["python3", "/host/tests/system/guest.py", *cases], environment, 3500 if is_soak else PATIENCE)
    print(f"booted in {machine.boot_time:.1f} s, gone after {time.monotonic() - began:.1f} s", flush=True)
    return code


def main(cases):
    if unknown := [case for case in cases if not folder_of(case)]:
        print(f"neither cases/ nor packaged/ has {', '.join(unknown)}")
        return NO_SUCH
    try:
        return max([boot(group) for group in boots(cases)], default=0)
    except unittest.SkipTest as reason:
        print(reason)
        return SKIPPED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
