"""The disk image and kernel: built when what they are made of has changed, else taken from build/system/image."""
import fcntl
import hashlib
import os
import shutil
import subprocess
import unittest
from pathlib import Path

HERE = Path(__file__).parent
BUILDER = HERE / "image.sh"
NEEDED = {"qemu-system-x86_64": "qemu-system-x86", "mmdebstrap": "mmdebstrap", "cpio": "cpio", "mke2fs": "e2fsprogs",
          "certutil": "libnss3-tools"}


def check_tools():
    """The test is skipped where a machine cannot be had."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    missing = [package for tool, package in NEEDED.items() if not shutil.which(tool, path=path)]
    if missing:
        raise unittest.SkipTest(f"no virtual machine without {', '.join(missing)}; ./dev deps all installs them")
    if os.geteuid() != 0:
        raise unittest.SkipTest("only root may build the virtual machine's disk")


def recipe():
    """A name for what the image is made of."""
    digest = hashlib.sha256()
    for file in sorted([BUILDER, *(HERE / "guest").iterdir()]):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def ready_image(folder):
    """Returns `folder`, with the image in it. Two that want it at once build it once."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = folder / "recipe"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != recipe():
            stamp.unlink(missing_ok=True)
            subprocess.run([BUILDER, folder], check=True)
            stamp.write_text(recipe())
    return folder
