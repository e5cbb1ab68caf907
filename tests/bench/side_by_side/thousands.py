"""Thousands of contexts at once, three times: the daemon's memory before, meanwhile and after."""
ROUNDS = 3
PROCESSES = 10


def measure_thousands(sides, contexts):
    """The figures of the first round, and by how much the memory after the last one is more than after the first."""
    figures = {}
    for side in sides:
        with side.new_daemon() as daemon:
            rounds = [side.measure("contexts", daemon, processes=PROCESSES, each=contexts // PROCESSES)
                      for _ in range(ROUNDS)]
        after = [one["rss_after"] for one in rounds]
        figures[side.name] = [{**rounds[0], "growth": after[-1] - after[0]}]
    return figures
