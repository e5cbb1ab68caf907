"""The cases of tests/conformance, each a rule of PC/SC, with every library and every daemon. What
docs/differences-from-pcsc-lite.md says of a rule must be so, and all other rules must hold."""
import unittest

from harness.conformance import Conformance, PcscdCards, ScrmdCards
from harness.differences import Difference, differences_between, documented_rules
from harness.libraries import DEBIANS, OURS
from harness.scrmd import Scrmd
from harness.stock_pcscd import StockPcscd


NONE = Difference(instead="", always=True)


class Played:
    """Plays cases with self.library and a daemon."""

    def assert_rules_hold_or_differ_as_documented(self, share="0/1"):
        documented = differences_between(self.library, self.daemon_type.title)
        outcomes = self.play(share)
        self.assertGreater(len(outcomes), 50)
        wrong = [complaint_about(outcome, documented.get(outcome.rule, NONE)) for outcome in outcomes
                 if not documented.get(outcome.rule, NONE).covers(outcome.instead)]
        self.assertEqual([], wrong, "\n" + "\n".join(wrong))
        return {outcome.rule for outcome in outcomes}

    def play(self, share):
        with self.daemon() as daemon, Conformance(self.library, self.cards_type(daemon), share=share) as conformance:
            return list(conformance.outcomes())


def complaint_about(outcome, documented):
    happened = f"{outcome.rule}: {outcome.instead or 'holds'} {outcome.place}".rstrip()
    return f"{happened}; documented: {documented.instead}" if documented.instead else happened


class WithScrmd(Played):
    daemon_type, cards_type = Scrmd, ScrmdCards

    def daemon(self):
        return Scrmd(ScrmdCards.settings, log_level="info")

    def test_all(self):
        played = self.assert_rules_hold_or_differ_as_documented()
        self.assertEqual(set(), documented_rules() - played, "documented, but there is no such case")


class WithPcscd(Played):
    """In shares, each with a daemon of its own: pcscd sees a card come or go only when it looks, every 0.4 s."""

    daemon_type, cards_type = StockPcscd, PcscdCards

    def daemon(self):
        return StockPcscd()

    def test_first_third(self):
        self.assert_rules_hold_or_differ_as_documented("0/3")

    def test_second_third(self):
        self.assert_rules_hold_or_differ_as_documented("1/3")

    def test_last_third(self):
        self.assert_rules_hold_or_differ_as_documented("2/3")


class OurPair(WithScrmd, unittest.TestCase):
    library = OURS


class DebiansLibraryWithScrmd(WithScrmd, unittest.TestCase):
    library = DEBIANS


class OurLibraryWithPcscd(WithPcscd, unittest.TestCase):
    library = OURS


class DebiansPair(WithPcscd, unittest.TestCase):
    library = DEBIANS
