"""Debian's pcscd, unpacked and not installed, with vsmartcard's virtual reader: what scrm is compared with."""
import random
import socket
import subprocess
import threading
import unittest

from .places import PEERS, SCRATCH, SOCKET
from .server import Server
from .vpcd_card import VpcdCard
from .waiting import wait_until

PROGRAM = PEERS / "usr/sbin/pcscd"
DRIVER = PEERS / "usr/lib/pcsc/drivers/serial/libifdvpcd.so"

# It always serves /run/pcscd; in a mount namespace of its own that is our folder.
OWN_RUN = ["unshare", "--mount", "sh", "-ec",
           'mount -t tmpfs tmpfs /run; mkdir /run/pcscd; mount --bind "$1" /run/pcscd; shift; exec "$@"', "sh"]


def free_port():
    """vpcd's two slots listen on this port and the one after it: below those the kernel gives to who connects, as a
    program that tries one of these until somebody listens may meet itself."""
    while True:
        port = random.randrange(20000, 32000)
        try:
            with socket.create_server(("", port)), socket.create_server(("", port + 1)):
                return port
        except OSError:
            continue


class StockPcscd(Server):
    """Serves SOCKET, with a card in its first reader."""

    title = "pcscd"
    reader = "Virtual PCD 00 00"

    def __init__(self):
        if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode != 0:
            raise unittest.SkipTest("pcscd needs a /run/pcscd of its own, and so root and mount namespaces")
        if not PROGRAM.exists():
            raise unittest.SkipTest(f"no {PROGRAM}: tools/dev/peers fetches it")
        port = free_port()
        readers = SCRATCH / "reader.conf.d"
        readers.mkdir(exist_ok=True)
        (readers / "vpcd").write_text(f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:{port:#x}\n'
                                      f"LIBPATH {DRIVER}\nCHANNELID {port:#x}\n")
        self.card, self.second_card = VpcdCard(port), VpcdCard(port + 1)
        super().__init__("pcscd", [*OWN_RUN, SOCKET.parent, PROGRAM, "-f", "-d", "-c", readers], SOCKET)

    def __enter__(self):
        """With the card in from the first moment, as the daemon looks again only 0.4 s later."""
        inserting = threading.Thread(target=self.card.insert)
        inserting.start()
        super().__enter__()
        inserting.join()
        wait_until(lambda: "Card ATR" in self.log_text(), "pcscd sees no card")
        return self

    def __exit__(self, *failure):
        super().__exit__(*failure)
        self.card.remove()
        self.second_card.remove()

    def insert(self, card=None):
        self._noticed("Card ATR" if card is None or card.answers else "Error powering up card",
                      lambda: self.card.insert(card))

    def remove(self):
        self._noticed("Card Removed From", self.card.remove)

    def insert_second(self):
        self._noticed("Card ATR", self.second_card.insert)

    def remove_second(self):
        self._noticed("Card Removed From", self.second_card.remove)

    def _noticed(self, words, movement):
        """A stock daemon looks every 0.4 s, and says in its log what it saw."""
        before = self.log.stat().st_size
        movement()
        wait_until(lambda: words in self._log_behind(before), f'pcscd does not say "{words}"')

    def _log_behind(self, place):
        with self.log.open(errors="replace") as log:
            log.seek(place)
            return log.read()
