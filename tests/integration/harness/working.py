"""Commands that prepare a test: they work, or say why not."""
import os
import subprocess

from .places import PATIENCE


def command_works(*command, patience=PATIENCE):
    """Its own words if it does not."""
    ran = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=patience, check=False,
                         env={**os.environ, "LD_PRELOAD": ""})
    return "" if ran.returncode == 0 else ran.stdout + ran.stderr
