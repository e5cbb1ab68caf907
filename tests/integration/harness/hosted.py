"""scrmd with readers of the scripted IFD handler, each in a host process of its own."""
from pathlib import Path

from .ifd_host import HANDLERS, PROGRAM, Script
from .places import SCRATCH
from .scrmd import Scrmd

READER_CONF = SCRATCH / "hosted.conf"
TUNING = {"open_deadline": 2, "power_deadline": 1, "control_deadline": 1, "presence_deadline": 2,
          "exchange_deadline": 2, "contended_exchange_deadline": 1, "failures": 1000}


def numeric_toml(table):
    return "\n".join(f"{key} = {value}" for key, value in table.items())


def reader_conf(name, script):
    """The lines for a reader of the scripted handler."""
    return f'FRIENDLYNAME "{name}"\nDEVICENAME {script.path}\nLIBPATH {HANDLERS / "libfake_ifd_v3.so"}\n'


class HostedScrmd(Scrmd):
    """`scripts` by the names of their readers. The virtual reader is there, too."""

    def __init__(self, scripts, tuning=None, more_settings="", **others):
        READER_CONF.write_text("\n".join(reader_conf(name, script) for name, script in scripts.items()))
        drivers = f'[drivers]\nhost = "{PROGRAM}"\n' + numeric_toml({**TUNING, **(tuning or {})})
        discovery = f'[discovery]\nreader_conf = "{READER_CONF}"'
        super().__init__(settings="\n\n".join([drivers, discovery, more_settings]), **others)

    def hosts(self):
        """The process ids of its hosts, by the names of their readers."""
        return {label: pid for pid, label in children(self.pid)}

    def host_of(self, name):
        return next((pid for label, pid in self.hosts().items() if label.startswith(f"{name} at ")), None)

    def descriptors(self):
        return len(list(Path(f"/proc/{self.pid}/fd").iterdir()))

    def threads(self):
        return len(list(Path(f"/proc/{self.pid}/task").iterdir()))


def children(parent):
    """(pid, last word of its command line) of each living child."""
    found = []
    for child in Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split():
        try:
            words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if len(words) > 2:
            found.append((int(child), words[2].decode()))
    return found


def script(name, *lines):
    return Script("card 0", *lines, name=name)
