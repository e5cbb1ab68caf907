"""The files of the project: what git tracks or would track; in an unpacked archive everything outside build/.

Run as a program it prints the C and C++ files, each with a NUL after it.
"""
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
C_FAMILY = (".h", ".hpp", ".c", ".cpp")


def files():
    """Paths relative to ROOT, sorted, of files that exist."""
    if (ROOT / ".git").exists():
        command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "-co", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout.decode()
        names = [name for name in listed.split("\0") if name]
    else:
        names = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")]
    return sorted(name for name in names if not name.startswith("build/") and (ROOT / name).is_file())


def text_of(name):
    return (ROOT / name).read_bytes().decode(errors="replace")


def report(check, complaints, praise):
    """Prints the complaints, or that there are none; returns the exit code."""
    print("\n".join(complaints) or f"{check}: {praise}")
    return 1 if complaints else 0


if __name__ == "__main__":
    print(*(name + "\0" for name in files() if name.endswith(C_FAMILY)), sep="", end="")
