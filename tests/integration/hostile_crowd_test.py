"""Too many clients, and clients that do not read: the others never notice."""
import resource
import struct

from harness.hostile_stage import HostileStage
from harness.wire import GET_STATES, STATES_SIZE, TRANSMIT, WAIT, WireClient, request

CROWD = 2000
SELECT_APPLICATION = bytes.fromhex("00A4040006F05343524D0100")
EVENT = struct.pack("<II", 0, 0)
ROOM = 8 * 1024 * 1024


class HostileCrowd(HostileStage):
    def daemon_memory(self):
        """Resident bytes of scrmd."""
        with open(f"/proc/{self.daemon.pid}/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * resource.getpagesize()

    def test_client_that_asks_and_never_reads(self):
        memory = self.daemon_memory()
        client = self.client()
        client.establish()
        client.socket.setblocking(False)
        asked = request(GET_STATES) * 10000
        sent = client.socket.send(asked)
        self.assert_nobody_noticed()
        self.assertLess(self.daemon_memory() - memory, ROOM)
        client.socket.setblocking(True)
        whole, rest = divmod(sent, 8)
        self.assertLess(100, whole)
        client.send(asked[:8 - rest] if rest else b"")
        name = client.receive(STATES_SIZE)[:128]  # what follows it moves as the others work
        for _ in range(whole - 1 + bool(rest)):
            self.assertEqual(name, client.receive(STATES_SIZE)[:128])

    def test_client_that_exchanges_and_never_reads(self):
        memory = self.daemon_memory()
        client = self.client()
        card = client.connect_card(client.establish(), self.reader)
        client.send(client.transmit_request(card, SELECT_APPLICATION))
        client.receive(32 + 19)
        client.socket.setblocking(False)
        # Reads a whole file of 65 536 bytes.
        long_answer = request(TRANSMIT, card, 2, 16, 7, 0, 16, 65538, 0, payload=bytes.fromhex("00B08400000000"))
        while True:
            try:
                client.socket.send(long_answer)
            except BlockingIOError:
                break
        self.assert_nobody_noticed()
        self.assertLess(self.daemon_memory() - memory, ROOM)

    def test_client_that_registers_for_events_and_never_reads(self):
        rogue, other = self.client(), self.client()
        rogue.establish()
        rogue.socket.setblocking(False)
        rogue.socket.send(request(WAIT) * 1000)
        other.establish()
        for move in (self.daemon.remove, self.daemon.insert) * 20:
            other.send(request(WAIT))
            other.receive(STATES_SIZE)
            move()
            self.assertEqual(EVENT, other.receive(8))
        self.assert_nobody_noticed()

    def test_two_thousand_connections(self):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        if hard < CROWD + 100:
            self.skipTest(f"no process may open more than {hard} files here")
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        crowd = [self.client() for _ in range(CROWD)]
        for client in crowd:
            client.establish()
            client.send(request(WAIT))
            client.receive(STATES_SIZE)
        self.daemon.remove()
        for client in crowd:
            self.assertEqual(EVENT, client.receive(8))
        for client in crowd:
            client.socket.close()
        with WireClient() as late:
            late.establish()
        self.assert_nobody_noticed()
