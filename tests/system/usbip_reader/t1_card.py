"""The card's side of T=1, with the longitudinal check."""
from .toy_card import ToyCard, check_byte

RESYNCHRONISE, INFORMATION_SIZE, ABORT = 0xC0, 0xC1, 0xC2
MORE = 0x20


class T1Card:
    def __init__(self, card: ToyCard):
        self._card = card
        self._begin()

    def _begin(self):
        self._sends = self._expects = 0
        self._size = 32
        self._got = b""
        self._to_send = []

    def block(self, block):
        if len(block) < 4 or len(block) != block[2] + 4 or check_byte(block):
            return self._made(0, self._ready_for(1))
        node, control, information = (block[0] >> 4 | block[0] << 4) & 0xFF, block[1], block[3:-1]
        if not control & 0x80:
            return self._information(node, control, information)
        if control & 0xC0 == 0x80:
            return self._acknowledged(node, control)
        if control == RESYNCHRONISE:
            self._begin()
        elif control == INFORMATION_SIZE:
            self._size = information[0]
        elif control == ABORT:
            self._got, self._to_send = b"", []
        return self._made(node, control | 0x20, information)

    def _information(self, node, control, information):
        if self._to_send:  # a new block says that the last one of ours arrived
            self._to_send = []
            self._sends ^= 1
        if control >> 6 & 1 != self._expects:
            return self._made(node, self._ready_for(2))
        self._expects ^= 1
        self._got += information
        if control & MORE:
            return self._made(node, self._ready_for(0))
        answer, self._got = self._card.answer(self._got), b""
        self._to_send = [answer[begin:begin + self._size] for begin in range(0, len(answer), self._size)]
        return self._next(node)

    def _acknowledged(self, node, control):
        if len(self._to_send) > 1 and control >> 4 & 1 != self._sends:
            self._to_send.pop(0)
            self._sends ^= 1
        return self._next(node) if self._to_send else self._made(node, self._ready_for(0))

    def _next(self, node):
        return self._made(node, self._sends << 6 | (MORE if len(self._to_send) > 1 else 0), self._to_send[0])

    def _ready_for(self, error):
        return 0x80 | self._expects << 4 | error

    @staticmethod
    def _made(node, control, information=b""):
        block = bytes([node, control, len(information)]) + information
        return block + bytes([check_byte(block)])
