"""Messages that no library would send cost their sender the connection, and nobody else anything."""
import random
import socket
import struct

from harness.hostile_stage import HostileStage
from harness.wire import (BEGIN, CANCEL, CONNECT, CONTROL, DISCONNECT, END, ESTABLISH, GET_ATTRIB, GET_STATES,
                          RELEASE, SET_ATTRIB, SIZES, STATUS, TRANSMIT, VERSION, WireClient, request)


class HostileMessages(HostileStage):
    def assert_shut_out(self, *messages):
        with WireClient() as client:
            client.establish()
            for message in messages:
                client.send(message)
            self.assertTrue(client.is_shut_out(), f"still let in after {[message.hex() for message in messages]}")

    def test_unknown_commands(self):
        for command in (0, 0x03, 0x0C, 0x0E, 0x18, 0x7F, 0x11000000, 0xFFFFFFFF):
            self.assert_shut_out(request(command))
            self.assert_shut_out(request(command, 1, 2, 3))
        self.assert_nobody_noticed()

    def test_wrong_sizes(self):
        for command, size in SIZES.items():
            for wrong in {size - 1, size + 1, size + 4, 2 * size + 8, 0x7FFFFFFF, 0xFFFFFFFF}:
                if wrong >= 0:
                    self.assert_shut_out(struct.pack("<II", wrong, command))
        self.assert_nobody_noticed()

    def test_payloads_that_are_too_long(self):
        for length in (65549, 0x7FFFFFFF, 0xFFFFFFFF):
            self.assert_shut_out(request(TRANSMIT, 1, 2, 16, length, 0, 16, 300, 0))
            self.assert_shut_out(request(CONTROL, 1, 0x42000D48, length, 300, 0, 0))
        self.assert_nobody_noticed()

    def test_handles_of_others(self):
        owner = self.client()
        card = owner.connect_card(owner.establish(), self.reader)
        for foreign in (card, card + 1, 0, 0xFFFFFFFF):
            for command in (BEGIN, END, STATUS, DISCONNECT, GET_ATTRIB):
                self.assert_shut_out(request(command, foreign, *[0] * (SIZES[command] // 4 - 1)))
            self.assert_shut_out(WireClient.transmit_request(owner, foreign, b"\0\xA4\0\0"))
        self.assertEqual((card, 0), owner.call(STATUS, card, 0))
        self.assert_nobody_noticed()

    def test_contexts_of_others_are_not_released(self):
        owner, other = self.client(), self.client()
        context = owner.establish()
        other.establish()
        self.assertNotEqual(0, other.call(RELEASE, context, 0)[1])
        self.assertEqual(0, owner.call(RELEASE, context, 0)[1])
        self.assertNotEqual(0, other.call(CANCEL, context, 0)[1])
        self.assert_nobody_noticed()

    def test_attributes_and_names_without_an_end(self):
        with WireClient() as client:
            context = client.establish()
            fields = client.call(CONNECT, context, b"A" * 128, 2, 2, 0, 0, 0)
            self.assertEqual(0x80100009, fields[-1])
            card = client.connect_card(context, self.reader)
            *_, length, code = client.call(GET_ATTRIB, card, 0x7FFF0003, b"A" * 264, 0xFFFFFFFF, 0)
            self.assertEqual((len(self.reader) + 1, 0), (length, code))
            self.assertEqual(0x80100008, client.call(SET_ATTRIB, card, 0x7FFF0003, b"A" * 264, 0xFFFFFFFF, 0)[-1])
        self.assert_nobody_noticed()

    def test_half_messages(self):
        whole = request(VERSION, 4, 4, 0) + request(ESTABLISH, 2, 0, 0) + request(GET_STATES)
        for length in range(1, len(whole)):
            client = self.client()
            client.send(whole[:length])
            client.wait_until_taken()
            if length % 2:  # some go away in the midst of it, the others stay and say no more
                client.socket.close()
        self.assert_nobody_noticed()

    def test_messages_byte_by_byte(self):
        client = self.client()
        client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
        for byte in request(VERSION, 4, 4, 0) + request(ESTABLISH, 2, 0, 0):
            client.send(bytes([byte]))
        self.assertEqual((4, 4, 0), struct.unpack("<3I", client.receive(12)))
        self.assertEqual((2, 0), struct.unpack("<I4xI", client.receive(12)))
        self.assert_nobody_noticed()

    def test_random_bytes(self):
        chance = random.Random(20)
        for _ in range(1000):
            with WireClient() as client:
                try:
                    client.send(chance.randbytes(chance.randrange(1, 400)))
                except OSError:
                    pass  # shut out before all was sent
        self.assert_nobody_noticed()

    def test_random_fields_in_well_formed_messages(self):
        chance = random.Random(21)
        for _ in range(100):
            with WireClient() as client:
                card = client.connect_card(client.establish(), self.reader)
                try:
                    for _ in range(20):
                        client.send(self.random_request(chance, card))
                except OSError:
                    pass  # shut out before all was sent
        self.assert_nobody_noticed()

    @staticmethod
    def random_request(chance, card):
        command = chance.choice([number for number in SIZES if number != VERSION])
        body = bytearray(chance.randbytes(SIZES[command]))
        if chance.random() < 0.8 and len(body) >= 4:
            struct.pack_into("<I", body, 0, card)
        if command in (TRANSMIT, CONTROL):
            length = chance.randrange(300)
            struct.pack_into("<I", body, 12 if command == TRANSMIT else 8, length)
            return struct.pack("<II", len(body), command) + body + chance.randbytes(length)
        return struct.pack("<II", len(body), command) + body
