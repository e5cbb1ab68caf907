"""The service as systemd runs it, and Debian's library from before ours took its place."""
import io
import json
import os
import subprocess
import tarfile
from pathlib import Path

from bench import Case, Readers
from harness import codes
from harness.places import PATIENCE, SCRATCH
from harness.waiting import wait_until
from harness.winscard import Winscard

NAME = "scrmd.service"
SETTINGS = Path("/etc/scrm/scrmd.toml")
DROP_INS = Path("/run/systemd/system")
# Not the hosts for 32-bit drivers, whose libraries the machine does not have.
DEBS = sorted([*Path("/host/debs").glob("scrm_*.deb"), *Path("/host/debs").glob("libpcsclite1-scrm_*.deb")])
STOCK = SCRATCH / "stock"
STOCK_LIBRARIES = STOCK / "usr/lib/x86_64-linux-gnu"
KIT = {**os.environ, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}


def run(*command, **more):
    """What a program writes; it must end well."""
    done = subprocess.run([str(word) for word in command], env={**KIT, **more.pop("environment", {})}, text=True,
                          timeout=5 * PATIENCE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, **more)
    if done.returncode:
        raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def apt(*words):
    """There is no network: packages come from files."""
    return run("apt-get", "-qq", "-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0", *words)


def install():
    """In place of pcscd, unless they are already."""
    if not Path("/usr/sbin/scrmd").exists():
        apt("install", *DEBS)


def systemctl(*words):
    return run("systemctl", *words).strip()


def unpack_stock_library():
    if not STOCK.exists():
        (deb,) = Path("/debs").glob("libpcsclite1_*.deb")
        run("dpkg-deb", "-x", deb, STOCK)
    return {"LD_LIBRARY_PATH": str(STOCK_LIBRARIES)}


def example(name):
    """A drop-in as the package brings it; the machine's dpkg leaves documentation out."""
    (deb,) = Path("/host/debs").glob("scrm_*.deb")
    with tarfile.open(fileobj=io.BytesIO(subprocess.check_output(["dpkg-deb", "--fsys-tarfile", deb]))) as files:
        return files.extractfile(f"./usr/share/doc/scrm/examples/scrmd.service.d/{name}").read().decode()


def value(name):
    """A property of the unit."""
    return systemctl("show", "--value", "--property", name, NAME)


def is_active():
    return value("ActiveState") == "active"


def main_pid():
    return int(value("MainPID"))


def wait_for(name, wanted):
    wait_until(lambda: value(name) == wanted, lambda: f"{name} of {NAME} is {value(name)!r}, not {wanted!r}")


def stop():
    systemctl("stop", NAME)


def configure(settings):
    """From the next start on; nothing of it if it is empty."""
    SETTINGS.parent.mkdir(exist_ok=True)
    SETTINGS.write_text(settings)


def drop_in(text, name=NAME):
    """For a unit; nothing any more of what was dropped in before."""
    file = DROP_INS / f"{name}.d/bench.conf"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    systemctl("daemon-reload")


def without_drop_in(name=NAME):
    (DROP_INS / f"{name}.d/bench.conf").unlink(missing_ok=True)
    systemctl("daemon-reload")


def journal(*words):
    """Entries of the service since the machine was booted."""
    lines = run("journalctl", "-b", "-o", "json", "-u", NAME, *words).splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


class ServiceCase(Case):
    """Readers come and go; the service is left to systemd."""

    @classmethod
    def setUpClass(cls):
        cls.readers = cls.enterClassContext(Readers())
        cls.winscard = Winscard("libpcsclite.so.1")

    def setUp(self):
        """Nobody has asked for the service yet."""
        configure("")
        stop()
        systemctl("reset-failed", NAME, "scrmd.socket")
        systemctl("start", "scrmd.socket")

    def open_context(self):
        code, self.context = self.winscard.establish()
        self.assertEqual(f"{codes.SUCCESS:#x}", f"{code:#x}")
        self.addCleanup(self.winscard.release, self.context)

    def plug_with_card(self, **options):
        """A reader and the name of its slot."""
        reader, (name,) = self.plug(**options)
        self.wait_for_state(name, codes.STATE_PRESENT)
        return reader, name
