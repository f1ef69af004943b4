"""Answers to reviewers' comments: `reviews/NAME.yaml` in a dossier's folder, one entry a comment, with a line to type the answer on.

Takes comments and the text of the file as it stands, gives the file with what is new added at its end; takes a folder, gives the answers
typed in it. What is there is never changed. Writes nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TypeAlias

from briefing.facts.scalars import as_typed
from briefing.facts.yaml_reader import Node, parse_yaml
from briefing.problems.problem import Location, Problem

FOLDER = "reviews"
_PREFIX = "comment_"
_KEYS = ("author", "date", "on", "comment", "answer")
_SHORT = 300
_LARGEST = 5_000_000


Key: TypeAlias = tuple[str, str]
"""By whom a comment is, and what it says: programs number comments anew when they save."""


@dataclass(frozen=True, slots=True)
class ReplyEntry:
    """A comment as it is listed: its id, by whom and when, what it hangs on and what it says."""

    id: str
    author: str
    date: str
    on: str
    text: str


def path_of(folder: Path, name: str) -> Path:
    """Where the answers to a copy's comments stand: by the file's name, wherever the copy lies."""
    stem = "".join(c if c.isalnum() or c in "-_ ." else "-" for c in Path(name).stem).strip(". ") or "copy"
    return folder / FOLDER / f"{stem}.yaml"


def add_entries(text: str, asked: Iterable[ReplyEntry], name: str) -> str:
    """The file with an entry for each comment that has none yet."""
    node, _ = parse_yaml(text, "") if text.strip() else (None, [])
    entries = node.group if node is not None else {}
    known = {_key_of(entry) for entry in entries.values()}
    names = set(entries)
    head = f"# Comments on {_line(name)}. Type an answer, and send it with: briefing build --carry-comments {_line(name)}\n"
    pieces = [text if text.endswith("\n") or not text else f"{text}\n"] if text else [head]
    for comment in asked:
        if key_of(comment.author, comment.text) not in known:
            free = (f"{_PREFIX}{comment.id}{'' if n == 1 else f'_{n}'}" for n in count(1))
            names.add(own := next(each for each in free if each not in names))
            known.add(key_of(comment.author, comment.text))
            pieces.append(_entry(own, comment))
    return "".join(pieces)


def key_of(author: str, text: str) -> Key:
    """What a comment is known by in the file."""
    return _line(author), _line(text)


def _key_of(entry: Node) -> Key:
    author, comment = (entry.group.get(name) for name in ("author", "comment"))
    return key_of(author.text if author is not None else "", comment.text if comment is not None else "")


def _entry(name: str, comment: ReplyEntry) -> str:
    told = {"author": comment.author, "date": comment.date[:10], "on": comment.on, "comment": comment.text}
    lines = [f"  {key}: {as_typed(_line(words))}" for key, words in told.items() if words]
    return f"{name}:\n" + "\n".join([*lines, '  answer: ""']) + "\n"


def _line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHORT else f"{words[: _SHORT - 1]}…"


def read_answers(path: Path, shown: str) -> tuple[Mapping[Key, str], list[Problem]]:
    """Answers by what their comment is known by, and what is wrong with how they are typed. None are there where there is no file."""
    location = Location(shown)
    try:
        data = path.read_bytes()[: _LARGEST + 1]
        text = data.decode("utf-8")
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError) as error:
        return {}, [Problem("unreadable-file", f"this file cannot be read: {error}", location)]
    if len(data) > _LARGEST:
        return {}, [Problem("too-large", "this file is larger than any list of answers", location)]
    node, problems = parse_yaml(text, shown)
    problems = [p for p in problems if p.code != "empty-file"]
    answers: dict[Key, str] = {}
    for key, entry in node.group.items() if node is not None else ():
        if not key.startswith(_PREFIX):
            message = f'"{key}" is no comment: entries are named {_PREFIX}1, {_PREFIX}2 …'
            problems.append(Problem("unknown-key", message, entry.key))
            continue
        for name, value in entry.group.items():
            if name not in _KEYS:
                problems.append(Problem("unknown-key", f'a comment has no line "{name}:"', value.key, "answer:"))
        answer = entry.group.get("answer")
        if answer is not None and answer.text.strip():
            answers[_key_of(entry)] = answer.text.strip()
    return answers, problems
