"""A client library's own functions, by ctypes: each method is the C function of its name and returns (code, results),
the code as an unsigned number."""
import ctypes as c
import os

from .places import SOCKET

DWORD, LONG = c.c_ulong, c.c_long
AUTOALLOCATE = DWORD(-1).value
INFINITE = 0xFFFFFFFF
PNP = "\\\\?PnP?\\Notification"


class State(c.Structure):
    """SCARD_READERSTATE"""
    _fields_ = [("reader", c.c_char_p), ("user_data", c.c_void_p), ("current", DWORD), ("event", DWORD),
                ("atr_size", DWORD), ("atr", c.c_ubyte * 33)]


class IoRequest(c.Structure):
    """SCARD_IO_REQUEST"""
    _fields_ = [("protocol", DWORD), ("length", DWORD)]


class Winscard:
    """For one library file."""

    def __init__(self, file):
        os.environ["PCSCLITE_CSOCK_NAME"] = str(SOCKET)
        self._library = c.CDLL(str(file))
        self._library.pcsc_stringify_error.restype = c.c_char_p

    def call(self, function, *arguments):
        """Any function that returns an SCARD code, with ctypes arguments."""
        called = getattr(self._library, function)
        called.restype = LONG
        return called(*arguments) & 0xFFFFFFFF

    def stringify(self, code):
        return self._library.pcsc_stringify_error(LONG(code)).decode()

    def pci(self, name):
        return IoRequest.in_dll(self._library, name)

    def establish(self, scope=2):
        context = LONG()
        return self.call("SCardEstablishContext", DWORD(scope), None, None, c.byref(context)), context.value

    def release(self, context):
        return self.call("SCardReleaseContext", LONG(context))

    def is_valid(self, context):
        return self.call("SCardIsValidContext", LONG(context))

    def cancel(self, context):
        return self.call("SCardCancel", LONG(context))

    def list_readers(self, context, room=4096):
        return self._list("SCardListReaders", room, LONG(context), None)

    def list_groups(self, context, room=4096):
        return self._list("SCardListReaderGroups", room, LONG(context))

    def _list(self, function, room, *arguments):
        buffer, length = c.create_string_buffer(max(room, 1)), DWORD(room)
        code = self.call(function, *arguments, buffer, c.byref(length))
        names = buffer.raw[:length.value].decode().rstrip("\0") if code == 0 else ""
        return code, (names.split("\0") if names else []), length.value

    def connect(self, context, reader, share=2, protocols=3):
        handle, protocol = LONG(), DWORD()
        code = self.call("SCardConnect", LONG(context), reader.encode(), DWORD(share), DWORD(protocols),
                         c.byref(handle), c.byref(protocol))
        return code, handle.value, protocol.value

    def reconnect(self, handle, share=2, protocols=3, initialization=0):
        protocol = DWORD()
        code = self.call("SCardReconnect", LONG(handle), DWORD(share), DWORD(protocols), DWORD(initialization),
                         c.byref(protocol))
        return code, protocol.value

    def disconnect(self, handle, disposition=0):
        return self.call("SCardDisconnect", LONG(handle), DWORD(disposition))

    def begin(self, handle):
        return self.call("SCardBeginTransaction", LONG(handle))

    def end(self, handle, disposition=0):
        return self.call("SCardEndTransaction", LONG(handle), DWORD(disposition))

    def status(self, handle, name_room=128, atr_room=33):
        """code, {reader, reader_length, state, protocol, atr, atr_length}"""
        name, name_length = c.create_string_buffer(max(name_room, 1)), DWORD(name_room)
        atr, atr_length = c.create_string_buffer(max(atr_room, 1)), DWORD(atr_room)
        state, protocol = DWORD(), DWORD()
        code = self.call("SCardStatus", LONG(handle), name, c.byref(name_length), c.byref(state), c.byref(protocol),
                         atr, c.byref(atr_length))
        return code, {"reader": name.value.decode(), "reader_length": name_length.value, "state": state.value,
                      "protocol": protocol.value, "atr": atr.raw[:min(atr_length.value, atr_room)],
                      "atr_length": atr_length.value}

    def transmit(self, handle, protocol, command, room=300):
        """code, answer, length (what the library wrote there), received protocol"""
        send, received = IoRequest(protocol, c.sizeof(IoRequest)), IoRequest(0, c.sizeof(IoRequest))
        answer, length = c.create_string_buffer(max(room, 1)), DWORD(room)
        code = self.call("SCardTransmit", LONG(handle), c.byref(send), command, DWORD(len(command)),
                         c.byref(received), answer, c.byref(length))
        return code, answer.raw[:length.value] if code == 0 else b"", length.value, received.protocol

    def control(self, handle, control_code, given=b"", room=300):
        answer, length = c.create_string_buffer(max(room, 1)), DWORD()
        code = self.call("SCardControl", LONG(handle), DWORD(control_code), given, DWORD(len(given)), answer,
                         DWORD(room), c.byref(length))
        return code, answer.raw[:length.value]

    def get_attribute(self, handle, attribute, room=264):
        value, length = c.create_string_buffer(max(room, 1)), DWORD(room)
        code = self.call("SCardGetAttrib", LONG(handle), DWORD(attribute), value, c.byref(length))
        return code, value.raw[:length.value] if code == 0 else b"", length.value

    def set_attribute(self, handle, attribute, value):
        return self.call("SCardSetAttrib", LONG(handle), DWORD(attribute), value, DWORD(len(value)))

    def status_change(self, context, states, timeout=0):
        """`states` are (reader, current state); code, [State, ...]"""
        asked = (State * len(states))(*[State(reader.encode(), None, current) for reader, current in states])
        return self.call("SCardGetStatusChange", LONG(context), DWORD(timeout), asked, DWORD(len(states))), list(asked)
