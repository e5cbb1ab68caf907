"""Thousands of contexts at once, three times: the daemon's memory before, meanwhile and after."""
ROUNDS = 3
PROCESSES = 10


def measure_thousands(sides, contexts):
    """The figures of the first round, and beside them the memory after each: what is not given back would grow."""
    figures = {}
    for side in sides:
        with side.new_daemon() as daemon:
            rounds = [side.measure("contexts", daemon, processes=PROCESSES, each=contexts // PROCESSES)
                      for _ in range(ROUNDS)]
        after = {f"rss_after_{number}": one["rss_after"] for number, one in enumerate(rounds, 1)}
        figures[side.name] = [{**rounds[0], **after}]
    return figures
