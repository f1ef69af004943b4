"""Answers to reviewers' comments: `reviews/NAME.yaml` in a dossier's folder, one entry a comment, with a line to type the answer on.

Takes comments and the text of the file as it stands, gives the file with what is new added at its end; takes a folder, gives the answers
typed in it. What is there is never changed. Writes nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefing.errors import Origin, Problem
from briefing.facts.plain_text import parse_plain_text
from briefing.facts.scalars import as_typed

FOLDER = "reviews"
_PREFIX = "comment_"
_KEYS = ("author", "date", "on", "comment", "answer")
_SHORT = 300
_LARGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class Asked:
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


def add_entries(text: str, asked: Iterable[Asked], name: str) -> str:
    """The file with an entry for each comment that has none yet."""
    node, _ = parse_plain_text(text, "") if text.strip() else (None, [])
    known = set(node.group) if node is not None else set()
    head = f"# Comments on {_line(name)}. Type an answer, and send it with: briefing build --reply {_line(name)}\n"
    pieces = [text if text.endswith("\n") or not text else f"{text}\n"] if text else [head]
    pieces += [_entry(comment) for comment in asked if f"{_PREFIX}{comment.id}" not in known]
    return "".join(pieces)


def _entry(comment: Asked) -> str:
    told = {"author": comment.author, "date": comment.date[:10], "on": comment.on, "comment": comment.text}
    lines = [f"  {key}: {as_typed(_line(words))}" for key, words in told.items() if words]
    return f"{_PREFIX}{comment.id}:\n" + "\n".join([*lines, '  answer: ""']) + "\n"


def _line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHORT else f"{words[: _SHORT - 1]}…"


def read_answers(path: Path, shown: str) -> tuple[Mapping[str, str], list[Problem]]:
    """Answers by the id of their comment, and what is wrong with how they are typed. None are there where there is no file."""
    origin = Origin(shown)
    try:
        data = path.read_bytes()[: _LARGEST + 1]
        text = data.decode("utf-8")
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError) as error:
        return {}, [Problem("unreadable-file", f"this file cannot be read: {error}", origin)]
    if len(data) > _LARGEST:
        return {}, [Problem("too-large", "this file is larger than any list of answers", origin)]
    node, problems = parse_plain_text(text, shown)
    problems = [p for p in problems if p.code != "empty-file"]
    answers: dict[str, str] = {}
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
            answers[key.removeprefix(_PREFIX)] = answer.text.strip()
    return answers, problems
