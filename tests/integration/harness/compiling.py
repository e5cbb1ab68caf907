"""Small C programs, compiled while the test runs, against the headers and the library of one side."""
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .libraries import DEBIANS, OURS, Library
from .places import PATIENCE, PEERS, ROOT, SCRATCH


@dataclass(frozen=True)
class Side:
    """What a programmer has: headers to compile with and a library to link with."""
    title: str
    headers: Path
    library: Library


DEBIANS_SIDE = Side("Debian's headers", PEERS / "usr/include/PCSC", DEBIANS)
OUR_SIDE = Side("our headers", ROOT / "libpcsc-client/include/PCSC", OURS)


def compiled(source, side, *options):
    """The program made of the C file."""
    program = SCRATCH / f"{source.stem}-with-{side.title.replace(' ', '-')}"
    # A library with a sanitizer in it has names that are found at run time only.
    command = [os.environ.get("CC", "cc"), "-Wall", "-Werror", *options, f"-I{side.headers}", source, "-o", program,
               side.library.file, "-Wl,--allow-shlib-undefined"]
    made = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=PATIENCE,
                          env={**os.environ, "LD_PRELOAD": ""}, check=False)
    assert made.returncode == 0, made.stderr
    return program
