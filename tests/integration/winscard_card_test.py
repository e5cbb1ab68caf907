"""Calls on a card handle: connecting, exchanging, asking the reader, and every way of being refused."""
import ctypes as c

from harness import codes
from harness.stages import on_every_stage, on_scrmd
from harness.vpcd_card import ATR
from harness.winscard import DWORD, LONG, IoRequest
from harness.winscard_stage import WinscardStage

NO_SUCH_CARD = 0x12345678
ECHO = bytes.fromhex("80EC000003 010203 00")
ECHO_CONTROL = 0x42000EC0
ECHOED = bytes.fromhex("010203 9000")


@on_every_stage
class Card(WinscardStage):
    def test_that_speaks_both_protocols_is_given_what_was_asked_for(self):
        for protocols, given in ((codes.T0, codes.T0), (codes.T1, codes.T1), (codes.T0 | codes.T1, codes.T1)):
            code, handle, protocol = self.winscard.connect(self.context, self.reader, codes.SHARED, protocols)
            self.assertCode(codes.SUCCESS, code)
            self.assertEqual(given, protocol)
            self.assertCode(codes.SUCCESS, self.winscard.disconnect(handle, codes.UNPOWER))

    def test_is_not_connected_to_for_wrong_arguments(self):
        def connect(*arguments):
            return self.winscard.connect(self.context, *arguments)[0]
        self.assertCode(codes.UNKNOWN_READER, connect("No such reader"))
        self.assertCode(codes.INVALID_VALUE, connect(self.reader, 4))
        self.assertCode(codes.INVALID_VALUE, connect(self.reader, 0))
        self.assertCode(codes.PROTO_MISMATCH, connect(self.reader, codes.SHARED, 0))
        arguments = (LONG(self.context), self.reader.encode(), DWORD(2), DWORD(3))
        out, protocol = LONG(), DWORD()
        self.assertCode(codes.INVALID_PARAMETER,
                        self.winscard.call("SCardConnect", *arguments, None, c.byref(protocol)))
        self.assertCode(codes.INVALID_PARAMETER, self.winscard.call("SCardConnect", *arguments, c.byref(out), None))
        self.assertCode(codes.UNKNOWN_READER,
                        self.winscard.call("SCardConnect", LONG(self.context), None, *arguments[2:], c.byref(out),
                                           c.byref(protocol)))

    def test_handle_that_never_was_is_invalid(self):
        winscard = self.winscard
        for code in (winscard.reconnect(NO_SUCH_CARD)[0], winscard.disconnect(NO_SUCH_CARD),
                     winscard.begin(NO_SUCH_CARD), winscard.end(NO_SUCH_CARD), winscard.status(NO_SUCH_CARD)[0],
                     winscard.transmit(NO_SUCH_CARD, codes.T1, ECHO)[0], winscard.control(NO_SUCH_CARD, 1)[0],
                     winscard.get_attribute(NO_SUCH_CARD, codes.ATTRIBUTE_ATR)[0],
                     winscard.set_attribute(NO_SUCH_CARD, codes.ATTRIBUTE_ATR, b"x")):
            self.assertCode(codes.INVALID_HANDLE, code)

    def test_handle_is_invalid_once_disconnected_or_its_context_released(self):
        handle = self.connect()
        self.assertCode(codes.SUCCESS, self.winscard.disconnect(handle))
        self.assertCode(codes.INVALID_HANDLE, self.winscard.disconnect(handle))
        other = self.establish()
        handle = self.connect(context=other)
        self.assertCode(codes.SUCCESS, self.winscard.release(other))
        self.assertCode(codes.INVALID_HANDLE, self.winscard.begin(handle))

    def test_exchanges_a_command_for_an_answer(self):
        handle = self.connect(protocols=codes.T1)
        self.assertEqual((codes.SUCCESS, ECHOED, 5, 1), self.winscard.transmit(handle, codes.T1, ECHO))
        self.assertEqual(ECHOED, self.winscard.transmit(handle, codes.RAW, ECHO)[1])
        longest = bytes.fromhex("80EC0000FF") + bytes(range(255))
        self.assertEqual((codes.SUCCESS, longest[5:] + b"\x90\0"),
                         self.winscard.transmit(handle, codes.T1, longest)[:2])

    def test_refuses_an_exchange_for_wrong_arguments(self):
        handle = self.connect(protocols=codes.T1)
        self.assertCode(codes.PROTO_MISMATCH, self.winscard.transmit(handle, codes.T0, ECHO)[0])
        self.assertCode(codes.INSUFFICIENT_BUFFER, self.winscard.transmit(handle, codes.T1, ECHO, room=4)[0])
        self.assertCode(codes.SUCCESS, self.winscard.transmit(handle, codes.T1, ECHO, room=5)[0])
        too_long = bytes(65549)
        self.assertCode(codes.INSUFFICIENT_BUFFER, self.winscard.transmit(handle, codes.T1, too_long)[0])
        pci, answer, length = IoRequest(codes.T1, 16), c.create_string_buffer(10), DWORD(10)
        for arguments in ((None, ECHO, DWORD(9), None, answer, c.byref(length)),
                          (c.byref(pci), None, DWORD(9), None, answer, c.byref(length)),
                          (c.byref(pci), ECHO, DWORD(9), None, None, c.byref(length)),
                          (c.byref(pci), ECHO, DWORD(9), None, answer, None)):
            self.assertCode(codes.INVALID_PARAMETER, self.winscard.call("SCardTransmit", LONG(handle), *arguments))

    def test_tells_its_status(self):
        handle = self.connect(protocols=codes.T1)
        code, status = self.winscard.status(handle)
        self.assertCode(codes.SUCCESS, code)
        self.assertEqual((self.reader, len(self.reader) + 1, codes.T1, ATR, len(ATR)),
                         tuple(status[key] for key in ("reader", "reader_length", "protocol", "atr", "atr_length")))
        self.assertEqual(0x34, status["state"] & 0xFFFF)  # present, powered, protocol may be chosen

    def test_tells_its_status_into_whatever_room_there_is(self):
        handle = self.connect()
        for rooms in ((3, 33), (128, 3)):
            code, status = self.winscard.status(handle, *rooms)
            self.assertCode(codes.INSUFFICIENT_BUFFER, code)
            self.assertEqual((len(self.reader) + 1, len(ATR)), (status["reader_length"], status["atr_length"]))
        self.assertCode(codes.SUCCESS, self.winscard.call("SCardStatus", LONG(handle), *[None] * 6))

    def test_reader_refuses_what_it_does_not_know(self):
        handle = self.connect()
        self.assertCode(codes.UNSUPPORTED_FEATURE, self.winscard.get_attribute(handle, codes.ATTRIBUTE_UNKNOWN)[0])
        self.assertCode(codes.INSUFFICIENT_BUFFER, self.winscard.get_attribute(handle, codes.ATTRIBUTE_ATR, 265)[0])
        self.assertCode(codes.NOT_TRANSACTED, self.winscard.set_attribute(handle, codes.ATTRIBUTE_UNKNOWN, b"ab"))
        self.assertCode(codes.INSUFFICIENT_BUFFER,
                        self.winscard.set_attribute(handle, codes.ATTRIBUTE_UNKNOWN, bytes(265)))
        self.assertCode(codes.UNSUPPORTED_FEATURE, self.winscard.control(handle, 0x42000001)[0])

    def test_is_not_there_once_it_is_out(self):
        handle = self.connect()
        self.daemon.remove()
        self.assertCode(codes.REMOVED_CARD, self.winscard.status(handle)[0])
        self.assertCode(codes.REMOVED_CARD, self.winscard.transmit(handle, codes.T1, ECHO)[0])
        self.assertCode(codes.REMOVED_CARD, self.winscard.begin(handle))
        self.assertCode(codes.NO_SMARTCARD, self.winscard.reconnect(handle)[0])
        self.assertCode(codes.SUCCESS, self.winscard.disconnect(handle))
        self.assertCode(codes.NO_SMARTCARD, self.winscard.connect(self.context, self.reader)[0])

    def test_reader_is_spoken_to_without_a_card(self):
        self.daemon.remove()
        code, handle, protocol = self.winscard.connect(self.context, self.reader, codes.DIRECT, 0)
        self.assertEqual((codes.SUCCESS, 0), (code, protocol))
        self.assertEqual(0x2, self.winscard.status(handle)[1]["state"] & 0xFFFF)
        self.assertCode(codes.UNSUPPORTED_FEATURE, self.winscard.control(handle, 0x42000001)[0])
        self.assertCode(codes.SUCCESS, self.winscard.disconnect(handle))


