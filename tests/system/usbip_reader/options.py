"""Which reader it is."""
from dataclasses import dataclass

EXTENDED, SHORT, TPDU, CHARACTER, LEVELS = 0x40000, 0x20000, 0x10000, 0, 0x70000
BY_ITSELF = 0x40 | 0x02  # negotiates with the card, or takes all from the ATR
FEATURES = {"char": 0x0000003A, "tpdu": 0x0001003A, "short": 0x000204BA, "ext": 0x000404BA}  # dwFeatures
LARGEST_EXTENDED = 65544


@dataclass
class Options:
    level: str = "ext"      # char, tpdu, short or ext
    card: str = "t1"        # t0, t1, or none
    slots: int = 1
    busy: int = 1           # slots that may be busy at a time
    speed: str = "full"     # or high
    interrupt: int = 1      # 0: no such endpoint
    vendor: int = 0x08E6
    product: int = 0x3437
    largest_message: int = 0  # 0: what suits the level
    largest_block: int = 254
    pin: int = 0
    slow: float = 0.0       # seconds until a card that is switched on has answered
    name: str = "toy CCID"
    ta1: int | None = None
    features: int | None = None

    def __post_init__(self):
        if self.features is None:
            self.features = FEATURES[self.level]
        if not self.largest_message:
            self.largest_message = LARGEST_EXTENDED if self.level == "ext" else 271

    @property
    def exchange_level(self):
        return self.features & LEVELS
