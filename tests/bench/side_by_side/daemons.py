"""The daemons that are compared, all with the same readers: started, pinned, ended."""
import os
import re
import subprocess
from pathlib import Path

from places import BUILD, ECHO_LOOP, NULL_HANDLER
from harness.desk import Desk
from harness.places import PEERS, SCRATCH
from harness.server import Server
from harness.stock_pcscd import OWN_RUN
from harness.waiting import wait_until

READERS = 16
FIRST_READER = "Bench 00"
DESCRIPTORS = 20000


def reader_names(count):
    return [f"Bench {number:02}" for number in range(count)]


def write_reader_conf(folder, fifos):
    """For readers of the null handler; the folder of reader.conf files."""
    configuration = folder / "reader.conf.d"
    configuration.mkdir()
    (configuration / "null").write_text("\n".join(
        f'FRIENDLYNAME "{name}"\nDEVICENAME {fifo}\nLIBPATH {NULL_HANDLER}\nCHANNELID {number}\n'
        for number, (name, fifo) in enumerate(zip(reader_names(len(fifos)), fifos))))
    return configuration


class Daemon(Server):
    """Serves `socket_path` in a folder of its own."""

    def __init__(self, name, folder, command):
        self.folder = folder
        limits = ["prlimit", f"--nofile={DESCRIPTORS}"]
        super().__init__(name, [*limits, *command], folder / "pcscd.comm")

    def processes(self):
        return [self.pid]

    def pin(self, cpus):
        """Every thread it has; those to come inherit it."""
        for process in self.processes():
            for task in os.listdir(f"/proc/{process}/task"):
                try:
                    os.sched_setaffinity(int(task), cpus)
                except ProcessLookupError:
                    pass


class Scrmd(Daemon):
    title = "scrmd"

    def __init__(self, folder, build=BUILD, readers=READERS):
        self.control = folder / "control"
        (folder / "scrmd.toml").write_text("\n".join(
            [f'[virtual]\ncontrol = "{self.control}"',
             *(f'[[virtual.reader]]\nname = "{name}"' for name in reader_names(readers))]))
        self.exact_command = [build / "daemon/scrmd", "-f", "--socket", folder / "pcscd.comm", "--settings",
                              folder / "scrmd.toml", "--log-level", "error"]
        super().__init__("scrmd", folder, self.exact_command)

    @property
    def lever(self):
        return f"socket:{self.control}:{FIRST_READER}"

    def _ready(self):
        return super()._ready() and Desk(self.control).there()


class HostedScrmd(Daemon):
    """scrmd with the null handler, a host process for each reader."""
    title = "scrmd with hosts"

    def __init__(self, folder, build=BUILD, readers=READERS):
        self.readers = readers
        self.fifos = [folder / f"reader-{number}" for number in range(readers)]
        for fifo in self.fifos:
            os.mkfifo(fifo)
        (folder / "scrmd.toml").write_text(
            f'[drivers]\nhost = "{build / "drivers/ifd-host/scrm-ifd-host"}"\n'
            f'[discovery]\nreader_conf = "{write_reader_conf(folder, self.fifos)}"')
        self.exact_command = [build / "daemon/scrmd", "-f", "--socket", folder / "pcscd.comm", "--settings",
                              folder / "scrmd.toml", "--log-level", "error"]
        super().__init__("scrmd-hosted", folder, self.exact_command)

    @property
    def lever(self):
        return f"fifo:{self.fifos[0]}"

    def processes(self):
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii").split()
        return [self.pid, *map(int, children)]

    def _ready(self):
        return super()._ready() and len(self.processes()) == 1 + self.readers


class Pcscd(Daemon):
    """pcscd with the null handler. 20000 clients at most: its own limits are not what is measured."""
    title = "pcscd"

    def __init__(self, folder, program=PEERS / "usr/sbin/pcscd", readers=READERS):
        self.fifos = [folder / f"reader-{number}" for number in range(readers)]
        configuration = write_reader_conf(folder, self.fifos)
        for fifo in self.fifos:
            os.mkfifo(fifo)
        self.exact_command = [program, "-f", "-c", configuration, "-t", "20000", "-r", "20000", "-s", "2000"]
        super().__init__("pcscd", folder, [*OWN_RUN, folder, *self.exact_command])

    @property
    def lever(self):
        return f"fifo:{self.fifos[0]}"


class EchoLoop(Daemon):
    """No daemon at all: see echo_loop.cpp."""
    title = "the bare loop"

    def __init__(self, folder):
        super().__init__("echo_loop", folder, [ECHO_LOOP, folder / "pcscd.comm"])

    def __exit__(self, *failure):
        self.process.kill()
        self.process.wait()
