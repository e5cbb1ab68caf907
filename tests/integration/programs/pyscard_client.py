"""What a program with python3-pyscard does; says in a line each what it finds. Stays and reports what happens to the
card and the readers until its input ends."""
import sys

from smartcard.CardMonitoring import CardMonitor, CardObserver
from smartcard.CardType import AnyCardType
from smartcard.CardRequest import CardRequest
from smartcard.ExclusiveConnectCardConnection import ExclusiveConnectCardConnection
from smartcard.Exceptions import CardConnectionException
from smartcard.ReaderMonitoring import ReaderMonitor, ReaderObserver
from smartcard.System import readers
from smartcard.util import toHexString

ECHO = [0x80, 0xEC, 0x00, 0x00, 0x03, 0x01, 0x02, 0x03, 0x00]


def say(*words):
    """In one write, as the monitors report from threads of their own."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


class CardReporter(CardObserver):
    def update(self, observable, actions):
        for word, cards in zip(("card in", "card out"), actions):
            for card in cards:
                say(f"{word}: {card.reader}: {toHexString(card.atr)}")


class ReaderReporter(ReaderObserver):
    def update(self, observable, actions):
        for word, names in zip(("reader came", "reader went"), actions):
            for name in names:
                say(f"{word}: {name}")


def use_card(reader):
    connection = reader.createConnection()
    connection.connect()
    say("ATR:", toHexString(connection.getATR()))
    data, sw1, sw2 = connection.transmit(ECHO)
    say("answer:", toHexString(data), f"{sw1:02X}{sw2:02X}")
    connection.disconnect()


def use_card_alone(reader):
    alone = ExclusiveConnectCardConnection(reader.createConnection())
    alone.connect()
    try:
        reader.createConnection().connect()
        say("second connection: let in")
    except CardConnectionException:
        say("second connection: kept out")
    alone.disconnect()


def main():
    reader, = [found for found in readers() if found.name == sys.argv[1]]
    say("reader:", reader)
    use_card(reader)
    service = CardRequest(timeout=30, readers=[reader], cardType=AnyCardType()).waitforcard()
    service.connection.connect()
    say("card request:", toHexString(service.connection.getATR()))
    service.connection.disconnect()
    use_card_alone(reader)
    monitors = ((CardMonitor(), CardReporter()), (ReaderMonitor(period=0.05), ReaderReporter()))
    for monitor, reporter in monitors:
        monitor.addObserver(reporter)
    sys.stdin.read()
    for monitor, reporter in monitors:
        monitor.deleteObserver(reporter)
    say("done")


main()
