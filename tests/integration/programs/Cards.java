// What a Java program does with a card (javax.smartcardio); says in a line each what it finds, and then what happens to
// the card until its input ends. Arguments: the reader's name.
import java.util.HexFormat;
import javax.smartcardio.Card;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CardTerminals;
import javax.smartcardio.CommandAPDU;
import javax.smartcardio.ResponseAPDU;
import javax.smartcardio.TerminalFactory;

public class Cards {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private static void useCard(CardTerminal terminal) throws CardException {
        Card card = terminal.connect("T=1");
        System.out.println("connected: " + card.getProtocol() + " " + HEX.formatHex(card.getATR().getBytes()));
        card.beginExclusive();
        ResponseAPDU response = card.getBasicChannel().transmit(new CommandAPDU(HEX.parseHex("80EC00000301020300")));
        System.out.println("answer: " + HEX.formatHex(response.getBytes()));
        card.endExclusive();
        card.disconnect(false);
    }

    public static void main(String[] arguments) throws CardException {
        CardTerminals terminals = TerminalFactory.getDefault().terminals();
        for (CardTerminal terminal : terminals.list()) {
            System.out.println("terminal: " + terminal.getName() + " " + terminal.isCardPresent());
        }
        CardTerminal terminal = terminals.getTerminal(arguments[0]);
        useCard(terminal);
        System.out.println("ready");
        System.out.println("absent: " + terminal.waitForCardAbsent(0));
        System.out.println("present: " + terminal.waitForCardPresent(0));
        useCard(terminal);
    }
}
