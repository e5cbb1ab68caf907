"""The messages of a reader: each command gets its answer, at once or after a while."""
import struct
import time

from .card_slot import CardSlot, new_card
from .exchange import exchange
from .faults import Faults, Silence
from .options import BY_ITSELF, Options

POWER_ON, POWER_OFF, SLOT_STATUS, EXCHANGE = 0x62, 0x63, 0x65, 0x6F
GET_PARAMETERS, RESET_PARAMETERS, SET_PARAMETERS, ABORT = 0x6C, 0x6D, 0x61, 0x72
DATA, STATUS, PARAMETERS, ESCAPE, RATE_AND_CLOCK = 0x80, 0x81, 0x82, 0x83, 0x84
ANSWER_TO = {POWER_ON: DATA, EXCHANGE: DATA, 0x69: DATA, GET_PARAMETERS: PARAMETERS, RESET_PARAMETERS: PARAMETERS,
             SET_PARAMETERS: PARAMETERS, 0x6B: ESCAPE, 0x73: RATE_AND_CLOCK}
NO_CARD, NO_SUCH_SLOT, NOT_SUPPORTED, NO_SUCH_VOLTAGE = 0xFE, 5, 0, 7
FAILED, MORE_TIME = 0x40, 0x80
HEADER = 10
PULSE = 1.0  # seconds between two requests for more time


class Ccid:
    """send(message) passes a message to the host; None is a stall of the endpoint."""

    def __init__(self, options: Options, send):
        self.options = options
        self.slots = [CardSlot(new_card(options.card, options.ta1)) for _ in range(options.slots)]
        self.faults = Faults()
        self._send = send
        self._received = b""
        self._later = []  # (when, message, command), earliest first

    def receive(self, data):
        self._received += data
        while len(self._received) >= HEADER:
            size = HEADER + int.from_bytes(self._received[1:5], "little")
            if len(self._received) < size:
                return
            message, self._received = self._received[:size], self._received[size:]
            self._obey(message)

    def next_time(self):
        return self._later[0][0] if self._later else None

    def send_what_is_due(self):
        while self._later and self._later[0][0] <= time.monotonic():
            self._answer(*self._later.pop(0)[1:])

    def card_changes(self):
        """RDR_to_PC_NotifySlotChange, or None if nothing has moved."""
        if not any(slot.moved for slot in self.slots):
            return None
        bits = 0
        for number, slot in enumerate(self.slots):
            bits |= ((slot.card is not None) | slot.moved << 1) << 2 * number
            slot.moved = False
        return b"\x50" + bits.to_bytes((len(self.slots) + 3) // 4, "little")

    def _answer(self, message, command):
        try:
            self._send(self.faults.applied(message, command))
        except Silence:
            pass

    def _obey(self, message):
        command, _, number, sequence = struct.unpack("<BIBB", message[:7])

        def answer(data=b"", error=None, chain=0, status=None):
            if status is None:
                status = self.slots[number].status if number < len(self.slots) else 2
                status |= 0 if error is None else FAILED
            kind = ANSWER_TO.get(command, STATUS)
            return struct.pack("<BIBBBBB", kind, len(data), number, sequence, status, error or 0, chain) + data
        if number >= len(self.slots):
            return self._answer(answer(error=NO_SUCH_SLOT), command)
        slot = self.slots[number]
        if command == EXCHANGE and slot.powered:
            return self._exchange(slot, message, answer)
        reply = self._at_once(slot, command, message[7:HEADER], answer)
        return self._answer_in(self.options.slow if command == POWER_ON else 0, reply, command)

    def _answer_in(self, delay, message, command):
        self._later.append((time.monotonic() + delay, message, command))
        self._later.sort(key=lambda each: each[0])
        self.send_what_is_due()

    def _at_once(self, slot, command, parameters, answer):
        if command in (SLOT_STATUS, ABORT):
            return answer()
        if slot.card is None or command == EXCHANGE:
            return answer(error=NO_CARD)
        if command == POWER_ON:
            if parameters[0] > 3:
                return answer(error=NO_SUCH_VOLTAGE)
            return answer(slot.switch_on(bool(self.options.features & BY_ITSELF)))
        if command == POWER_OFF:
            slot.switch_off()
            return answer()
        if command not in (SET_PARAMETERS, GET_PARAMETERS, RESET_PARAMETERS):
            return answer(error=NOT_SUPPORTED)
        if command == SET_PARAMETERS:
            slot.protocol = parameters[0]
        values = b"\x11\x10\x00\x4d\x00\xfe\x00" if slot.protocol == 1 else b"\x11\x00\x00\x0a\x00"
        return answer(values, chain=slot.protocol)

    def _exchange(self, slot, message, answer):
        parameter = int.from_bytes(message[8:HEADER], "little")
        data, chain = exchange(slot, self.options, parameter, message[HEADER:])
        delay, slot.card.delay = slot.card.delay, 0.0
        now, passed = time.monotonic(), PULSE
        while passed < delay:
            self._later.append((now + passed, answer(status=MORE_TIME, error=3), EXCHANGE))
            passed += PULSE
        self._later.append((now + delay, answer(data, chain=chain), EXCHANGE))
        self._later.sort(key=lambda each: each[0])
        self.send_what_is_due()
