"""The client libraries programs run with: Debian's, unpacked, and ours, from the build tree."""
import os
import unittest
from dataclasses import dataclass
from pathlib import Path

from .places import BUILD, PEERS, SOCKET


@dataclass(frozen=True)
class Library:
    title: str
    folder: Path
    advice: str

    @property
    def file(self):
        return self.folder / "libpcsclite.so.1"

    def checked_file(self):
        """The test is skipped if it is not there."""
        if not self.file.exists():
            raise unittest.SkipTest(f"no {self.file}: {self.advice}")
        return self.file

    def environment(self, **more):
        """For a program that is to use this library, and SOCKET."""
        self.checked_file()
        return {**os.environ, "LD_LIBRARY_PATH": str(self.folder), "PCSCLITE_CSOCK_NAME": str(SOCKET),
                "LC_ALL": "C.UTF-8", **more}


DEBIANS = Library("Debian's library", PEERS / "usr/lib/x86_64-linux-gnu", "tools/dev/peers fetches it")
OURS = Library("our library", BUILD / "libpcsc-client", "build the target pcsclite")
