"""One slot: the card in it, and what is under way with it."""
from .t0_card import T0Card
from .t1_card import T1Card
from .toy_card import ToyCard

ACTIVE, INACTIVE, EMPTY = 0, 1, 2  # bmICCStatus


def new_card(kind, ta1=None):
    """"t0", "t1", or "none"."""
    return None if kind == "none" else ToyCard(0 if kind == "t0" else 1, ta1)


class CardSlot:
    def __init__(self, card):
        self.moved = card is not None  # since the reader told of it
        self.protocol = 0
        self._put(card)

    def move(self, card):
        self.moved = True
        self._put(card)

    def _put(self, card):
        self.card = card
        self.switch_off()

    @property
    def status(self):
        return EMPTY if self.card is None else ACTIVE if self.powered else INACTIVE

    def switch_on(self, follows_card):
        """The ATR. A reader that follows the card needs nobody to choose a protocol."""
        self.card.reset()
        self.switch_off()
        self.powered = True
        self.protocol = self.card.protocol if follows_card else 0
        self.t0, self.t1 = T0Card(self.card), T1Card(self.card)
        return self.card.atr

    def switch_off(self):
        self.powered = False
        self.t0 = self.t1 = None
        self.command = self.answer = self.characters = b""  # what is there of those that come in parts
