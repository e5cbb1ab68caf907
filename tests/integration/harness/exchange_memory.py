"""The memory by which a host carries out exchanges, as the daemon has it: ipc/exchange_area.hpp in Python."""
import fcntl
import mmap
import os
import select
import struct

from .places import PATIENCE

PAGE = 65536
AREA = 4 * PAGE
SLOTS = 32
ANSWER, COMMAND_BYTES, ANSWER_BYTES = 64, 128, 2 * PAGE


class ExchangeMemory:
    def __init__(self):
        descriptor = os.memfd_create("exchange", os.MFD_ALLOW_SEALING | os.MFD_CLOEXEC)
        os.ftruncate(descriptor, AREA * SLOTS)
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SEAL)
        self.map = mmap.mmap(descriptor, AREA * SLOTS)
        commands, self._tell = os.pipe()
        self._told, answers = os.pipe()
        # Three numbers in a row, which nobody has.
        self.first = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 700)
        for number, own in enumerate((descriptor, commands, answers)):
            os.dup2(own, self.first + number, inheritable=True)
            os.close(own)
        self.inherited = tuple(range(self.first, self.first + 3))

    def host_has_them(self):
        for descriptor in self.inherited:
            os.close(descriptor)

    def close(self):
        os.close(self._tell)
        os.close(self._told)
        self.map.close()

    def put(self, slot, sequence, protocol, room, command, known):
        at = slot * AREA
        self.map[at + COMMAND_BYTES:at + COMMAND_BYTES + len(command)] = command
        self.map[at:at + 20] = struct.pack("=IIIII", sequence, protocol, room, len(command), known)
        self.tell(slot)

    def tell(self, slot):
        os.write(self._tell, bytes([slot]))

    def left_of_command(self, slot, size):
        return self.map[slot * AREA + COMMAND_BYTES:][:size]

    def take(self):
        """(slot, sequence, code, bytes) of the next answer."""
        assert select.select([self._told], [], [], PATIENCE)[0], "no answer"
        told = os.read(self._told, 1)
        assert told, "the host ended"
        at = told[0] * AREA
        sequence, code, size = struct.unpack("=IiI", self.map[at + ANSWER:at + ANSWER + 12])
        return told[0], sequence, code, self.map[at + ANSWER_BYTES:at + ANSWER_BYTES + size]
