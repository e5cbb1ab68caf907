"""A card that does what tests need: commands in, answers out, whatever carries them.

00 A4 04 00 AID   select, the one application there is     80 10          the data, echoed
80 12 P1 P2       P1 P2 bytes: 00 01 02 ...                 80 14 P1       after P1 tenths of a second
80 16 P1 P2       P1 P2 as status word
"""
from functools import reduce
from operator import xor

AID = bytes.fromhex("F0544F59")
OK = b"\x90\x00"
LARGEST_SHORT, LARGEST = 256, 65536


def check_byte(block):
    return reduce(xor, block, 0)


def answer_to_reset(protocol, ta1=None, largest_block=0xFE):
    history = b"TOYT" + (b"1" if protocol == 1 else b"0")
    ta1 = b"" if ta1 is None else bytes([ta1])
    t0 = len(history) | (0x10 if ta1 else 0)
    if protocol == 0:
        return bytes([0x3B, t0]) + ta1 + history
    body = bytes([t0 | 0x80]) + ta1 + bytes([0x81, 0x31, largest_block, 0x45]) + history
    return b"\x3B" + body + bytes([check_byte(body)])


def data_and_length(command):
    """What the command carries, and how many bytes it expects (0: none); None if it is malformed."""
    body = command[4:]
    if len(command) < 4:
        return None
    if not body:
        return b"", 0
    if len(body) == 1:
        return b"", body[0] or LARGEST_SHORT
    if body[0]:
        return _split(body[1:], body[0], 1, LARGEST_SHORT)
    if len(body) == 3:
        return b"", int.from_bytes(body[1:], "big") or LARGEST
    return _split(body[3:], int.from_bytes(body[1:3], "big"), 2, LARGEST)


def _split(rest, count, length_size, largest):
    data, length = rest[:count], rest[count:]
    if len(data) < count or len(length) not in (0, length_size):
        return None
    return data, (int.from_bytes(length, "big") or largest) if length else 0


class ToyCard:
    def __init__(self, protocol=1, ta1=None):
        self.protocol = protocol
        self.atr = answer_to_reset(protocol, ta1)
        self.reset()

    def reset(self):
        self.delay = 0.0  # seconds that the answer just given takes

    def answer(self, command):
        parsed = data_and_length(command)
        if parsed is None:
            return b"\x67\x00"
        data, length = parsed
        cla, ins, p1, p2 = command[:4]
        if ins == 0xA4:
            return b"\x6F\x06\x84\x04" + data + OK if data == AID else b"\x6A\x82"
        if cla != 0x80:
            return b"\x6E\x00"
        if ins == 0x10:
            return data[:length or None] + OK if length or self.protocol == 0 else OK
        if ins == 0x12:
            return bytes(number & 0xFF for number in range(p1 << 8 | p2)) + OK
        if ins == 0x14:
            self.delay = p1 / 10
            return OK
        return bytes([p1, p2]) if ins == 0x16 else b"\x6D\x00"
