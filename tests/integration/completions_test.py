"""Completions: the shells take them, and every option of the programs is in them."""
import re
import shutil
import subprocess
import unittest

from harness.libraries import OURS
from harness.places import BUILD, PATIENCE, ROOT
from harness.scrmd import PROGRAM, Scrmd

FILES = ROOT / "packaging/completions"
SCRMCTL = BUILD / "tools/scrmctl"
FOR_PCSCDS_SAKE = {"color", "disable-polkit", "force-reader-polling", "max-card-handle-per-reader",
                   "max-card-handle-per-thread", "max-thread"}


def output(*command, **options):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=PATIENCE,
                          check=True, **options).stdout


def options_of(*command):
    return set(re.findall(r"--([a-z][a-z-]+)", output(*command, "--help")))


def complete_in_bash(program, *words, path=""):
    """What bash offers for the last of the words."""
    script = ('PATH=$1:$PATH; source "$2"; shift 2; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); compopt() { :; }; '
              f'_{program}; printf "%s\\n" "${{COMPREPLY[@]}}"')
    offered = output("bash", "-c", script, "bash", path, FILES / f"{program}.bash", program, *words,
                     env=OURS.environment())
    return offered.split("\n")[:-1]


class Completions(unittest.TestCase):
    def test_shells_take_them(self):
        for shell, files in ("bash", "*.bash"), ("zsh", "_*"), ("fish", "*.fish"):
            if shutil.which(shell):
                for file in FILES.glob(files):
                    output(shell, "-n", file)

    def test_every_option_of_scrmd_is_offered(self):
        wanted = options_of(PROGRAM) - FOR_PCSCDS_SAKE
        self.assertIn("foreground", wanted)
        self.assertEqual(wanted, {word.removeprefix("--") for word in complete_in_bash("scrmd", "--")})
        for name in "_scrmd", "scrmd.fish":
            text = (FILES / name).read_text()
            for option in wanted:
                self.assertRegex(text, rf"(--|-l ){option}\b", name)

    def test_every_command_and_option_of_scrmctl_is_offered(self):
        for command in "list", "scan", "apdu", "atr":
            self.assertIn(command, complete_in_bash("scrmctl", ""))
            wanted = options_of(SCRMCTL, command)
            self.assertEqual(wanted, {word.removeprefix("--") for word in complete_in_bash("scrmctl", command, "--")})
            for name in "_scrmctl", "scrmctl.fish":
                for option in wanted:
                    self.assertRegex((FILES / name).read_text(), rf"(--|-l ){option}\b", name)

    def test_readers_are_offered_by_name(self):
        with Scrmd():
            offered = complete_in_bash("scrmctl", "apdu", "-r", "Virt", path=SCRMCTL.parent)
        self.assertEqual([r"Virtual\ reader\ 00\ 00"], offered)


if __name__ == "__main__":
    unittest.main()
