"""Rules of access: who is refused what, and how programs are told."""
import os
import unittest

from harness import codes
from harness.card_client import CardClient
from harness.libraries import DEBIANS, OURS
from harness.places import BUILD
from harness.program import run
from harness.scrmd import Scrmd
from harness.winscard import Winscard

SECURITY_VIOLATION = "8010006a"
US = os.getuid()
OTHERS = US + 1


def rule(verdict, **conditions):
    lines = [f"{key} = {value!r}".replace("'", '"') for key, value in conditions.items()]
    return "\n".join(["[[access]]", f'verdict = "{verdict}"', *lines, ""])


class Access(unittest.TestCase):
    def connect(self, library, settings):
        """What a program gets that wants to use the reader."""
        with Scrmd(settings=settings) as daemon, CardClient(library, daemon.reader) as client:
            code = client.ask("connect")
            return code, daemon.log_text()

    def test_of_others_is_no_business_of_ours(self):
        for library in DEBIANS, OURS:
            for settings in rule("deny", users=[str(OTHERS)]), rule("deny", units=["no-such.service"]), \
                    rule("deny", readers=["Another reader"]), \
                    rule("allow", users=[str(US)]) + rule("deny"):
                self.assertEqual(f"{codes.SUCCESS:08x}", self.connect(library, settings)[0], settings)

    def test_to_a_reader_is_refused_with_the_reason_in_the_log(self):
        for library in DEBIANS, OURS:
            for condition in {"users": [str(US)]}, {"groups": [str(os.getgid())]}, {}:
                code, log = self.connect(library, rule("deny", readers=["Virtual"], **condition))
                self.assertEqual(SECURITY_VIOLATION, code)
                self.assertRegex(log, rf"refused pid \d+ .*: user {US} may not use 'Virtual reader 00 00' from here, "
                                      r"says \S+scrmd.toml:\d+")

    def test_at_all_is_refused_as_the_context_is_asked_for(self):
        with Scrmd(settings=rule("deny", users=[str(US)])):
            for library in DEBIANS, OURS:
                self.assertEqual(int(SECURITY_VIOLATION, 16), Winscard(library.checked_file()).establish()[0])

    def test_that_is_refused_is_explained_to_who_asks(self):
        with Scrmd(settings=rule("deny", readers=["Virtual"])) as daemon:
            ended = run([BUILD / "tools/scrmctl", "apdu", "-r", daemon.reader, "00A40000"], OURS.environment())
        self.assertNotEqual(0, ended.returncode)
        self.assertIn(f"scrm: user {US} may not use '{daemon.reader}' from here, says ", ended.stderr)
