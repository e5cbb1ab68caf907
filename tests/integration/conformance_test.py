"""The cases of tests/conformance, each a rule of PC/SC, with every library and every daemon. What
docs/differences-from-pcsc-lite.md says of a rule must be so, and all other rules must hold."""
import unittest

from harness.conformance import Conformance, PcscdCards, ScrmdCards
from harness.differences import differences_between
from harness.libraries import DEBIANS, OURS
from harness.scrmd import Scrmd
from harness.stock_pcscd import StockPcscd


class Played:
    """self.library, and a daemon to start."""

    def test_every_rule_holds_or_differs_as_documented(self):
        documented = differences_between(self.library, self.daemon_title)
        played = {outcome.rule: outcome for outcome in self.play()}
        wrong = [complaint for outcome in played.values()
                 if (complaint := complaint_about(outcome, documented.get(outcome.rule, "")))]
        wrong += [f"{rule}: documented, but there is no such case" for rule in documented if rule not in played]
        self.assertEqual([], wrong, "\n" + "\n".join(wrong))

    def play(self):
        with self.daemon() as daemon, Conformance(self.library, self.cards_type(daemon)) as conformance:
            return list(conformance.outcomes())


def complaint_about(outcome, documented):
    if outcome.instead == documented:
        return None
    if not outcome.instead:
        return f"{outcome.rule}: holds, but is documented as: {documented}"
    return f"{outcome.rule}: {outcome.instead} ({outcome.place})" + (f", documented as: {documented}" if documented else "")


class WithScrmd(Played):
    daemon_title, cards_type = Scrmd.title, ScrmdCards

    def daemon(self):
        return Scrmd(ScrmdCards.settings, log_level="info")


class WithPcscd(Played):
    daemon_title, cards_type = StockPcscd.title, PcscdCards

    def daemon(self):
        return StockPcscd()


class OurPair(WithScrmd, unittest.TestCase):
    library = OURS


class DebiansLibraryWithScrmd(WithScrmd, unittest.TestCase):
    library = DEBIANS


class OurLibraryWithPcscd(WithPcscd, unittest.TestCase):
    library = OURS


class DebiansPair(WithPcscd, unittest.TestCase):
    library = DEBIANS
