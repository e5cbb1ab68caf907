"""scrmd as a service: one of it, in order from start to end, started by hand, by systemd's socket or into the
background."""
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import unittest
from unittest import mock

from harness import codes
from harness.card_client import CardClient
from harness.libraries import DEBIANS, OURS
from harness.places import PATIENCE, SCRATCH, SOCKET
from harness.scrmd import PROGRAM, Scrmd
from harness.server import Server
from harness.waiting import wait_until
from harness.winscard import Winscard
from harness.wire import GET_STATES, STATES_SIZE, WireClient, request


def time_slice(pid):
    """Nanoseconds, by sched_getattr(2); 0 where there is none."""
    number = {"x86_64": 315, "aarch64": 275}.get(os.uname().machine)
    attributes = ctypes.create_string_buffer(48)
    if number is None or ctypes.CDLL(None).syscall(number, pid, attributes, len(attributes), 0) != 0:
        return 0
    return int.from_bytes(attributes.raw[24:32], "little")


class OneDaemon(unittest.TestCase):
    def start(self):
        return subprocess.run([PROGRAM, "-f", "--socket", SOCKET], capture_output=True, text=True, timeout=PATIENCE,
                              check=False)

    def test_second_one_is_refused_and_the_first_one_stays(self):
        with Scrmd():
            second = self.start()
            self.assertEqual(1, second.returncode)
            self.assertIn(f"another daemon listens at {SOCKET}", second.stderr)
            with WireClient() as client:
                client.establish()

    def test_socket_left_by_a_dead_one_is_replaced(self):
        with socket.socket(socket.AF_UNIX) as dead:
            dead.bind(str(SOCKET))
        self.assertTrue(SOCKET.exists())
        with Scrmd(), WireClient() as client:
            client.establish()

    def test_file_that_is_no_socket_is_left_alone(self):
        SOCKET.write_text("somebody's")
        refused = self.start()
        self.assertEqual(1, refused.returncode)
        self.assertIn("is no socket", refused.stderr)
        self.assertEqual("somebody's", SOCKET.read_text())

    def test_everybody_may_connect(self):
        with Scrmd():
            self.assertEqual(0o666, SOCKET.stat().st_mode & 0o777)


class Libraries(unittest.TestCase):
    def test_without_libudev_only_usb_readers_are_not_told_of(self):
        folder = SCRATCH / "no_libraries"
        folder.mkdir()
        (folder / "libudev.so.1").write_text("no library")
        with Scrmd(environment={**os.environ, "LD_LIBRARY_PATH": str(folder)}) as daemon:
            self.enterContext(CardClient(OURS, daemon.reader)).do("connect")
            os.kill(daemon.pid, signal.SIGHUP)
            for words in "no libudev: ", "nobody tells of USB readers":
                self.assertIn(words, daemon.log_text())


class Priority(unittest.TestCase):
    def test_is_one_level_behind_those_who_were_started_alike(self):
        with Scrmd() as daemon:
            self.assertEqual(min(19, os.getpriority(os.PRIO_PROCESS, 0) + 1),
                             os.getpriority(os.PRIO_PROCESS, daemon.pid))

    @unittest.skipUnless(time_slice(0), "this kernel knows no slices")
    def test_asks_for_turns_that_are_longer_and_come_later(self):
        with Scrmd() as daemon:
            self.assertEqual(2 * time_slice(0), time_slice(daemon.pid))


