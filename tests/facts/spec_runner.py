"""Runs one spec file: a Markdown file with a heading, a line of prose, files of a dossier, and the problems they give.

A file is a fenced block whose first line names it: ```yaml facts/x/economy.yaml. Behind the name, `escaped` means that \\x07,
\\u202e and the like stand for characters, `bytes` that \\xed and the like stand for bytes. "There is no `NAME`." leaves out
one of the files that are there by default. The block ```problems holds what `load_ledger` reports, exactly.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from briefing.facts.load import load_ledger

DEFAULTS = {
    "facts/x/dossier.yaml": "title: A brief\n",
    "facts/x/sources.yaml": "reuters_2012:\n  title: Russia writes off debt\n  date: 2012-09-17\n",
}
_BLOCK = re.compile(r"^```(\w+)(?: ([^\n]+?))?(?: (escaped|bytes))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ABSENT = re.compile(r"^There is no `([^`]+)`\.$", re.MULTILINE)


@dataclass(frozen=True)
class Spec:
    """`files` by path; `expected` is the text of the problems block."""

    files: dict[str, bytes]
    expected: str


def parse_spec(text: str) -> Spec:
    files = {path: content.encode() for path, content in DEFAULTS.items()}
    for name in _ABSENT.findall(text):
        files.pop(f"facts/x/{name}", None)
    expected = None
    for language, path, mode, body in _BLOCK.findall(text):
        if language == "problems":
            expected = body
        else:
            files[path] = _decode(body, mode)
    if expected is None:
        raise ValueError("a spec has a block of problems, even if it is empty")
    return Spec(files, expected)


def _decode(body: str, mode: str) -> bytes:
    if mode == "bytes":
        return re.sub(rb"\\x([0-9a-f]{2})", lambda m: bytes([int(m[1], 16)]), body.encode())
    if mode == "escaped":
        pattern = r"\\\\|\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))"
        return re.sub(pattern, lambda m: chr(int(m[1] or m[2] or m[3], 16)) if m.lastindex else "\\", body).encode()
    return body.encode()


def run_spec(spec: Spec) -> str:
    """The problems that the spec's dossier gives, one after the other as they are printed."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, content in spec.files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        _, problems = load_ledger(root / "facts" / "x", "facts/x")
    return "".join(f"{problem}\n" for problem in problems)
