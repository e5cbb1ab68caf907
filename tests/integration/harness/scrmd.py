"""scrmd, with virtual readers."""
from .desk import Desk
from .places import BUILD, SCRATCH, SOCKET
from .server import Server

PROGRAM = BUILD / "daemon/scrmd"
DEFAULT_READER = {"name": "Virtual reader"}


def toml(table):
    return "\n".join(f"{key} = {value}" if isinstance(value, int) else f'{key} = "{value}"'
                     for key, value in table.items())


class Scrmd(Server):
    """On SOCKET, in the foreground. Readers are tables of [[virtual.reader]]; `settings` is appended to theirs.
    Words of `before` come before the command line, as in ("prlimit", "--nofile=20")."""

    title = "scrmd"
    reader = "Virtual reader 00 00"

    def __init__(self, readers=(DEFAULT_READER,), settings="", options=(), before=(), log_level="debug",
                 **popen_options):
        control = SCRATCH / "control"
        settings_file = SCRATCH / "scrmd.toml"
        settings_file.write_text("\n\n".join(
            [f'[virtual]\ncontrol = "{control}"', *(f"[[virtual.reader]]\n{toml(reader)}" for reader in readers),
             settings]))
        self.desk = Desk(control)
        super().__init__("scrmd", [*before, PROGRAM, "-f", "--socket", SOCKET, "--settings", settings_file,
                                   "--log-level", log_level, *options], SOCKET, **popen_options)

    def _ready(self):
        return super()._ready() and self.desk.there()

    def insert(self):
        self.desk.insert("Virtual reader")

    def remove(self):
        self.desk.remove("Virtual reader")
