"""A client process that does as it is told (programs/card_client.py)."""
from .places import PROGRAMS, PYTHON
from .program import Running

DONE = "00000000"


class CardClient(Running):
    def __init__(self, library, reader, **environment):
        super().__init__([PYTHON, PROGRAMS / "card_client.py", reader], library.environment(**environment))
        self.expect("ready\n")

    def ask(self, line):
        """The code it gets for the command, in 8 hexadecimal digits."""
        self.tell(line)
        return self.answer_to(line)

    def answer_to(self, line):
        """The same for a command that it was told and that took its time."""
        return self.expect(rf"\b{line.split()[0]} ([0-9a-f]{{8}})\n")[1]

    def do(self, *lines):
        """Commands that succeed."""
        for line in lines:
            code = self.ask(line)
            assert code == DONE, f"{line}: {code}"

    def begin_to(self, line):
        """Starts a command that waits; returns when it does."""
        self.tell(line)
        self.wait_until_it_waits()
