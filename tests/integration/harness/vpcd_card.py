"""A card for vsmartcard's virtual reader (vpcd), so that a stock pcscd has one too: it says as much as the programs
under test ask, in the words of the virtual card of drivers/virtual."""
import contextlib
import socket
import struct
import threading

from .waiting import wait_until

ATR = bytes.fromhex("3B9C958031FE458031E873F40140647363726DF7")
GET_ATR = b"\x04"

SELECT_MASTER_FILE = bytes.fromhex("00A40000")
ECHO = bytes.fromhex("80EC")
FILE_CONTROL_INFORMATION = bytes.fromhex("6F0782013883023F00")


def answer(command):
    """An APDU's answer."""
    if command.startswith(ECHO):
        return command[5:5 + command[4]] + b"\x90\x00" if len(command) > 5 else b"\x90\x00"
    if command.startswith(SELECT_MASTER_FILE):
        return FILE_CONTROL_INFORMATION + b"\x90\x00"
    return b"\x6D\x00"


def reply_to(message):
    """What vpcd is sent: power-up, power-down and reset are not answered."""
    if message == GET_ATR:
        return ATR
    return answer(message) if len(message) > 1 else None


class VpcdCard:
    """Outside the reader until insert()."""

    def __init__(self, port):
        self._address = ("127.0.0.1", port)
        self._reader = None
        self._thread = None

    def insert(self):
        self._reader = wait_until(self._connect, "vpcd does not listen")
        self._thread = threading.Thread(target=self._serve, args=(self._reader,), daemon=True)
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
    def _serve(reader):
        with contextlib.suppress(OSError):  # it came out in the midst of something
            messages = reader.makefile("rb")
            while len(head := messages.read(2)) == 2:
                reply = reply_to(messages.read(struct.unpack(">H", head)[0]))
                if reply is not None:
                    reader.sendall(struct.pack(">H", len(reply)) + reply)
