"""QEMU's own reader with its emulated CAC card, through the whole chain to a signature that openssl verifies."""
import os
import re

from bench import DEBIANS, OURS, Case, run
from harness import codes
from harness.places import SCRATCH, SOCKET
from harness.program import Running
from harness.waiting import wait_until
from qmp import Monitor

MODULE = "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"
TEXT = b"what is signed\n"


def verdict_on_signature(*before):
    """openssl's, of one by the card in the only reader; words of `before` come before pkcs11-tool's."""
    def pkcs11(*arguments):
        return run(*before, "pkcs11-tool", "--module", MODULE, *arguments)

    text, signature, certificate = (SCRATCH / name for name in ("text", "signature", "certificate"))
    text.write_bytes(TEXT)
    key = re.search(r"^Certificate Object.*?^ +ID: +(\w+)$", pkcs11("-O", "--type", "cert"), re.MULTILINE | re.DOTALL)[1]
    pkcs11("--sign", "--login", "--pin", "0000", "--id", key, "--mechanism", "SHA256-RSA-PKCS",
           "--input-file", text, "--output-file", signature)
    pkcs11("--read-object", "--type", "cert", "--id", key, "--output-file", certificate)
    run("openssl", "x509", "-inform", "DER", "-in", certificate, "-noout", "-pubkey", "-out", SCRATCH / "key.pem")
    return run("openssl", "dgst", "-sha256", "-verify", SCRATCH / "key.pem", "-signature", signature, text)


class QemuReader(Case):
    driver = OURS

    def setUp(self):
        super().setUp()
        self.monitor = self.enterContext(Monitor())
        self.plug_in()
        self.addCleanup(self.pull)

    def plug_in(self):
        self.monitor.tell("device_add", driver="usb-ccid", id="ccid", bus="uhci.0")
        self.name = wait_until(lambda: next(iter(self.names()), None), "QEMU's reader does not come")
        self.monitor.tell("device_add", driver="ccid-card-emulated", id="card", bus="ccid.0", backend="certificates",
                          db="sql:" + os.environ["CARDS"], cert1="id-cert", cert2="signing-cert",
                          cert3="encryption-cert")
        self.wait_for_state(self.name, codes.STATE_PRESENT)

    def pull(self):
        self.monitor.tell("device_del", id="ccid")
        wait_until(lambda: not self.names(), lambda: f"it stays: {self.names()}")

    def test_is_seen_by_programs(self):
        self.assertIn(self.name, run("pcsc_scan", "-r"))
        self.assertIn(self.name, run("scrmctl", "list"))
        self.assertIn("Yes", run("opensc-tool", "-l"))

    def test_comes_and_goes_before_the_eyes_of_programs(self):
        environment = {**os.environ, "PCSCLITE_CSOCK_NAME": str(SOCKET)}
        with Running(["pcsc_scan", "-n"], environment) as pcsc_scan, Running(["scrmctl", "scan"], environment) as scrmctl:
            pcsc_scan.expect("Card inserted")
            scrmctl.expect(re.escape(self.name))
            self.pull()
            pcsc_scan.expect("Waiting for the first reader")
            scrmctl.expect("reader gone")
            self.plug_in()
            pcsc_scan.expect("Card inserted")
            scrmctl.expect(re.escape(self.name))

    def test_signs_what_openssl_verifies(self):
        self.assertIn("Verified OK", verdict_on_signature())

    def test_card_leaves_and_comes_back(self):
        self.monitor.tell("device_del", id="card")
        self.wait_for_state(self.name, codes.STATE_EMPTY)


class QemuReaderHosted(QemuReader):
    driver = DEBIANS
