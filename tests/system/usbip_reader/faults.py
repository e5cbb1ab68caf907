"""How answers are spoilt: one function a fault, from a good message to what is sent in its place. None is a stall."""


class Silence(Exception):
    """Nothing at all is sent."""


def mute(_message):
    raise Silence


FAULTS = {
    "mute": mute,
    "badseq": lambda message: message[:6] + bytes([message[6] + 1 & 0xFF]) + message[7:],
    "badslot": lambda message: message[:5] + b"\x0F" + message[6:],
    "trunc": lambda message: message[:7],
    "liar": lambda message: message[:1] + b"\xFF\xFF\xFF\x7F" + message[5:],  # 2 GiB follow, it says
    "short": lambda message: message[:-1] if len(message) > 10 else message,
    "hwerr": lambda message: message[:1] + bytes(4) + message[5:7] + bytes([message[7] & 3 | 0x40, 0xFB, 0]),
    "empty": lambda _message: b"",
    "stall": lambda _message: None,
}


class Faults:
    """The next `count` answers are spoilt; to commands of type `only` alone, if that is given."""

    def __init__(self):
        self._spoil, self._count, self._only = None, 0, None

    def begin(self, name, count=1, only=None):
        self._spoil, self._count, self._only = FAULTS[name], count, only

    def applied(self, message, command):
        if not self._count or self._only not in (None, command):
            return message
        self._count -= 1
        return self._spoil(message)
