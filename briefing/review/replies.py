"""Replies to reviewers' comments, in `reviews/NAME.yaml` of a dossier: one entry per comment, with a line for the answer.

New comments are added at the end of the file; what is already there is never changed. The callers write the file.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TypeAlias

from briefing.facts.scalars import as_typed
from briefing.facts.yaml_reader import Node, parse_yaml
from briefing.files.regular_file import read_regular
from briefing.problems.problem import Location, Problem

FOLDER = "reviews"
_PREFIX = "comment_"
_KEYS = ("author", "date", "on", "comment", "answer")
_SHORT = 300
_MAX_BYTES = 5_000_000


Key: TypeAlias = tuple[str, str]
"""Author and text of a comment. Word and LibreOffice may renumber comments when they save, so ids do not identify them."""


@dataclass(frozen=True, slots=True)
class ReplyEntry:
    """A comment in the file: its id, author and date, the words it is attached to (`on`), and its text."""

    id: str
    author: str
    date: str
    on: str
    text: str


def path_of(folder: Path, name: str) -> Path:
    """Return the path of the replies to a copy's comments, named after the copy."""
    stem = "".join(c if c.isalnum() or c in "-_ ." else "-" for c in Path(name).stem).strip(". ") or "copy"
    return folder / FOLDER / f"{stem}.yaml"


def add_entries(text: str, comments: Iterable[ReplyEntry], name: str) -> str:
    """Return the file's text with an entry for each comment that has none yet."""
    node, _ = parse_yaml(text, "") if text.strip() else (None, [])
    entries = node.group if node is not None else {}
    known = {_key_of(entry) for entry in entries.values()}
    names = set(entries)
    head = f"# Comments on {_line(name)}. Type an answer, and send it with: briefing build --carry-comments {_line(name)}\n"
    pieces = [text if text.endswith("\n") or not text else f"{text}\n"] if text else [head]
    for comment in comments:
        if key_of(comment.author, comment.text) not in known:
            free = (f"{_PREFIX}{comment.id}{'' if n == 1 else f'_{n}'}" for n in count(1))
            names.add(own := next(each for each in free if each not in names))
            known.add(key_of(comment.author, comment.text))
            entry = {"author": comment.author, "date": comment.date[:10], "on": comment.on, "comment": comment.text}
            lines = [f"  {key}: {as_typed(_line(words))}" for key, words in entry.items() if words]
            pieces.append("\n".join([f"{own}:", *lines, '  answer: ""']) + "\n")
    return "".join(pieces)


def key_of(author: str, text: str) -> Key:
    """Return the key that identifies a comment in the file."""
    return _line(author), _line(text)


def _key_of(entry: Node) -> Key:
    author, comment = (entry.group.get(name) for name in ("author", "comment"))
    return key_of(author.text if author is not None else "", comment.text if comment is not None else "")


def _line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHORT else f"{words[: _SHORT - 1]}…"


def read_answers(path: Path, display_path: str) -> tuple[Mapping[Key, str], list[Problem]]:
    """Return the answers by comment, and problems with the file. A missing file has no answers."""
    location = Location(display_path)
    try:
        text = read_regular(path, _MAX_BYTES).decode("utf-8")
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, OSError) and error.errno == errno.EFBIG:
            return {}, [Problem("too-large", f"this file is larger than {_MAX_BYTES // 1_000_000} MB", location)]
        return {}, [Problem("unreadable-file", f"this file cannot be read: {error}", location)]
    node, problems = parse_yaml(text, display_path)
    problems = [p for p in problems if p.code != "empty-file"]
    answers: dict[Key, str] = {}
    for key, entry in node.group.items() if node is not None else ():
        if not key.startswith(_PREFIX):
            message = f'entries must be named {_PREFIX}1, {_PREFIX}2 … (got "{key}")'
            problems.append(Problem("unknown-key", message, entry.key))
            continue
        for name, value in entry.group.items():
            if name not in _KEYS:
                hint = "type your answer after answer:"
                problems.append(Problem("unknown-key", f'unknown key "{name}" in a comment', value.key, hint))
        answer = entry.group.get("answer")
        if answer is not None and answer.text.strip():
            answers[_key_of(entry)] = answer.text.strip()
    return answers, problems