@on_scrmd
class CardInVirtualReader(WinscardStage):
    """What vpcd cannot do."""

    def test_answers_for_its_reader(self):
        handle = self.connect()
        self.assertEqual((codes.SUCCESS, ATR, len(ATR)), self.winscard.get_attribute(handle, codes.ATTRIBUTE_ATR))
        code, name, length = self.winscard.get_attribute(handle, codes.ATTRIBUTE_FRIENDLY_NAME)
        self.assertEqual((codes.SUCCESS, self.reader.encode() + b"\0"), (code, name))
        self.assertEqual((codes.INSUFFICIENT_BUFFER, length),
                         self.winscard.get_attribute(handle, codes.ATTRIBUTE_FRIENDLY_NAME, length - 1)[::2])
        self.assertEqual((codes.SUCCESS, b""), self.winscard.control(handle, codes.FEATURE_REQUEST))
        self.assertEqual((codes.SUCCESS, b"abc"), self.winscard.control(handle, ECHO_CONTROL, b"abc"))
        self.assertCode(codes.INSUFFICIENT_BUFFER, self.winscard.control(handle, ECHO_CONTROL, b"abc", room=2)[0])

    def test_exchanges_extended_lengths(self):
        handle = self.connect(protocols=codes.T1)
        data = bytes(range(256)) * 255
        command = bytes.fromhex("80EC000000") + len(data).to_bytes(2, "big") + data + b"\0\0"
        code, answer, *_ = self.winscard.transmit(handle, codes.T1, command, room=65538)
        self.assertEqual((codes.SUCCESS, data + b"\x90\0"), (code, answer))

    def test_that_stays_mute_cannot_be_connected_to(self):
        self.daemon.remove()
        self.daemon.desk.fault("Virtual reader", "mute")
        self.daemon.insert()
        self.assertCode(codes.UNPOWERED_CARD, self.winscard.connect(self.context, self.reader)[0])
        code, (state,) = self.winscard.status_change(self.context, [(self.reader, 0)])
        self.assertCode(codes.SUCCESS, code)
        self.assertEqual(codes.STATE_CHANGED | codes.STATE_PRESENT | codes.STATE_MUTE, state.event & 0xFFFF)
