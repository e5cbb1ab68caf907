"""The monitor of the QEMU that runs this machine, seen from inside of it."""
import json
import os
import time

PORT = "/dev/virtio-ports/qmp"


class Monitor:
    """As a context manager."""

    def __enter__(self):
        self._port = os.open(PORT, os.O_RDWR)
        self._received = b""
        self._ask({"execute": "qmp_capabilities"})  # refused if asked before: there is one session in the machine's life
        return self

    def __exit__(self, *failure):
        os.close(self._port)

    def tell(self, command, **arguments):
        answer = self._ask({"execute": command, "arguments": arguments})
        if "error" in answer:
            raise AssertionError(f"{command}: {answer['error']['desc']}")
        return answer["return"]

    def _ask(self, request):
        request["id"] = time.monotonic_ns()
        os.write(self._port, json.dumps(request).encode() + b"\n")
        while (answer := self._line()).get("id") != request["id"]:
            pass  # events, and what was left of somebody before
        return answer

    def _line(self):
        while b"\n" not in self._received:
            data = os.read(self._port, 65536)
            if not data:
                time.sleep(0.01)  # the other end is not there yet
            self._received += data
        line, self._received = self._received.split(b"\n", 1)
        return json.loads(line) if line.strip() else {}
