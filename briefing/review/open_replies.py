"""Read a reviewed copy's open comments, with the answers typed in the dossier, as threads for a new Word file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.build.discovery import DossierRef, printable
from briefing.problems.problem import Problem
from briefing.review.open_copies import read_copy_at

if TYPE_CHECKING:
    from briefing.document.comment_threads import CommentThread
    from briefing.readers.docx_comments import Comment
    from briefing.readers.reviewed import Copy
    from briefing.review.replies import Key


PROGRAM = "briefing"
"""Author of the answers if the dossier names no publisher."""


@dataclass(frozen=True, slots=True)
class Replies:
    """The open threads, and the number of resolved ones, which are left out."""

    threads: tuple[CommentThread, ...]
    resolved: int


def read_replies(file: Path, dossier: DossierRef, problems: list[Problem]) -> Replies | None:
    """Return the threads of a copy; if it cannot be read, add the reason to `problems` and return None."""
    from briefing.document.comments import CHECKER
    from briefing.facts.load import load_ledger
    from briefing.problems.problem import Location
    from briefing.readers.docx_comments import read_comments
    from briefing.review.open_finished import read_isolated
    from briefing.review.replies import path_of, read_answers

    copy = read_copy_at(file, problems)
    if copy is None:
        return None
    comments = read_isolated(
        lambda: read_comments(copy.package, copy.location), Location(printable(str(file))), problems
    )
    if comments is None:
        return None

    named = (copy.record or {}).get("dossier", dossier.name)
    if named != dossier.name:
        message = f'this is a copy of the brief "{named}", not of "{dossier.name}"'
        problems.append(
            Problem(
                "other-dossier", printable(message), copy.location, f"use it with briefing build {printable(named)}"
            )
        )
        return None
    path = path_of(dossier.folder, file.name)
    answers, found = read_answers(path, f"{dossier.display_path}/{path.parent.name}/{path.name}")
    problems += found
    ledger, _ = load_ledger(dossier.folder, dossier.display_path)
    answerer = (ledger.dossier.publisher if ledger is not None else "") or PROGRAM
    roots = [comment for comment in comments if not comment.parent and comment.author != CHECKER]
    open_ = [comment for comment in roots if not comment.resolved]
    threads = tuple(_thread(root, comments, copy, answers, answerer) for root in open_)
    return Replies(threads, len(roots) - len(open_))


def _thread(
    root: Comment, comments: tuple[Comment, ...], copy: Copy, answers: Mapping[Key, str], answerer: str
) -> CommentThread:
    from briefing.document.comment_threads import CommentThread
    from briefing.document.comments import CommentText
    from briefing.review.replies import key_of

    parents = {comment.id: comment.parent for comment in comments}
    texts = []
    for comment in comments:
        if _root_of(comment.id, parents) != root.id:
            continue
        lines = tuple(comment.text.split("\n")) or ("",)
        texts.append(CommentText(comment.author, comment.initials, lines, comment.date))
        answer = answers.get(key_of(comment.author, comment.text))
        if answer:
            texts.append(CommentText(answerer, answerer[:2], (answer,)))
    for paragraph in (*copy.body, *copy.notes):
        commented = [run for run in paragraph.runs if root.id in run.comments]
        if commented:
            markers = dict.fromkeys(run.marker for run in commented if run.marker)
            return CommentThread(tuple(texts), tuple(markers), paragraph.before)
    return CommentThread(tuple(texts), (), "")


def _root_of(identifier: str, parents: dict[str, str]) -> str:
    seen = {identifier}
    while (above := parents.get(identifier, "")) and above not in seen:
        seen.add(above)
        identifier = above
    return identifier
