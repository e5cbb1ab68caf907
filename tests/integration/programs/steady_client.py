"""steady_client.py READER: a well-behaved program that goes on working until its input ends. It says how often it has
worked, or what went wrong."""
import select
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from harness import codes  # noqa: E402
from harness.winscard import Winscard  # noqa: E402

COMMAND, ANSWER = bytes.fromhex("80EC000003 010203 00"), bytes.fromhex("010203 9000")


def work(winscard, reader):
    """A context's whole life; the names of the calls that failed."""
    code, context = winscard.establish()
    results = {"establish": code, "list": winscard.list_readers(context)[0]}
    results["look"], (state,) = winscard.status_change(context, [(reader, 0)])
    results["connect"], card, _ = winscard.connect(context, reader)
    results["begin"] = winscard.begin(card)
    results["transmit"], answer, *_ = winscard.transmit(card, codes.T1, COMMAND)
    results["end"] = winscard.end(card)
    results["status"] = winscard.status(card)[0]
    results["disconnect"] = winscard.disconnect(card)
    results["release"] = winscard.release(context)
    results["card"] = 0 if state.event & codes.STATE_PRESENT and answer == ANSWER else 1
    return [f"{name} {code:#x}" for name, code in results.items() if code]


def main():
    winscard = Winscard("libpcsclite.so.1")
    print("working", flush=True)
    times = 0
    while True:
        if failures := work(winscard, sys.argv[1]):
            sys.exit(f"after {times} times: {', '.join(failures)}")
        times += 1
        if select.select([sys.stdin], [], [], 0.01)[0]:
            break
    print(f"worked {times} times", flush=True)


main()
