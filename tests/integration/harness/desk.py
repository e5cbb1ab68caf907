"""The desk scrmd's virtual readers stand on: its control socket (drivers/virtual/README.md)."""
import socket

from .places import PATIENCE


class Desk:
    def __init__(self, path):
        self._path = str(path)

    def there(self):
        with socket.socket(socket.AF_UNIX) as control:
            return control.connect_ex(self._path) == 0

    def ask(self, command):
        """One command line, its answer without the leading "ok"; "error: ..." fails the test."""
        with socket.socket(socket.AF_UNIX) as control:
            control.settimeout(PATIENCE)
            control.connect(self._path)
            control.sendall(command.encode() + b"\n")
            with control.makefile() as answers:
                answer = answers.readline().strip()
        assert answer == "ok" or answer.startswith("ok "), f"{command}: {answer}"
        return answer[2:].strip()

    def plug(self, name, slots=1, card="default"):
        self.ask(f'plug "{name}" slots={slots} card={card}')

    def unplug(self, name):
        self.ask(f'unplug "{name}"')

    def insert(self, name, atr=""):
        self.ask(f'insert "{name}" {atr}'.strip())

    def remove(self, name):
        self.ask(f'remove "{name}"')

    def fault(self, name, kind):
        """`kind` as the control socket takes it: "mute", "slow 500 3", "none" ..."""
        self.ask(f'fault "{name}" {kind}')