class End(unittest.TestCase):
    def test_leaves_nothing_behind_whatever_clients_do(self):
        for library in DEBIANS, OURS:
            with Scrmd() as daemon:
                clients = [self.enterContext(CardClient(library, daemon.reader)) for _ in range(4)]
                for client in clients:
                    client.do("connect")
                holder, in_line, waiting, exchanging = clients
                waiting.begin_to("wait")
                daemon.desk.fault("Virtual reader", "hang 1")
                exchanging.begin_to("transmit 80EC00000301020300")
                holder.tell("begin")
                in_line.tell("begin")
            left = {entry.name for entry in SCRATCH.iterdir() if not entry.name.endswith((".log", ".toml"))}
            self.assertEqual(set(), left)

    def test_comes_with_an_interrupt_too(self):
        with Scrmd() as daemon:
            daemon.process.send_signal(signal.SIGINT)
            self.assertEqual(0, daemon.process.wait(PATIENCE))

    def test_comes_by_itself_when_nobody_needs_it(self):
        with Scrmd([], "[service]\nidle_exit = 1\n", ["--auto-exit"]) as daemon:
            self.assertEqual(0, daemon.process.wait(PATIENCE))
            self.assertIn("no client and no reader for 1 s", daemon.log_text())

    def test_is_no_service_to_clients_until_the_next_start(self):
        for library, loss in (DEBIANS, codes.NO_SERVICE), (OURS, codes.RESET_CARD):
            winscard = Winscard(library.checked_file())
            with Scrmd() as daemon:
                code, context = winscard.establish()
                self.assertEqual(codes.SUCCESS, code)
                code, card, _ = winscard.connect(context, daemon.reader)
                self.assertEqual(codes.SUCCESS, code)
            self.assertEqual(codes.NO_SERVICE, winscard.establish()[0])
            with Scrmd() as daemon:
                self.assertEqual(loss, winscard.transmit(card, codes.T1, b"\0\xA4\0\0")[0])
                code, context = winscard.establish()
                self.assertEqual(codes.SUCCESS, code)
                self.assertEqual(codes.SUCCESS, winscard.connect(context, daemon.reader)[0])


class SocketActivation(unittest.TestCase):
    def setUp(self):
        self.listening = self.enterContext(socket.socket(socket.AF_UNIX))
        self.listening.bind(str(SOCKET))
        self.listening.listen()

    def activated(self, before=()):
        """scrmd as systemd starts it: with the socket as descriptor 3."""
        descriptor = self.listening.fileno()
        take = 'exec 3<&"$1"; shift; LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"'
        return Scrmd(before=(*before, "sh", "-c", take, "sh", str(descriptor)), made_socket=False,
                     pass_fds=[descriptor])

    def test_serves_those_who_came_before_it_was_started(self):
        with WireClient() as early:
            early.send(request(0x11, 4, 4, 0) + request(0x01, 2, 0, 0) + request(GET_STATES))
            with self.activated() as daemon:
                early.receive(12 + 12)
                self.assertTrue(early.receive(STATES_SIZE).startswith(daemon.reader.encode() + b"\0"))

    @unittest.skipUnless(shutil.which("strace"), "there is no strace, which makes a start last")
    def test_can_be_ended_while_those_who_came_before_are_let_in(self):
        for _ in range(8):
            early = self.enterContext(WireClient())
            early.send(request(0x11, 4, 4, 0))
        slow = ("env", "ASAN_OPTIONS=detect_leaks=0", "strace", "-D", "-o", "/dev/null", "-e", "trace=accept",
                "-e", "inject=accept:delay_enter=1000000:when=1")
        with self.activated(slow):
            pass  # it ends within the harness's patience

    def test_leaves_the_socket_to_its_owner(self):
        with self.activated():
            pass
        self.assertTrue(SOCKET.exists())
        with self.activated(), WireClient() as client:
            client.establish()


