"""32-bit programs at the 64-bit daemon, through Debian's i386 library and through ours built for i386."""
import unittest
from pathlib import Path

from harness.compiling import Side, compiled
from harness.libraries import DEBIANS, Library
from harness.places import PATIENCE, PEERS, ROOT, SCRATCH
from harness.program import run
from harness.scrmd import Scrmd
from harness.vpcd_card import ATR
from harness.working import command_works

HERE = Path(__file__).parent
FETCHED = PEERS.with_name("peers-i386")
BUILT = PEERS.with_name("i386")
DEBIANS_I386 = Library("Debian's i386 library", FETCHED / "usr/lib/i386-linux-gnu",
                       "tests/integration/i386_peer fetches it")
OUR_I386 = Library("our i386 library", BUILT / "libpcsc-client", "the test builds it")


def build_ours():
    flags = [f"-DCMAKE_{language}_FLAGS=-m32" for language in ("C", "CXX")]
    return (command_works("cmake", "-S", ROOT, "-B", BUILT, "-G", "Ninja", "-DBUILD_TESTING=OFF",
                          "-DCMAKE_BUILD_TYPE=Release", *flags, patience=10 * PATIENCE)
            or command_works("cmake", "--build", BUILT, "--target", "pcsclite", patience=10 * PATIENCE))


class I386(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        trial = SCRATCH / "trial.cpp"
        trial.write_text("#include <string>\nint main() { return 0; }\n")
        if complaint := command_works("g++", "-m32", trial, "-o", SCRATCH / "trial"):
            raise AssertionError(f"programs for i386 cannot be built, install g++-multilib: {complaint}")
        if complaint := command_works(SCRATCH / "trial"):
            raise unittest.SkipTest(f"this system does not run programs for i386: {complaint}")

    def transcript(self, library, daemon):
        side = Side(library.title, ROOT / "libpcsc-client/include/PCSC", library)
        ran = run([compiled(HERE / "abi_client.c", side, "-m32"), daemon.reader], library.environment())
        self.assertEqual(0, ran.returncode, ran.stderr)
        self.assertIn(f"ATR {ATR.hex(' ').upper()}", ran.stdout)
        return ran.stdout

    def amd64_transcript(self, daemon):
        side = Side("amd64 library", ROOT / "libpcsc-client/include/PCSC", DEBIANS)
        DEBIANS.checked_file()
        return run([compiled(HERE / "abi_client.c", side), daemon.reader], DEBIANS.environment()).stdout

    def test_our_library_is_like_the_64_bit_one(self):
        self.assertEqual("", build_ours())
        with Scrmd() as daemon:
            self.assertEqual(self.amd64_transcript(daemon), self.transcript(OUR_I386, daemon))

    def test_debians_library_is_like_the_64_bit_one(self):
        if complaint := command_works(HERE / "i386_peer", FETCHED, patience=5 * PATIENCE):
            self.skipTest(f"Debian's i386 library cannot be fetched: {complaint}")
        with Scrmd() as daemon:
            self.assertEqual(self.amd64_transcript(daemon), self.transcript(DEBIANS_I386, daemon))
