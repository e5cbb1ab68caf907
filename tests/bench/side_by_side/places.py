"""Where things are. The integration tests' harness is used as it is: it knows how to start and end a daemon."""
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "tests/integration"))

BUILD = Path(os.environ.get("SCRM_BUILD", ROOT / "build/release"))
os.environ["SCRM_BUILD"] = str(BUILD)
PROGRAMS = BUILD / "tests/bench"
CLIENT = PROGRAMS / "bench_client"
ECHO_LOOP = PROGRAMS / "bench_echo_loop"
NULL_HANDLER = PROGRAMS / "libnull_ifd_handler.so"
