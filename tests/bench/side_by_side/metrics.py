"""What is measured: the rows of the report, in its order."""
from dataclasses import dataclass, field

from idle import measure_idle
from thousands import measure_thousands

# Round trips for the bare loop, request and reply in bytes: as a daemon with one a call would have them, and as the
# stock library makes them, which sends what is before the + by itself.
STATE = "16:2952"  # sixteen reader records
STOCK_STATE = "8:2944"


@dataclass(frozen=True)
class Metric:
    name: str
    title: str
    figure: str                    # the one that is compared, of those the measurement gives
    unit: str
    measurement: str = "calls"     # bench_client's
    options: dict = field(default_factory=dict)
    where: str = "free"            # of daemon and client: "same" or "split" processors, or "free"
    seconds: float = 0.05          # of a pass
    passes: int = 9                # of a whole run; a quick one has a third
    more_is_better: bool = False
    compared: bool = True          # whether more or less of it is better at all
    trips: dict = field(default_factory=dict)  # of the bare loops, by side
    fresh: int = 0                 # 1: with a connection for each call
    run: object = None             # run(sides, quick): measures all sides itself
    quick: bool = True             # part of a quick run


def transmit(size, answer, where="same"):
    suffix = "" if where == "same" else f"_{where}"
    place = {"same": "one CPU", "split": "two CPUs"}[where]
    return Metric(f"transmit_{size}{suffix}", f"Transmit {size} B, {place}", "p50", "us", where=where,
                  options={"call": "transmit", "size": size},
                  trips={"bare": f"{40 + size}:{32 + answer}", "bare_stock": f"8+32+{size}:{32 + answer}"})


def call(name, title, trips, stock_trips, fresh=0):
    return Metric(name, title, "p50", "us", where="same", options={"call": name},
                  trips={"bare": trips, "bare_stock": stock_trips}, fresh=fresh)


def crowd(name, title, where, **options):
    return Metric(name, title, "rate", "/s", "crowd", options, where, seconds=0.3, passes=6, more_is_better=True)


def events(waiters, rounds, where="free", quick=True, **options):
    return Metric(f"event_{waiters}", f"Card taken out, the last of {waiters} waiting", "last_p50", "us", "events",
                  {"rounds": rounds, **options}, where, passes=6, quick=quick)


METRICS = (
    transmit(5, 2), transmit(256, 252), transmit(65000, 64993),
    transmit(5, 2, "split"), transmit(256, 252, "split"), transmit(65000, 64993, "split"),
    call("transaction", "Begin + End", "16:8,20:12", "8+8:8,8+12:12"),
    call("establish", "Establish + Release", "40:36,16:8", "8+12:12,8+12:12,8+8:8", fresh=1),
    call("connect", "Connect + Disconnect", "156:148,20:12", "8+152:152,8+12:12"),
    call("status", "Status", STATE, f"{STOCK_STATE},8+8:8"),
    call("unaware", "GetStatusChange of 16, unaware", STATE, f"{STOCK_STATE},{STOCK_STATE}"),
    call("list", "ListReaders", STATE, STOCK_STATE),
    call("no_time", "GetStatusChange, timeout 0", STATE, f"{STOCK_STATE},{STOCK_STATE}"),
    crowd("processes_8", "8 processes, one CPU", "same", processes=8),
    crowd("processes_64", "64 processes, one CPU", "same", processes=64),
    crowd("threads_8", "8 threads, free", "free", processes=1, threads=8),
    crowd("threads_64", "64 threads, free", "free", processes=1, threads=64),
    Metric("contenders_8", "8 contenders, card 1 ms, think 1 ms", "rate", "/s", "contenders",
           {"processes": 8, "card_ms": 1, "think_ms": 1}, seconds=2, passes=3, more_is_better=True),
    Metric("contenders_64", "64 contenders, no think: hand-over", "hand_over_p50", "us", "contenders",
           {"processes": 64}, seconds=0.8, passes=3),
    events(1, 20, "same"), events(100, 6, processes=100), events(1000, 6, quick=False, processes=50, threads=20),
    Metric("cancel", "Cancel, the waiter back", "p50", "us", "cancel", where="same", passes=6),
    Metric("storm", "Card in and out at full speed, 50 waiting: news", "news", "/s", "storm", {"processes": 50},
           seconds=3, passes=3, compared=False),
    Metric("start_1", "exec to first Establish, 1 reader", "p50", "us", "start", {"readers": 1, "rounds": 5}, passes=3),
    Metric("start_16", "exec to first Establish, 16 readers", "p50", "us", "start", {"readers": 16, "rounds": 5},
           passes=3),
    Metric("contexts_1000", "1000 contexts, memory of the daemon", "rss_open", "kB",
           run=lambda sides, quick: measure_thousands(sides, 1000)),
    Metric("contexts_10000", "10000 contexts, memory of the daemon", "rss_open", "kB",
           run=lambda sides, quick: measure_thousands(sides, 10000), quick=False),
    Metric("idle", "16 readers, 10 waiting: wake-ups", "wakeups", "/s", compared=False, run=measure_idle,
           quick=False),
)
