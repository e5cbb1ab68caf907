"""One daemon with one reader, and the library that belongs to it: what it takes, in seconds."""
import os
import subprocess
import sys
import time
from pathlib import Path

from figures_client import EXCHANGES
from processes import processor_time, wake_ups

CLIENT = Path(__file__).with_name("figures_client.py")
# Seconds. A card that nobody uses is switched off after five; the last timer of the kernel's that this has set runs out
# fifteen after that: nobody waits for it any more, but it is not taken back.
UNTIL_IDLE = 25


class Side:
    def __init__(self, daemon, socket, libraries, reader):
        self._daemon, self._reader = daemon, reader
        self._environment = {**os.environ, "SCRM_SOCKET": str(socket), "LD_LIBRARY_PATH": libraries}

    def client(self, *words):
        return subprocess.Popen([sys.executable, CLIENT, *words], env=self._environment, text=True,
                                stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def plug_to_answer(self, times, monitor):
        """From the plug to the card's first answer; to the reader, since the device's configuration and since udevd was
        done with it."""
        for _ in range(times):
            with self.client("wait") as client:
                client.stdout.readline()
                monitor.forget()
                began = time.monotonic()
                self._reader.plug()
                there, answered = (float(client.stdout.readline()) for _ in range(2))
            yield answered - began, there - monitor.configured(), there - monitor.udevd_told()
            self._reader.unplug()
            time.sleep(1)

    def card_to_event(self, times, monitor):
        """From the card's coming; from the reader's interrupt; of that what the reader did not take to answer."""
        with self.client("events") as client:
            client.stdout.readline()
            for _ in range(times):
                self._move(client, "out", self._reader.remove)
                monitor.forget()
                began, told = self._move(client, "in", self._reader.insert)
                since = monitor.interrupted()
                yield told - began, told - since, told - since - monitor.in_reader(since, told)
            client.stdin.close()

    @staticmethod
    def _move(client, movement, move):
        client.stdin.write(movement + "\n")
        client.stdin.flush()
        time.sleep(0.5)  # the client is in its wait
        began = time.monotonic()
        move()
        return began, float(client.stdout.readline())

    def exchange(self):
        """What each command took, and the daemon's processor time for one; the client's connection is no part of it."""
        with self.client("exchange") as client:
            client.stdout.readline()
            before = processor_time(self._daemon.pid)
            client.stdin.write("go\n")
            client.stdin.flush()
            took = [float(client.stdout.readline()) for _ in range(EXCHANGES)]
            used = processor_time(self._daemon.pid) - before
            client.stdin.close()
        return took, used / EXCHANGES

    def idle_wake_ups(self):
        time.sleep(UNTIL_IDLE)
        before = wake_ups(self._daemon.pid)
        time.sleep(10)
        return wake_ups(self._daemon.pid) - before
