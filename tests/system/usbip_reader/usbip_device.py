"""One reader as the kernel's vhci_hcd sees it: it submits and unlinks USB requests, and gets them back when they are
done."""
import errno
import struct
from dataclasses import dataclass

from .ccid import Ccid
from .descriptors import descriptor
from .options import Options

# command, number, device, direction (1: in), endpoint; then what depends on the command
HEADER = struct.Struct(">IIIII28s")
SUBMIT, UNLINK, SUBMITTED, UNLINKED = 1, 2, 3, 4
CONTROL, BULK_IN = 0, 2  # endpoint numbers
GET_STATUS, GET_DESCRIPTOR, GET_CONFIGURATION, SET_CONFIGURATION, GET_INTERFACE = 0, 6, 8, 9, 10
SHORT_NOT_OK = 1  # a flag of requests
ACCEPTED = (1, 3, 5, 11)  # CLEAR_FEATURE, SET_FEATURE, SET_ADDRESS, SET_INTERFACE
CLASS_ABORT, CLASS_CLOCKS, CLASS_RATES = 1, 2, 3


@dataclass
class Request:
    number: int
    is_in: int
    endpoint: int
    length: int
    goes_on: bool  # the next one belongs to it, and is for nothing if this one ends short


class UsbipDevice:
    def __init__(self, number, options: Options, socket):
        self.number, self.options, self.socket = number, options, socket
        self.port = None  # of vhci_hcd
        self.requests = 0
        self.ccid = Ccid(options, self._to_send_put)
        self._configuration = 0
        self._received = bytearray()
        self._to_send = []  # answers, None for a stall
        self._reading, self._listening = [], []  # requests that wait for data, for a card's movement
        self._given_up = []  # those that wait to be taken back

    def receive(self, data):
        self._received += data
        while len(self._received) >= HEADER.size:
            command, number, _, is_in, endpoint, rest = HEADER.unpack_from(self._received)
            flags_or_number, length = struct.unpack(">Ii", rest[:8])
            size = HEADER.size + (length if command == SUBMIT and not is_in else 0)
            if len(self._received) < size:
                break
            data = bytes(self._received[HEADER.size:size])
            del self._received[:size]
            if command == SUBMIT:
                request = Request(number, is_in, endpoint, length, bool(flags_or_number & SHORT_NOT_OK))
                self._submit(request, rest[20:28], data)
            elif command == UNLINK:
                self._unlink(number, flags_or_number)
        self.pump()

    def pump(self):
        """Returns the requests that something is there for."""
        self.ccid.send_what_is_due()
        while self._reading and self._to_send:
            request, message = self._reading.pop(0), self._to_send.pop(0)
            if message is None:
                self._return(request, -errno.EPIPE)
                continue
            ends_short = request.goes_on and len(message) < request.length
            self._return(request, -errno.EREMOTEIO if ends_short else 0, message[:request.length])
            if len(message) > request.length:
                self._to_send.insert(0, message[request.length:])
            if ends_short:
                self._give_up_the_rest()
        if self._listening and (news := self.ccid.card_changes()):
            self._return(self._listening.pop(0), 0, news)

    def _give_up_the_rest(self):
        """The kernel takes these back, but perhaps not before the next answer is there: it must not get into them."""
        while self._reading:
            request = self._reading.pop(0)
            self._given_up.append(request)
            if not request.goes_on:
                return

    def _to_send_put(self, message):
        self._to_send.append(message)

    def _submit(self, request, setup, data):
        self.requests += 1
        if request.endpoint == CONTROL:
            answer = self._control(*struct.unpack("<BBHHH", setup))
            status = -errno.EPIPE if answer is None else 0
            self._return(request, status, (answer or b"")[:request.length] if request.is_in else b"", len(data))
        elif not request.is_in:
            self._return(request, 0, actual=len(data))
            self.ccid.receive(data)
        else:
            (self._reading if request.endpoint == BULK_IN else self._listening).append(request)

    def _unlink(self, number, victim):
        status = 0
        for waiting in (self._reading, self._listening, self._given_up):
            for request in [each for each in waiting if each.number == victim]:
                waiting.remove(request)
                status = -errno.ECONNRESET
        self._put(HEADER.pack(UNLINKED, number, 0, 0, 0, struct.pack(">i24x", status)))

    def _control(self, kind, request, value, _index, _length):
        """What goes in (b"" for nothing); None is a stall."""
        if kind & 0x60 == 0x20:
            return self._class_request(request)
        if request == GET_DESCRIPTOR:
            return descriptor(value >> 8, value & 0xFF, self.options, self.number)
        if request == SET_CONFIGURATION:
            self._configuration = value
            return b""
        return {GET_STATUS: b"\0\0", GET_CONFIGURATION: bytes([self._configuration]), GET_INTERFACE: b"\0",
                **dict.fromkeys(ACCEPTED, b"")}.get(request)

    def _class_request(self, request):
        if request != CLASS_ABORT:
            return {CLASS_CLOCKS: struct.pack("<I", 4000), CLASS_RATES: struct.pack("<I", 10752)}.get(request)
        self._to_send.clear()
        return b""

    def _return(self, request, status, data=b"", actual=0):
        numbers = struct.pack(">iiiii8x", status, len(data) if request.is_in else actual, 0, 0, 0)
        self._put(HEADER.pack(SUBMITTED, request.number, 0, 0, 0, numbers) + data)

    def _put(self, data):
        try:
            self.socket.sendall(data)
        except OSError:
            pass  # unplugged; the end of the socket tells so, too
