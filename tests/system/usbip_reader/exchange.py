"""PC_to_RDR_XfrBlock at each exchange level: what the card is told, and what the reader makes of its answer."""
from .card_slot import CardSlot
from .options import CHARACTER, EXTENDED, SHORT, TPDU, Options
from .toy_card import check_byte

BEGINS, ENDS, CONTINUES, ASKS_FOR_MORE = 1, 2, 3, 0x10  # wLevelParameter, bChainParameter


def exchange(slot: CardSlot, options: Options, parameter, data):
    """The answer, and its bChainParameter."""
    level = options.exchange_level
    if level in (EXTENDED, SHORT):
        return _command(slot, options, parameter if level == EXTENDED else 0, data)
    if data[:1] == b"\xff" and 3 <= len(data) <= 6 and not check_byte(data):  # PPS: agreed to
        slot.protocol = data[1] & 0x0F
        return data, 0
    if level == TPDU:
        return slot.t1.block(data) if slot.card.protocol == 1 else slot.t0.tpdu(data), 0
    assert level == CHARACTER
    if slot.card.protocol == 0:
        return slot.t0.characters(data, parameter), 0
    return _block_in_characters(slot, parameter, data), 0


def _command(slot, options, parameter, data):
    if parameter in (BEGINS, CONTINUES):
        slot.command = data if parameter == BEGINS else slot.command + data
        return b"", ASKS_FOR_MORE
    if parameter == ENDS:
        data, slot.command = slot.command + data, b""
    if parameter == ASKS_FOR_MORE:
        answer, slot.answer = slot.answer, b""
    else:
        answer = slot.card.answer(data)
    room = options.largest_message - 10
    if len(answer) > room:
        answer, slot.answer = answer[:room], answer[room:]
        return answer, CONTINUES if parameter == ASKS_FOR_MORE else BEGINS
    return answer, ENDS if parameter == ASKS_FOR_MORE else 0


def _block_in_characters(slot, parameter, data):
    if data:
        slot.characters = slot.t1.block(data)
    wanted = parameter or len(slot.characters)
    answer, slot.characters = slot.characters[:wanted], slot.characters[wanted:]
    return answer
