"""Unified diffs of what a command changed, or would change, safe to print on a terminal."""

from __future__ import annotations

import io
from collections.abc import Iterator

from briefing.cli.report import sanitise

MOST_LINES = 20_000
"""Lines of a file beyond which its lines are not compared: that would take minutes."""


def unified_diff(path: str, before: bytes | None, now: bytes | None) -> Iterator[str]:
    """Yield the lines of a diff. None stands for no file."""
    from difflib import unified_diff as compare_lines

    name = sanitise(path)
    yield f"--- {name}" if before is not None else "--- (no file)"
    yield f"+++ {name}" if now is not None else "+++ (no file)"
    try:
        # `splitlines` would also end lines at characters that are none in YAML or Markdown.
        old, new = (list(io.StringIO((data or b"").decode("utf-8"), newline="\n")) for data in (before, now))
    except UnicodeDecodeError:
        yield f"(not text: {len(before or b''):,} bytes before, {len(now or b''):,} bytes now)"
        return
    if max(len(old), len(new)) > MOST_LINES:
        yield f"(too long to show: {len(old):,} lines before, {len(new):,} lines now)"
        return
    for number, line in enumerate(compare_lines(old, new)):
        if number >= 2:  # the two names are above
            bare = line.removesuffix("\n")
            yield "\t".join(sanitise(part) for part in bare.removesuffix("\r").split("\t"))
            if bare == line:
                yield "\\ No newline at end of file"
