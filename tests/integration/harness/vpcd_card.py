"""A card for vsmartcard's virtual reader (vpcd), so that a stock pcscd has one too: it says as much as the programs
under test ask, in the words of the virtual card of drivers/virtual."""
import contextlib
import socket
import struct
import threading

from .waiting import wait_until

ATR = bytes.fromhex("3B9C958031FE458031E873F40140647363726DF7")

TOO_LONG = bytes(40)  # for an ATR: vpcd fails to power such a card
POWER_OFF, POWER_ON, RESET, GET_ATR = b"\x00", b"\x01", b"\x02", b"\x04"

SELECT_MASTER_FILE = bytes.fromhex("00A40000")
ECHO = bytes.fromhex("80EC")
VERIFY = bytes.fromhex("00200001")
FILE_CONTROL_INFORMATION = bytes.fromhex("6F0782013883023F00")
PIN = b"1234"
DONE, TRIES_LEFT, UNKNOWN_INSTRUCTION = b"\x90\x00", b"\x63\xC3", b"\x6D\x00"


class Card:
    """What a card remembers: whether its PIN was given, until it is reset or loses power. A mute one answers nothing
    but whether it is there."""

    def __init__(self, atr=ATR, mute=False):
        self._atr = atr
        self._mute = mute
        self._powering = False
        self._verified = False

    @property
    def answers(self):
        return not self._mute

    def reply_to(self, message):
        """What vpcd is sent, or None: power-up, power-down and reset are not answered."""
        if message == GET_ATR:
            asked_for_power, self._powering = self._powering, False
            return TOO_LONG if self._mute and asked_for_power else self._atr
        self._powering = message in (POWER_ON, RESET)
        if len(message) == 1:
            self._verified = False
            return None
        return self._answer(message)

    def _answer(self, command):
        if command.startswith(ECHO):
            return command[5:5 + command[4]] + DONE if len(command) > 5 else DONE
        if command.startswith(SELECT_MASTER_FILE):
            return FILE_CONTROL_INFORMATION + DONE
        if command.startswith(VERIFY):
            self._verified = self._verified or command[5:] == PIN
            return DONE if self._verified else TRIES_LEFT
        return UNKNOWN_INSTRUCTION


class VpcdCard:
    """A slot's card: outside the reader until insert()."""

    def __init__(self, port):
        self._address = ("127.0.0.1", port)
        self._reader = None
        self._thread = None

    def insert(self, card=None):
        self._reader = wait_until(self._connect, "vpcd does not listen")
        self._thread = threading.Thread(target=self._serve, args=(self._reader, card or Card()), daemon=True)
        self._thread.start()

    def remove(self):
        if self._reader:
            with contextlib.suppress(OSError):  # the reader may have gone first
                self._reader.shutdown(socket.SHUT_RDWR)
            self._thread.join()
            self._reader.close()
            self._reader = None

    def _connect(self):
        try:
            return socket.create_connection(self._address)
        except ConnectionRefusedError:
            return None

    @staticmethod
    def _serve(reader, card):
        with contextlib.suppress(OSError):  # it came out in the midst of something
            messages = reader.makefile("rb")
            while len(head := messages.read(2)) == 2:
                reply = card.reply_to(messages.read(struct.unpack(">H", head)[0]))
                if reply is not None:
                    reader.sendall(struct.pack(">H", len(reply)) + reply)
