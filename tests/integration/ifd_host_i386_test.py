"""A handler for i386 in the host for i386, driven by this 64-bit process."""
import unittest

from harness.ifd_host import HANDLERS, NOT_LOADED, OK, PRESENT, PROGRAM, UP, IfdHost, Script
from harness.places import BUILD, PATIENCE, ROOT, SCRATCH
from harness.working import command_works

I386_PROGRAM = BUILD / "drivers/ifd-host/scrm-ifd-host-i386"
SOURCES = ROOT / "tests/fakes/ifd_handler"


@unittest.skipUnless(I386_PROGRAM.exists(), "this compiler does not build programs for i386")
class I386(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.handler = SCRATCH.parent / f"{SCRATCH.name}-fake_ifd_i386.so"
        cls.addClassCleanup(lambda: cls.handler.unlink(missing_ok=True))
        complaint = command_works("g++", "-m32", "-std=c++20", "-shared", "-fPIC", "-fvisibility=hidden", "-D_GNU_SOURCE",
                                  f"-I{ROOT}", *sorted(SOURCES.glob("*.cpp")), "-o", cls.handler, patience=5 * PATIENCE)
        assert not complaint, complaint
        if "socket" not in (complaint := command_works(I386_PROGRAM)):
            raise unittest.SkipTest(f"this system does not run programs for i386: {complaint}")

    def test_it_is_like_the_64_bit_one(self):
        for shared in (False, True):
            with self.subTest(shared=shared):
                self.compare(shared)

    def compare(self, shared):
        results = []
        for program, library in ((PROGRAM, HANDLERS / "libfake_ifd_v3.so"), (I386_PROGRAM, self.handler)):
            script = Script("slots 2", "card 0", "waits stoppable", "tag 0FAC 01", "tag 0FAD 01", name="same")
            with IfdHost(program, shared=shared) as host:
                opened = host.open(library, script.path, lun=0x50000)
                self.assertEqual(OK, opened.result, opened)
                self.assertEqual(PRESENT, host.presence(0).code)
                answers = [host.power(UP), host.transmit(bytes(300)), host.transmit(bytes(65000))]
                host.watch(1)
                script.rewrite("card 0 1", "on transmit log hello")
                self.assertEqual((1, PRESENT, 1), (host.presence(1), host.presence(1))[1])
                host.transmit(b"\0")
                results.append((opened, answers, host.log_line("hello"), host.close()))
        self.assertEqual(results[0], results[1])

    def test_neither_loads_the_others(self):
        for program, library in ((I386_PROGRAM, HANDLERS / "libfake_ifd_v3.so"), (PROGRAM, self.handler)):
            with IfdHost(program) as host:
                opened = host.open(library, Script().path)
                self.assertEqual(NOT_LOADED, opened.result)
                self.assertIn("wrong ELF class", opened.detail)


if __name__ == "__main__":
    unittest.main()
