"""Run the commands of a page and compare what they print with what the page shows.

In the shown output a line "…" matches any number of lines, and "…" within a line matches any text.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

SHOWN_TO_FAIL = ("error[", "not built", "altered: ", "differs: ")
"""Words in the shown output of a command that may fail."""


def commands_in(texts: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return each command of some console blocks in order, with the lines shown as its output."""
    found: list[tuple[str, list[str]]] = []
    for text in texts:
        for line in text.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
    return found


def pattern_of(lines: list[str]) -> str:
    """Return a regular expression that matches the shown output."""
    parts = ["(?:.*\n)*" if line == "…" else re.escape(line).replace("…", ".*") + "\n" for line in lines]
    return "".join(parts)


def environment_with_briefing(folder: Path) -> dict[str, str]:
    """Write a `briefing` script into a folder and return an environment that finds it, and `python` with the package."""
    program = folder / "briefing"
    program.write_text(f"#!{sys.executable}\nfrom briefing.cli import main\nmain()\n", "utf-8")
    program.chmod(0o755)
    search = os.pathsep.join((str(folder), str(Path(sys.executable).parent), os.environ["PATH"]))
    return {**os.environ, "PATH": search, "COLUMNS": "100"}


def run_shown(command: str, lines: list[str], here: Path, environment: Mapping[str, str]) -> str:
    """Run a command and return "" if it prints what is shown, else what it printed. It may fail only if an error is shown."""
    done = subprocess.run(
        command, shell=True, cwd=here, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    ended = not done.returncode or any(word in line for line in lines for word in SHOWN_TO_FAIL)
    as_shown = re.fullmatch(pattern_of(lines), done.stdout)
    return "" if ended and as_shown else f"$ {command}\n{done.stdout}(exit code {done.returncode})"
