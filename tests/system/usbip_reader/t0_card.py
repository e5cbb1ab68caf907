"""The card's side of T=0: TPDUs (header, and data that goes in), and the same one byte at a time."""
from .toy_card import OK, ToyCard

GET_RESPONSE = 0xC0
ANSWER_ONLY = (0x12, 0x14, 0x16)  # instructions of the toy card that take no data


class T0Card:
    def __init__(self, card: ToyCard):
        self._card = card
        self._kept = b""   # what GET RESPONSE fetches
        self._got = b""    # of a command that comes in characters
        self._ready = b""  # what is not fetched yet of the answer in characters

    def tpdu(self, tpdu):
        tpdu = tpdu.ljust(5, b"\0")
        if tpdu[1] == GET_RESPONSE:
            return self._get_response(tpdu[4] or 256)
        answer = self._card.answer(tpdu)
        data, status = answer[:-2], answer[-2:]
        self._kept = b""
        if len(tpdu) > 5 and data:
            self._kept = data
            return bytes([0x61, len(data) & 0xFF])
        expected = tpdu[4] or 256
        if data and len(data) != expected and len(data) <= 256:
            return bytes([0x6C, len(data) & 0xFF])
        return data[:expected] + status

    def _get_response(self, length):
        if not self._kept:
            return b"\x69\x85"
        if length > len(self._kept):
            return bytes([0x6C, len(self._kept) & 0xFF])
        answer, self._kept = self._kept[:length], self._kept[length:]
        return answer + (bytes([0x61, min(len(self._kept), 255)]) if self._kept else OK)

    def characters(self, sent, wanted):
        """`wanted` bytes at most, 0 for all; a header is answered with a procedure byte."""
        if sent:
            self._take(sent)
        answer, self._ready = (self._ready[:wanted], self._ready[wanted:]) if wanted else (self._ready, b"")
        return answer

    def _take(self, sent):
        self._got += sent
        instruction, count = self._got[1], self._got[4]
        takes_data = count and instruction not in (*ANSWER_ONLY, GET_RESPONSE)
        if len(self._got) == 5 and takes_data:
            self._ready = bytes([instruction])
            return
        if len(self._got) < 5 + (count if takes_data else 0):
            return
        answer, self._got = self.tpdu(self._got), b""
        self._ready = (bytes([instruction]) if len(answer) > 2 else b"") + answer
