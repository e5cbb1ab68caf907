"""The packages' service under the real systemd: when it starts and ends, what becomes of clients when it dies, and that
its sandbox keeps no reader from working."""
import os
import re
import signal
import time
import unittest
from pathlib import Path

import unit
from bench import DEBIANS, SELECT, soak
from harness import codes
from harness.waiting import wait_until
from unit import ServiceCase, run

setUpModule = unit.install
MOST_EXPOSURE = 1.5
HALF_OF_IDLE = 30
IDLE = "no client and no reader for 60 s"


class Start(ServiceCase):
    def plug_before_the_service(self):
        reader = self.readers.plug()
        self.addCleanup(self.readers.tell, "unplug", reader=reader)
        unit.wait_for("ActiveState", "active")
        unit.stop()
        return reader

    def test_by_a_reader_that_is_plugged_in(self):
        self.assertFalse(unit.is_active())
        self.plug_before_the_service()

    def test_by_a_client_that_sees_every_reader(self):
        for library in unit.unpack_stock_library(), {}:
            with self.subTest(**library):
                reader = self.plug_before_the_service()
                listed = run("opensc-tool", "-l", environment=library)
                self.assertRegex(listed, rf"Yes .*TOY{reader:05}")
                self.assertTrue(unit.is_active())
                self.doCleanups()


class Life(ServiceCase):
    def setUp(self):
        super().setUp()
        self.open_context()

    def test_status_names_readers_and_clients(self):
        self.plug_with_card()
        unit.wait_for("StatusText", "1 reader, 1 client")
        self.doCleanups()
        unit.wait_for("StatusText", "0 readers, 0 clients")

    def test_runs_with_nothing_it_does_not_need(self):
        status = Path(f"/proc/{unit.main_pid()}/status").read_text()
        for line in "CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2":
            self.assertIn(line, status)
        self.assertEqual("scrmd", Path(f"/proc/{unit.main_pid()}").owner())
        told = run("systemd-analyze", "security", "--no-pager", unit.NAME)
        print(exposure := re.search(r"Overall exposure level for scrmd.service: ([\d.]+)", told)[0], flush=True)
        self.assertLessEqual(float(exposure.split()[-1]), MOST_EXPOSURE)

    def test_journal_has_priorities_and_names(self):
        self.plug_with_card()
        entry = next(each for each in reversed(unit.journal()) if "is there" in each["MESSAGE"])
        self.assertEqual(("6", "scrmd"), (entry["PRIORITY"], entry["SYSLOG_IDENTIFIER"]))
        self.assertRegex(entry["MESSAGE"], "^reader '.*' is there$")

    def test_reload_looks_again(self):
        unit.systemctl("reload", unit.NAME)
        wait_until(lambda: any("look for readers anew" in each["MESSAGE"] for each in unit.journal()),
                   "it does not look again")

    @unittest.skipUnless(soak(short=False, full=True), "takes more than a minute")
    def test_ends_when_nobody_needs_it_and_the_next_client_starts_it_again(self):
        before = unit.main_pid()
        self.doCleanups()
        time.sleep(HALF_OF_IDLE)  # nobody's patience is longer than the other half and as much again
        wait_until(lambda: not unit.is_active(), "it is idle and does not end")
        self.assertTrue(any(IDLE in each["MESSAGE"] for each in unit.journal()))
        self.assertEqual("success", unit.value("Result"))
        self.open_context()
        self.assertTrue(unit.is_active())
        self.assertNotEqual(before, unit.main_pid())


class Recovery(ServiceCase):
    def setUp(self):
        super().setUp()
        self.open_context()
        self.addCleanup(unit.without_drop_in)
        _, self.name = self.plug_with_card()

    def check(self, fail):
        handle, protocol = self.connect(self.name)
        restarts = int(unit.value("NRestarts"))
        fail(unit.main_pid())
        wait_until(lambda: int(unit.value("NRestarts")) > restarts, "it is not started again")
        code, *_ = self.winscard.transmit(handle, protocol, SELECT)
        self.assertEqual(f"{codes.RESET_CARD:#x}", f"{code:#x}")
        code, protocol = self.winscard.reconnect(handle)
        self.assertEqual(codes.SUCCESS, code)
        self.assertEqual("9000", self.exchange(handle, protocol, SELECT)[-2:].hex())
        self.assertRegex(run("opensc-tool", "-l", environment=unit.unpack_stock_library()), "Yes")

    def test_after_a_kill_under_its_clients(self):
        self.check(lambda pid: os.kill(pid, signal.SIGKILL))

    def test_of_one_that_hangs(self):
        unit.stop()
        unit.drop_in("[Service]\nWatchdogSec=2\nTimeoutAbortSec=1\n")
        self.wait_for_state(self.name, codes.STATE_PRESENT)
        self.check(lambda pid: os.kill(pid, signal.SIGSTOP))


class WindowsProfile(ServiceCase):
    def test_starts_it_again_twice(self):
        """With pauses of a second."""
        unit.drop_in(re.sub(r"(?m)^(RestartSec|RestartMaxDelaySec)=\d+$", r"\1=1", unit.example("windows.conf")))
        self.addCleanup(unit.without_drop_in)
        self.open_context()
        for failures in 1, 2:
            os.kill(unit.main_pid(), signal.SIGKILL)
            wait_until(lambda times=failures: unit.value("NRestarts") == str(times) and unit.is_active(),
                       lambda: f"it is not started again after {failures} failures")
        os.kill(unit.main_pid(), signal.SIGKILL)
        unit.wait_for("ActiveState", "failed")
        self.assertEqual(f"{codes.NO_SERVICE:#x}", f"{self.winscard.establish()[0]:#x}")


class HostedDrivers(ServiceCase):
    def test_work_in_the_sandbox(self):
        unit.configure(f'[[discovery.rule]]\ndevice = "08e6"\ndriver = "{DEBIANS}"\n')
        self.open_context()
        _, name = self.plug_with_card(level="tpdu", card="t0")
        self.exchange_all_sizes(name)
        hosts = run("pgrep", "-P", unit.main_pid()).split()
        status = Path(f"/proc/{hosts[0]}/status").read_text()
        self.assertIn("scrm-ifd-host", status)
        self.assertIn("Seccomp:\t2", status)
        self.assertIn("CapEff:\t0000000000000000", status)
