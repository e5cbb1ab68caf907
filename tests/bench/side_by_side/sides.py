"""What is compared: a client library with a daemon."""
import itertools
import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from places import BUILD, CLIENT
from daemons import EchoLoop, FIRST_READER, HostedScrmd, Pcscd, Scrmd
from harness.libraries import DEBIANS, OURS
from harness.places import PEERS, SCRATCH
from harness.stock_pcscd import OWN_RUN

_folders = itertools.count(1)
TIMEOUT = 120


class Broken(Exception):
    """A measurement that gave no figures."""


@dataclass
class Side:
    name: str
    title: str
    library: Path          # the folder of its libpcsclite.so.1
    make_daemon: object    # make_daemon(folder, readers=N) -> a daemons.Daemon that is not started yet
    daemon: object = None  # the one that runs

    def new_daemon(self, **options):
        folder = SCRATCH / str(next(_folders))
        folder.mkdir()
        return self.make_daemon(folder, **options)

    def environment(self, daemon):
        return {**os.environ, "LD_LIBRARY_PATH": str(self.library), "PCSCLITE_CSOCK_NAME": str(daemon.socket_path)}

    def measure(self, measurement, daemon=None, before=(), behind=(), **options):
        """The figures of one run of bench_client; words of `before` come before its command line."""
        daemon = daemon or self.daemon
        words = [f"{name}={value}" for name, value in
                 {"reader": FIRST_READER, "daemon": daemon.process.pid if daemon.process else 0, **options}.items()]
        command = [str(word) for word in (*before, CLIENT, measurement, *words, *behind)]
        try:
            done = subprocess.run(command, env=self.environment(daemon), capture_output=True, text=True,
                                  timeout=TIMEOUT, check=False)
        except subprocess.TimeoutExpired:
            raise Broken(f"{self.title}: {measurement} {options} did not end") from None
        if done.returncode != 0:
            raise Broken(f"{self.title}: {measurement} {options}: {done.stderr.strip()}")
        return json.loads(done.stdout)

    def measure_start(self, readers, rounds):
        """With a /run of its own, as pcscd insists on that."""
        daemon = self.new_daemon(readers=readers)
        return self.measure("start", daemon, before=[*OWN_RUN, daemon.folder], behind=["--", *daemon.exact_command],
                            rounds=rounds)


def other_build(path):
    """The side of a build tree of scrm, or of a folder some pcsc-lite is installed or unpacked in."""
    path = Path(path).resolve()
    if (path / "daemon/scrmd").exists():
        return Side("against", str(path), path / "libpcsc-client",
                    lambda folder, **options: Scrmd(folder, build=path, **options))
    programs, libraries = list(path.rglob("sbin/pcscd")), list(path.rglob("libpcsclite.so.1"))
    if not programs or not libraries:
        raise SystemExit(f"{path}: neither a build of scrm (daemon/scrmd) nor a pcscd with its libpcsclite.so.1")
    return Side("against", str(path), libraries[0].parent,
                lambda folder, **options: Pcscd(folder, program=programs[0], **options))


def hosted():
    """Ours with the very handler that pcscd has, in processes of its own."""
    return Side("hosted", "scrm, hosted handler", OURS.checked_file().parent, HostedScrmd)


def bare_loops():
    """What is left when a call costs nothing: in one round trip, and as the stock library speaks."""
    library = DEBIANS.checked_file().parent
    return [Side("bare", "the bare loop", library, EchoLoop),
            Side("bare_stock", "the bare loop, stock messages", library, EchoLoop)]


def ours():
    return Side("scrm", "scrm", OURS.checked_file().parent, Scrmd)


def sides(against=None):
    """The first is what the others are held against. The daemon of "stock_client" is ours too."""
    theirs = Side("pcsc-lite", "pcsc-lite 1.9.9", DEBIANS.checked_file().parent, Pcscd)
    mixed = Side("stock_client", "stock library, scrmd", theirs.library, Scrmd)
    return [theirs, ours(), mixed, *([other_build(against)] if against else [])]
