"""QEMU's own reader with its emulated CAC card, through the whole chain to a signature that openssl verifies."""
import os
import unittest

from bench import DEBIANS, OURS, Case, run
from harness import codes
from harness.places import SCRATCH
from harness.waiting import wait_until
from qmp import Monitor

READER = "QEMU USB CCID"
MODULE = "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"
TEXT = b"what is signed\n"


class QemuReader(Case):
    driver = OURS

    def setUp(self):
        super().setUp()
        self.monitor = self.enterContext(Monitor())
        self.monitor.tell("device_add", driver="usb-ccid", id="ccid", bus="uhci.0")
        self.addCleanup(self.pull)
        self.name = wait_until(lambda: next(iter(self.names()), None), "QEMU's reader does not come")
        certificates = {f"cert{number}": name for number, name in enumerate(("id-cert", "signing-cert", "encryption-cert"), 1)}
        self.monitor.tell("device_add", driver="ccid-card-emulated", id="card", bus="ccid.0", backend="certificates",
                          db="sql:" + os.environ["CARDS"], **certificates)
        self.wait_for_state(self.name, codes.STATE_PRESENT)

    def pull(self):
        self.monitor.tell("device_del", id="ccid")
        wait_until(lambda: not self.names(), lambda: f"it stays: {self.names()}")

    def test_is_seen_by_programs(self):
        self.assertIn(self.name, run("pcsc_scan", "-r"))
        self.assertIn(self.name, run("scrmctl", "list"))
        self.assertIn("Yes", run("opensc-tool", "-l"))

    def test_signs_what_openssl_verifies(self):
        text, signature, certificate = (SCRATCH / name for name in ("text", "signature", "certificate"))
        text.write_bytes(TEXT)
        listed = run("pkcs11-tool", "--module", MODULE, "-O", "--type", "cert")
        self.assertIn("Certificate Object", listed)
        label = next(line.split(":", 1)[1].strip() for line in listed.splitlines() if line.strip().startswith("ID:"))
        run("pkcs11-tool", "--module", MODULE, "--sign", "--login", "--pin", "0000", "--id", label, "--mechanism", "SHA256-RSA-PKCS",
            "--input-file", text, "--output-file", signature)
        run("pkcs11-tool", "--module", MODULE, "--read-object", "--type", "cert", "--id", label, "--output-file", certificate)
        run("openssl", "x509", "-inform", "DER", "-in", certificate, "-noout", "-pubkey", "-out", SCRATCH / "key.pem")
        verdict = run("openssl", "dgst", "-sha256", "-verify", SCRATCH / "key.pem", "-signature", signature, text)
        self.assertIn("Verified OK", verdict)

    def test_card_leaves_and_comes_back(self):
        self.monitor.tell("device_del", id="card")
        self.wait_for_state(self.name, codes.STATE_EMPTY)


class QemuReaderHosted(QemuReader):
    driver = DEBIANS