class ServiceManager(unittest.TestCase):
    """scrmd as systemd starts it: with a socket to tell it things."""

    def setUp(self):
        self.manager = self.enterContext(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
        self.manager.bind(str(SCRATCH / "notify"))
        self.manager.settimeout(PATIENCE)
        self.enterContext(mock.patch.dict(os.environ, NOTIFY_SOCKET=str(SCRATCH / "notify")))

    def told(self):
        return self.manager.recv(256).decode()

    def await_status(self, status):
        """Others may be told before: that depends on when the daemon looks."""
        while (told := self.told().removesuffix("; without udevd")) != f"STATUS={status}":
            self.assertTrue(told.startswith("STATUS="), told)

    def test_is_told_of_readiness_readers_clients_and_the_end(self):
        with Scrmd() as daemon:
            self.assertEqual("READY=1", self.told())
            self.await_status("1 reader, 0 clients")
            with WireClient() as client:
                client.establish()
                self.await_status("1 reader, 1 client")
                daemon.desk.plug("Another reader", 2)
                self.await_status("3 readers, 1 client")
            daemon.desk.unplug("Another reader")
            self.await_status("1 reader, 0 clients")
        self.assertEqual("STOPPING=1", self.told())

    def test_is_told_that_the_loop_turns(self):
        with mock.patch.dict(os.environ, WATCHDOG_USEC="20000"), Scrmd():
            while self.told() != "WATCHDOG=1":
                pass


class PidFile(unittest.TestCase):
    PID_FILE = SCRATCH / "pcscd.pid"
    ASKED = "asked to look for readers anew"

    def hotplug(self, socket=SOCKET):
        return subprocess.run([PROGRAM, "--hotplug", "--socket", socket], capture_output=True, text=True,
                              timeout=PATIENCE, check=False)

    def second(self, socket):
        settings = SCRATCH / "second.toml"
        settings.touch()
        return Server("second", [PROGRAM, "-f", "--socket", socket, "--settings", settings], socket)

    def test_is_that_of_its_socket_whoever_else_is_in_the_folder(self):
        for name, file in ("other.comm", "other.pid"), ("other", "other.pid"), ("other.sock", "other.sock.pid"):
            socket, pid_file = SCRATCH / name, SCRATCH / file
            with self.subTest(name), Scrmd() as first, self.second(socket) as second:
                wait_until(pid_file.exists, "it has no file")
                self.assertEqual(second.pid, int(pid_file.read_text()))
                self.assertEqual(first.pid, int(self.PID_FILE.read_text()))
                self.assertEqual(0, self.hotplug(socket).returncode)
                wait_until(lambda: self.ASKED in second.log_text(), "--hotplug does not reach it")
                self.assertNotIn(self.ASKED, first.log_text())
                self.assertEqual(0, self.hotplug().returncode)
                wait_until(lambda: self.ASKED in first.log_text(), "--hotplug does not reach it")
            self.assertFalse(pid_file.exists())
            self.assertFalse(self.PID_FILE.exists())

    def test_of_one_that_lives_is_left_to_it(self):
        with self.second(SCRATCH / "other.comm") as other:
            self.PID_FILE.write_text(f"{other.pid}\n")
            with Scrmd() as daemon:
                wait_until(lambda: f"{self.PID_FILE} stays that of process {other.pid}" in daemon.log_text(),
                           "it does not say that it has no file")
                self.assertEqual(other.pid, int(self.PID_FILE.read_text()))
        self.assertTrue(self.PID_FILE.exists())
        self.PID_FILE.unlink()

    def test_left_by_a_dead_one_is_replaced_whoever_has_the_number_now(self):
        with subprocess.Popen(["sleep", "infinity"]) as somebody:
            try:
                self.PID_FILE.write_text(f"{somebody.pid}\n")
                refused = self.hotplug()
                self.assertEqual(1, refused.returncode)
                self.assertIn("no scrmd is running", refused.stderr)
                with Scrmd() as daemon:
                    self.assertEqual(daemon.pid, int(self.PID_FILE.read_text()))
                self.assertIsNone(somebody.poll())
            finally:
                somebody.kill()


class Background(unittest.TestCase):
    def start(self, *options):
        settings = SCRATCH / "scrmd.toml"
        settings.touch()
        return subprocess.run([PROGRAM, "--socket", SOCKET, "--settings", settings, *options], capture_output=True,
                              text=True, timeout=PATIENCE, check=False)

    def test_start_returns_when_clients_can_connect(self):
        started = self.start()
        self.assertEqual((0, "", ""), (started.returncode, started.stdout, started.stderr))
        pid = int((SCRATCH / "pcscd.pid").read_text())
        try:
            with WireClient() as client:
                client.establish()
            self.assertNotEqual(os.getsid(0), os.getsid(pid))
        finally:
            os.kill(pid, signal.SIGTERM)
            wait_until(lambda: not SOCKET.exists(), "scrmd does not end")

    def test_start_that_fails_says_so(self):
        with Scrmd():
            failed = self.start()
            self.assertEqual(1, failed.returncode)
            self.assertIn("another daemon listens", failed.stderr)
