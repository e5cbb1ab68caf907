"""The wire, spoken by hand: for what no library would say, and for hundreds of clients in one process."""
import fcntl
import socket
import struct
import termios

from .places import PATIENCE, SOCKET
from .waiting import wait_until

ESTABLISH, RELEASE, CONNECT, DISCONNECT, BEGIN, END = 0x01, 0x02, 0x04, 0x06, 0x07, 0x08
TRANSMIT, CONTROL, STATUS, CANCEL, GET_ATTRIB, SET_ATTRIB = 0x09, 0x0A, 0x0B, 0x0D, 0x0F, 0x10
VERSION, GET_STATES, WAIT, STOP = 0x11, 0x12, 0x13, 0x14

SIZES = {ESTABLISH: 12, RELEASE: 8, CONNECT: 152, 0x05: 24, DISCONNECT: 12, BEGIN: 8, END: 12, TRANSMIT: 32,
         CONTROL: 24, STATUS: 8, CANCEL: 8, GET_ATTRIB: 280, SET_ATTRIB: 280, VERSION: 12, GET_STATES: 0, WAIT: 0,
         STOP: 0, 0x15: 0, 0x16: 0, 0x17: 0}
STATES_SIZE = 16 * 184


def request(command, *fields, payload=b""):
    """Fields are numbers, or bytes as they stand."""
    body = b"".join(field if isinstance(field, bytes) else struct.pack("<I", field) for field in fields)
    return struct.pack("<II", len(body), command) + body + payload


class WireClient:
    """As a context manager. What it is asked to receive it receives, or the test fails."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(str(SOCKET))

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def receive(self, size):
        data = b""
        while len(data) < size:
            part = self.socket.recv(size - len(data))
            assert part, f"the daemon hung up after {data.hex()}"
            data += part
        return data

    def call(self, command, *fields, payload=b""):
        """The reply's fields, as many as the request's body has; all numbers."""
        sent = request(command, *fields, payload=payload)
        self.send(sent)
        size = struct.unpack_from("<I", sent)[0]
        return struct.unpack(f"<{size // 4}I", self.receive(size))

    def establish(self, minor=4):
        """Shakes hands and returns the context."""
        assert self.call(VERSION, 4, minor, 0)[2] == 0
        _, context, code = self.call(ESTABLISH, 2, 0, 0)
        assert code == 0, hex(code)
        return context

    def connect_card(self, context, reader):
        """A shared handle, T=1."""
        fields = self.call(CONNECT, context, reader.encode().ljust(128, b"\0"), 2, 2, 0, 0, 0)
        assert fields[-1] == 0, hex(fields[-1])
        return fields[-3]

    def transmit_request(self, card, command):
        return request(TRANSMIT, card, 2, 16, len(command), 0, 16, 300, 0, payload=command)

    def is_shut_out(self):
        """Whether the daemon has hung up, or does so before it says anything."""
        try:
            return self.socket.recv(1) == b""
        except ConnectionResetError:
            return True

    def wait_until_taken(self):
        """Until the daemon has read all that was sent."""
        def unread():
            return struct.unpack("i", fcntl.ioctl(self.socket, termios.TIOCOUTQ, bytes(4)))[0]
        wait_until(lambda: unread() == 0, "the daemon does not read")
