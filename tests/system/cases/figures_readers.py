"""One reader with a card that comes and goes, for figures: the emulator's, and QEMU's."""
import os


class Toy:
    title = "emulated over USB/IP, T=1, TPDU"

    def __init__(self, readers, _):
        self._readers = readers

    def plug(self):
        self._number = self._readers.plug(card="t1", level="tpdu")

    def unplug(self):
        self._readers.tell("unplug", reader=self._number)

    def insert(self):
        self._readers.tell("insert", reader=self._number)

    def remove(self):
        self._readers.tell("remove", reader=self._number)


class Qemus:
    title = "QEMU's on UHCI, T=0, TPDU"

    def __init__(self, _, monitor):
        self._monitor = monitor

    def plug(self):
        self._monitor.tell("device_add", driver="usb-ccid", id="ccid", bus="uhci.0")
        self.insert()

    def unplug(self):
        self._monitor.tell("device_del", id="ccid")

    def insert(self):
        self._monitor.tell("device_add", driver="ccid-card-emulated", id="card", bus="ccid.0", backend="certificates",
                           db="sql:" + os.environ["CARDS"], cert1="id-cert", cert2="signing-cert",
                           cert3="encryption-cert")

    def remove(self):
        self._monitor.tell("device_del", id="card")
