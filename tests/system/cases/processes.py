"""What a process and its children have used, as the kernel counts it."""
import re
from pathlib import Path


def family(pid):
    """The threads of the process and of its children."""
    for thread in Path(f"/proc/{pid}/task").iterdir():
        yield thread
        for child in (thread / "children").read_text().split():
            yield from family(child)


def processor_time(pid):
    """Seconds, of those threads that are there now."""
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in family(pid)) / 1e9


def wake_ups(pid):
    """How often they have waited for something."""
    pattern = re.compile(r"^voluntary_ctxt_switches:\t(\d+)$", re.MULTILINE)
    return sum(int(pattern.search((thread / "status").read_text())[1]) for thread in family(pid))
