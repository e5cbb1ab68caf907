"""Where things are: as ctest says in the environment, or else where ./dev leaves them."""
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BUILD = Path(os.environ.get("SCRM_BUILD", ROOT / "build/dev"))
PEERS = Path(os.environ.get("SCRM_PEERS", ROOT / "build/peers"))
PROGRAMS = Path(__file__).resolve().parents[1] / "programs"
PYTHON = sys.executable

# The test's own folder, its programs' too, and the one socket clients use: a stock library reads the name once.
SCRATCH = Path(os.environ.setdefault("SCRM_SCRATCH", "") or tempfile.mkdtemp(prefix="scrm-"))
os.environ["SCRM_SCRATCH"] = str(SCRATCH)
SOCKET = Path(os.environ.get("SCRM_SOCKET", SCRATCH / "pcscd.comm"))

# Seconds after which something that always happens has not happened. Nothing is measured by it.
PATIENCE = int(os.environ.get("SCRM_PATIENCE", "60"))
