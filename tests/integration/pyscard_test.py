"""python3-pyscard uses the card, alone and shared, and its monitors see cards and readers come and go."""
from harness.places import PROGRAMS
from harness.stages import on_every_stage, on_scrmd
from harness.vpcd_card import ATR

SHOWN_ATR = ATR.hex(" ").upper()
CLIENT = ("/usr/bin/python3", PROGRAMS / "pyscard_client.py")


@on_every_stage
class Pyscard:
    def test_uses_the_card_and_sees_it_go_and_come(self):
        client = self.start_program(*CLIENT, self.reader)
        client.expect(f"reader: {self.reader}\n")
        client.expect(f"ATR: {SHOWN_ATR}\n")
        client.expect("answer: 01 02 03 9000\n")
        client.expect(f"card request: {SHOWN_ATR}\n")
        client.expect("second connection: kept out\n")
        client.expect(f"card in: {self.reader}: {SHOWN_ATR}\n")
        self.daemon.remove()
        client.expect(f"card out: {self.reader}: {SHOWN_ATR}\n")
        self.daemon.insert()
        client.expect(f"card in: {self.reader}: {SHOWN_ATR}\n")
        self.assertEqual(0, client.end())


@on_scrmd
class PyscardAndReaders:
    def test_sees_a_reader_come_and_go(self):
        client = self.start_program(*CLIENT, self.reader)
        client.expect(f"reader came: {self.reader}\n")
        self.daemon.desk.plug("Another reader", card="none")
        client.expect("reader came: Another reader 00 00\n")
        self.daemon.desk.unplug("Another reader")
        client.expect("reader went: Another reader 00 00\n")
        self.assertEqual(0, client.end())
