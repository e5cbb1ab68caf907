"""pcsc_scan shows readers and cards, and what happens to them while it runs."""
from harness.stages import on_every_stage, on_scrmd
from harness.vpcd_card import ATR

SHOWN_ATR = ATR.hex(" ").upper()


@on_every_stage
class PcscScan:
    def test_lists_the_readers_and_ends(self):
        listed = self.run_program("pcsc_scan", "-r")
        self.assertEqual(0, listed.returncode, listed.stderr)
        self.assertIn(f"0: {self.reader}\n", listed.stdout)

    def test_sees_the_card_go_and_come(self):
        scan = self.start_program("pcsc_scan", "-n")
        scan.expect(f"Reader 0: .*{self.reader}")
        scan.expect("Card inserted")
        scan.expect(SHOWN_ATR)
        self.daemon.remove()
        scan.expect("Card removed")
        self.daemon.insert()
        scan.expect("Card inserted")
        scan.expect(SHOWN_ATR)

    def test_decodes_the_atr(self):
        scan = self.start_program("pcsc_scan")
        scan.expect(SHOWN_ATR)
        scan.expect("Historical bytes")


@on_scrmd
class PcscScanAndReaders:
    def test_sees_a_reader_come_and_go(self):
        scan = self.start_program("pcsc_scan", "-n")
        scan.expect(SHOWN_ATR)
        self.daemon.desk.plug("Another reader")
        scan.expect("Reader 1: .*Another reader 00 00")
        scan.expect(SHOWN_ATR)
        self.daemon.desk.unplug("Another reader")
        scan.expect("Scanning present readers")
        scan.expect(f"Reader 0: .*{self.reader}")
        self.assertNotIn("Another reader", scan.unseen)

    def test_waits_for_the_first_reader(self):
        self.daemon.desk.unplug("Virtual reader")
        scan = self.start_program("pcsc_scan", "-n")
        scan.expect("Waiting for the first reader")
        self.daemon.desk.plug("Virtual reader")
        scan.expect(f"Reader 0: .*{self.reader}")
        scan.expect(SHOWN_ATR)
