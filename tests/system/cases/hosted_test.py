"""The same readers, driven by Debian's libccid in a host process."""
from bench import DEBIANS
from exchange_levels_test import ExchangeLevels as Levels
from harness import codes
from movement_test import Cards as MovingCards


class HostedReaders(Levels):
    driver = DEBIANS


for NAME in [name for name in dir(Levels) if name.startswith("test_") and name.count("_") > 2]:
    setattr(HostedReaders, NAME, None)  # the variants are our own driver's business
# libccid reads 246 bytes of T=0 in two pieces there, for one model's sake; a card need not go along with that.
HostedReaders.test_char_t0 = None


class HostedCards(MovingCards):
    driver = DEBIANS
    test_in_the_last_of_eight_slots = None
    test_are_told_of_at_high_speed = None


del Levels, MovingCards
