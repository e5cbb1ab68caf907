"""Takes orders, one JSON object a line, each answered by one: {"do": "plug", "level": "tpdu", ...} -> {"reader": 0}.

plug OPTIONS...               a reader with these options (options.py); its number
unplug reader                 its cable is pulled
insert reader [slot] [card]   a card, "t1" unless told otherwise; remove reader [slot]
fault reader fault [count] [only]    (faults.py)
readers                       {number: {"requests": USB requests so far, "slots": their states}}
An order that fails is answered by {"error": why}.
"""
import json
import os
import selectors
import signal
import socket
import sys
import time

from . import vhci
from .card_slot import new_card
from .options import Options
from .usbip_device import UsbipDevice

LARGEST_READ = 262144


class Server:
    def __init__(self):
        self._selector = selectors.DefaultSelector()
        self._devices = {}
        self._next = 0

    def serve(self, path):
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(path))
        listening.listen(8)
        self._when_readable(listening, lambda: self._welcome(listening))
        while True:
            times = [at for device in self._devices.values() if (at := device.ccid.next_time())]
            patience = max(0, min(times) - time.monotonic()) if times else None
            for key, _ in self._selector.select(patience):
                if key.fileobj.fileno() >= 0:  # not closed by one before it
                    key.data()
            if times:
                for device in list(self._devices.values()):
                    device.pump()

    def unplug_all(self):
        for device in list(self._devices.values()):
            self._unplug(device)

    def _when_readable(self, sock, do):
        self._selector.register(sock, selectors.EVENT_READ, do)

    def _welcome(self, listening):
        client, _ = listening.accept()
        received = bytearray()

        def read():
            if not (data := client.recv(4096)):
                self._close(client)
                return
            received.extend(data)
            while b"\n" in received:
                line, _, rest = bytes(received).partition(b"\n")
                received[:] = rest
                client.sendall(json.dumps(self._answer_to(json.loads(line))).encode() + b"\n")
        self._when_readable(client, read)

    def _answer_to(self, order):
        try:
            return getattr(self, "_do_" + order.pop("do"))(**order) or {}
        except Exception as failure:  # pylint: disable=broad-except  # whoever gave the order is told
            return {"error": repr(failure)}

    def _close(self, sock):
        self._selector.unregister(sock)
        sock.close()

    def _do_plug(self, **options):
        ours, kernels = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        device = UsbipDevice(self._next, Options(**options), ours)
        device.port = vhci.free_ports()[0]
        self._devices[device.number] = device
        self._next += 1
        self._when_readable(ours, lambda: self._read_from(device))
        with kernels:
            vhci.plug(device.port, kernels.fileno(), device.number + 1, device.options.speed)
        return {"reader": device.number}

    def _read_from(self, device):
        try:
            data = device.socket.recv(LARGEST_READ)
        except OSError:
            data = b""
        if data:
            device.receive(data)
        else:
            self._forget(device)

    def _forget(self, device):
        if self._devices.pop(device.number, None):
            self._close(device.socket)

    def _unplug(self, device):
        vhci.unplug(device.port)
        self._forget(device)

    def _do_unplug(self, reader):
        self._unplug(self._devices[reader])

    def _do_insert(self, reader, slot=0, card="t1"):
        device = self._devices[reader]
        device.ccid.slots[slot].move(new_card(card, device.options.ta1))
        device.pump()

    def _do_remove(self, reader, slot=0):
        self._do_insert(reader, slot, "none")

    def _do_fault(self, reader, fault, count=1, only=None):
        self._devices[reader].ccid.faults.begin(fault, count, only)

    def _do_readers(self):
        return {number: {"requests": device.requests, "slots": [slot.status for slot in device.ccid.slots]}
                for number, device in self._devices.items()}


def main(path):
    server = Server()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        server.serve(path)
    finally:
        server.unplug_all()
        os.unlink(path)
