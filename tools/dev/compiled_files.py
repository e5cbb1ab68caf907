"""compiled_files.py BUILD: the project's files that BUILD compiles and clang-tidy is to see, one a line: but for
NAME_none.cpp, which do nothing with what their headers have for others."""
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
build = pathlib.Path(sys.argv[1]).resolve()
for name in sorted({entry["file"] for entry in json.loads((build / "compile_commands.json").read_text())}):
    path = pathlib.Path(name)
    if path.is_relative_to(ROOT) and not path.is_relative_to(build) and not path.stem.endswith("_none"):
        print(path.relative_to(ROOT))
