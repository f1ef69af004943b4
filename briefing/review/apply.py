"""Apply unambiguous edits to the fact and template files of a dossier, for `briefing review --apply`.

All files are written or none, and `briefing undo` can put them back. An edit that cannot be applied stays in the list with its
reason. Dossiers and templates that ship with briefing are never changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from briefing.build.discovery import DOSSIER_FILE, printable, shipped_folder, working_folder
from briefing.files.undo_journal import write_recorded
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.review.replies import FOLDER as REVIEWS

if TYPE_CHECKING:
    from briefing.review.edits.edits import Edit
    from briefing.review.edits.review_result import Reviewed
    from briefing.review.open_copies import ReviewTarget

_LABEL = re.compile(r"[^.]*\d\.\s+")
"""Label at the beginning of a caption, such as "Table 1. ": it is generated, not typed."""
SHIPPED = "it ships with briefing: copy the dossier into ./facts first"


@dataclass(slots=True)
class _Files:
    """Texts of the files of a dossier and its templates, with the changes so far."""

    target: ReviewTarget
    texts: dict[Path, str] = field(default_factory=dict)
    old: dict[Path, str] = field(default_factory=dict)

    def path_of(self, display_path: str) -> Path:
        """Return the path of a file as problems name it; raise CannotApply if it must not be written."""
        from briefing.review.rewriting import CannotApply

        path = self._find(display_path)
        if path is None:
            raise CannotApply(f"file not found: {printable(display_path)}")
        shipped = any(path.resolve().is_relative_to(shipped_folder(kind).resolve()) for kind in ("facts", "templates"))
        if shipped and not path.resolve().is_relative_to(Path.cwd().resolve()):
            raise CannotApply(SHIPPED)
        return path

    def _find(self, display_path: str) -> Path | None:
        direct = Path(display_path)
        dossier = self.target.dossier
        roots = [(dossier.display_path, dossier.folder), *((str(folder), folder) for folder in self.target.templates)]
        for name, folder in roots:
            if display_path.startswith(f"{name}/"):
                path = folder / display_path.removeprefix(f"{name}/")
                if path.is_file():
                    return path
        if direct.is_file():
            return direct
        # A file of another dossier whose facts are used: its folder is next to this one.
        beside = dossier.folder.parent / Path(*direct.parts[-2:])
        return beside if beside.is_file() else None

    def text(self, path: Path) -> str:
        if path not in self.texts:
            self.old[path] = self.texts[path] = path.read_bytes().decode("utf-8")
        return self.texts[path]

    def changed(self) -> list[Path]:
        return [path for path, text in self.texts.items() if text != self.old[path]]


def apply_edits(
    edits: Sequence[Edit],
    copies: Sequence[Reviewed],
    target: ReviewTarget | None,
    problems: list[Problem],
) -> tuple[list[Edit], list[str]]:
    """Apply edits; return those that are left, with reasons, and the files that were written.

    Also writes the files in which open comments can be answered. All of it is one write for `briefing undo`.
    """
    command = f"briefing review {' '.join(dict.fromkeys(copy.name for copy in copies))} --apply"
    if target is None:
        message = "nothing is applied, because the dossier of this brief is not known"
        problems.append(Problem("not-applied", message, hint="name it: --dossier NAME", severity="warning"))
    left, files = _apply_all(edits, copies, target)
    return left, _write({**files, **_answer_files(left, target, problems)}, command, problems)


def _apply_all(
    edits: Sequence[Edit], copies: Sequence[Reviewed], target: ReviewTarget | None
) -> tuple[list[Edit], dict[Path, bytes]]:
    """Return the edits that are left, with reasons, and the new bytes of the files that the others change."""
    from briefing.review.rewriting import CannotApply

    if target is None or target.classifier is None:
        return list(edits), {}
    files = _Files(target)
    authors = {copy.name: copy.copy.last_author for copy in copies}
    left: list[Edit] = []
    # From the end of a template to its beginning, so that no edit shifts the lines of a later one.
    done: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (-e.first, -e.start)):
        if not edit.way or edit.state != "open":
            left.append(edit)
            continue
        try:
            _apply(_narrowed(edit, done), files, authors.get(edit.copy, ""), target)
            done.append(edit)
        except CannotApply as error:
            left.append(replace(edit, reason=error.reason, way=""))
        except (OSError, UnicodeDecodeError) as error:
            left.append(replace(edit, reason=f"the file cannot be read: {error}", way=""))
    order = {edit.id: at for at, edit in enumerate(edits)}
    left.sort(key=lambda edit: order[edit.id])
    return left, {path: files.texts[path].encode() for path in files.changed()}


def _answer_files(edits: Sequence[Edit], target: ReviewTarget | None, problems: list[Problem]) -> dict[Path, bytes]:
    """Return the files in which open comments can be answered, with the new comments added.

    A dossier that ships with briefing has no such files.
    """
    from briefing.review.replies import ReplyEntry, add_entries, path_of

    files: dict[Path, bytes] = {}
    if target is None or target.dossier.shipped:
        return files
    by_copy: dict[str, list[ReplyEntry]] = {}
    for edit in edits:
        if edit.kind == "comment" and not edit.resolved:
            by_copy.setdefault(edit.copy, []).append(
                ReplyEntry(edit.number, edit.author, edit.date, edit.on, edit.text)
            )
    for name, asked in by_copy.items():
        path = path_of(target.dossier.folder, name)
        try:
            old = path.read_bytes().decode("utf-8") if path.is_file() else ""
            new = add_entries(old, asked, name)
            if new != old:
                files[path] = new.encode()
        except BriefingError as error:
            problems += error.problems
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem("cannot-write", str(error), Location(printable(str(path)))))
    return files


def _narrowed(edit: Edit, done: Sequence[Edit]) -> Edit:
    """Shorten the context of an edit by words that are typed elsewhere, or that an applied edit has changed."""
    passage, first, last = edit.passage, edit.start - len(edit.before), edit.end + len(edit.after)
    if passage is None or not edit.old + edit.new or edit.kind not in ("prose", "cell"):
        return edit
    around = [s for s in passage.spans if edit.way == "statement" and s.start <= edit.start and edit.end <= s.end]
    for span in around[:1]:
        first, last = max(first, span.start), min(last, span.end)
    label = _LABEL.match(passage.text) if passage.kind in ("table", "figure") and passage.place == 0 else None
    if label is not None and edit.start >= label.end():
        first = max(first, label.end())
    behind = [e.start for e in done if e.way != "figure" and e.passage == passage and e.start >= edit.end]
    last = min([last, *behind])
    return replace(edit, before=passage.text[first : edit.start], after=passage.text[edit.end : last])


def _write(files: Mapping[Path, bytes], command: str, problems: list[Problem]) -> list[str]:
    """Write files, those of each working folder together; most often there is only one."""
    folders: dict[Path, dict[Path, bytes | None]] = {}
    for path, data in files.items():
        # A file of answers is in a folder of the dossier.
        inner = path.parent.name == REVIEWS and (path.parent.parent / DOSSIER_FILE).is_file()
        owner = path.parent.parent if inner else path.resolve().parent
        folders.setdefault(working_folder(owner), {})[path] = data
    written: list[str] = []
    for folder, contents in folders.items():
        try:
            written += [str(path) for path in write_recorded(folder, contents, command)]
        except BriefingError as error:
            problems += error.problems
        except OSError as error:
            problems.append(Problem("cannot-write", str(error), Location(printable(str(folder)))))
    return written


def _apply(edit: Edit, files: _Files, last_author: str, target: ReviewTarget) -> None:
    from briefing.review import rewriting

    path = files.path_of(edit.file)
    text = files.text(path)
    if edit.way == "figure":
        text = _propose(text, edit, last_author, target)
    elif edit.way == "statement":
        text = rewriting.reword_yaml(text, edit.path, edit.old, edit.new, edit.before, edit.after)
    elif edit.way == "template":
        text = rewriting.reword_template(text, edit.first, edit.last, edit.old, edit.new, edit.before, edit.after)
    elif edit.way == "insert":
        word, _, level = edit.shape.partition(" ")
        kind: Literal["paragraph", "item"] | int = "item" if word == "item" else "paragraph"
        if word == "heading":
            kind = int(level)
        text = rewriting.insert_paragraph(text, edit.last, edit.new, kind)
    elif edit.way == "delete":
        text = rewriting.delete_lines(text, edit.first, edit.last, edit.old)
    files.texts[path] = text


def _propose(text: str, edit: Edit, last_author: str, target: ReviewTarget) -> str:
    """Return the file with the figure added to its fact as a proposal."""
    from briefing.review import rewriting
    from briefing.review.edits.edit_status import claim_of
    from briefing.review.rewriting.typed_figures import typed_date, typed_value

    assert target.ledger is not None
    assert target.classifier is not None
    fact = target.ledger.facts[edit.fact]
    keys: dict[str, str] = {}
    if edit.aspect == "date":
        claim = claim_of(fact, edit.claim, edit.point)
        key = "as_of" if claim is not None and claim.as_of is not None else "date"
        keys[key] = typed_date(edit.new, language=target.classifier.language)
    else:
        aspect: Literal["value", "number"] = "number" if edit.aspect == "number" else "value"
        keys["value"] = typed_value(edit.new, edit.value, fact.unit, aspect=aspect, language=target.classifier.language)
    proposal = rewriting.NewProposal(
        proposer=edit.author or last_author or Path(edit.copy).stem,
        proposed=edit.date[:10],
        instead_of=edit.old,
        claim=edit.claim,
        point=edit.point,
        **keys,
    )
    return rewriting.propose(text, edit.fact, proposal)
