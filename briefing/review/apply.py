"""`briefing review --apply`: edits that are unambiguous, written into the dossier's fact and template files.

Takes edits with their places; writes all files or none, and `briefing undo` can put them back. What cannot be placed stays in the list
with its reason. Shipped dossiers and templates are not touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
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
"""What the caption of a table or figure begins with: it is counted, not typed."""
SHIPPED = "it ships with briefing: copy the dossier into ./facts first"


@dataclass(slots=True)
class _Files:
    """The files of a dossier and its templates, as they will be."""

    desk: ReviewTarget
    texts: dict[Path, str] = field(default_factory=dict)
    old: dict[Path, str] = field(default_factory=dict)

    def path_of(self, shown: str) -> Path:
        """Where a file lies that a problem would name so. Raises CannotApply where it may not be written."""
        from briefing.review.rewriting import CannotApply

        path = self._find(shown)
        if path is None:
            raise CannotApply(f"{printable(shown)} cannot be found")
        shipped = any(path.resolve().is_relative_to(shipped_folder(kind).resolve()) for kind in ("facts", "templates"))
        if shipped and not path.resolve().is_relative_to(Path.cwd().resolve()):
            raise CannotApply(SHIPPED)
        return path

    def _find(self, shown: str) -> Path | None:
        direct = Path(shown)
        dossier = self.desk.dossier
        roots = [(dossier.shown, dossier.folder), *((str(folder), folder) for folder in self.desk.templates)]
        for name, folder in roots:
            if shown.startswith(f"{name}/"):
                path = folder / shown.removeprefix(f"{name}/")
                if path.is_file():
                    return path
        if direct.is_file():
            return direct
        # Another dossier whose facts are used: it lies beside this one.
        beside = dossier.folder.parent / Path(*direct.parts[-2:])
        return beside if beside.is_file() else None

    def text(self, path: Path) -> str:
        if path not in self.texts:
            self.old[path] = self.texts[path] = path.read_bytes().decode("utf-8")
        return self.texts[path]

    def change(self, path: Path, work: Callable[[str], str]) -> None:
        self.texts[path] = work(self.text(path))

    def changed(self) -> list[Path]:
        return [path for path, text in self.texts.items() if text != self.old[path]]


def apply_edits(
    edits: Sequence[Edit],
    copies: Sequence[Reviewed],
    desk: ReviewTarget | None,
    problems: list[Problem],
    *,
    with_comments: bool = False,
) -> tuple[list[Edit], list[str]]:
    """Write edits, and return those that are left, with reasons, and the paths of the files written.

    `with_comments` also writes the files in which open comments can be answered. All of it is one write for `briefing undo`.
    """
    command = f"briefing review {' '.join(dict.fromkeys(copy.name for copy in copies))} --apply"
    left, files = _apply_all(edits, copies, desk)
    answers = _answer_files(left, desk, problems) if with_comments else {}
    return left, _write({**files, **answers}, command, problems)


def _apply_all(
    edits: Sequence[Edit], copies: Sequence[Reviewed], desk: ReviewTarget | None
) -> tuple[list[Edit], dict[Path, bytes]]:
    """The edits that are left, with reasons, and the new bytes of the files that the others change."""
    from briefing.review.rewriting import CannotApply

    if desk is None or desk.standing is None:
        return list(edits), {}
    files = _Files(desk)
    authors = {copy.name: copy.copy.last_author for copy in copies}
    left: list[Edit] = []
    # From the end of a template to its beginning, so that no edit moves the lines of another.
    done: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (-e.first, -e.start)):
        if not edit.way or edit.state != "open":
            left.append(edit)
            continue
        try:
            _apply(_narrowed(edit, done), files, authors.get(edit.copy, ""), desk)
            done.append(edit)
        except CannotApply as error:
            left.append(replace(edit, reason=error.reason, way=""))
        except (OSError, UnicodeDecodeError) as error:
            left.append(replace(edit, reason=f"the file cannot be read: {error}", way=""))
    order = {edit.id: at for at, edit in enumerate(edits)}
    left.sort(key=lambda edit: order[edit.id])
    return left, {path: files.texts[path].encode() for path in files.changed()}


def _answer_files(edits: Sequence[Edit], desk: ReviewTarget | None, problems: list[Problem]) -> dict[Path, bytes]:
    """The files in which open comments can be answered, with what is new added. Those of a shipped dossier have none."""
    from briefing.review.replies import ReplyEntry, add_entries, path_of

    files: dict[Path, bytes] = {}
    if desk is None or desk.dossier.shipped:
        return files
    by_copy: dict[str, list[ReplyEntry]] = {}
    for edit in edits:
        if edit.kind == "comment" and not edit.resolved:
            by_copy.setdefault(edit.copy, []).append(
                ReplyEntry(edit.number, edit.author, edit.date, edit.on, edit.text)
            )
    for name, asked in by_copy.items():
        path = path_of(desk.dossier.folder, name)
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
    """The edit with no words around it that are typed elsewhere, or that another edit behind it has changed by now."""
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
        # A file of answers lies in a folder of the dossier.
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


def _apply(edit: Edit, files: _Files, last_author: str, desk: ReviewTarget) -> None:
    from briefing.review import rewriting

    path = files.path_of(edit.file)
    if edit.way == "figure":
        files.change(path, lambda text: _propose(text, edit, last_author, desk))
    elif edit.way == "statement":
        files.change(
            path, lambda text: rewriting.reword_yaml(text, edit.path, edit.old, edit.new, edit.before, edit.after)
        )
    elif edit.way == "template":
        files.change(
            path,
            lambda text: rewriting.reword_template(
                text, edit.first, edit.last, edit.old, edit.new, edit.before, edit.after
            ),
        )
    elif edit.way == "insert":
        files.change(path, lambda text: rewriting.insert_paragraph(text, edit.last, edit.new, _kind(edit)))
    elif edit.way == "delete":
        files.change(path, lambda text: rewriting.delete_lines(text, edit.first, edit.last, edit.old))


def _kind(edit: Edit) -> Literal["paragraph", "item"] | int:
    """What an inserted passage is: of a heading its level."""
    word, _, level = edit.shape.partition(" ")
    return int(level) if word == "heading" else "item" if word == "item" else "paragraph"


def _propose(text: str, edit: Edit, last_author: str, desk: ReviewTarget) -> str:
    """The file with the figure as a proposal beside its fact."""
    from briefing.review import rewriting
    from briefing.review.rewriting.figure_proposals import typed_date, typed_value

    assert desk.ledger is not None
    assert desk.standing is not None
    fact = desk.ledger.facts[edit.fact]
    keys: dict[str, str] = {}
    if edit.aspect == "date":
        keys[_date_key(edit, desk)] = typed_date(edit.new, language=desk.standing.language)
    else:
        aspect: Literal["value", "number"] = "number" if edit.aspect == "number" else "value"
        keys["value"] = typed_value(edit.new, edit.value, fact.unit, aspect=aspect, language=desk.standing.language)
    proposal = rewriting.NewProposal(
        proposer=edit.author or last_author or Path(edit.copy).stem,
        proposed=edit.date[:10],
        instead_of=edit.old,
        claim=edit.claim,
        point=edit.point,
        **keys,
    )
    return rewriting.propose(text, edit.fact, proposal)


def _date_key(edit: Edit, desk: ReviewTarget) -> str:
    from briefing.review.edits.edit_status import claim_of

    assert desk.ledger is not None
    claim = claim_of(desk.ledger.facts[edit.fact], edit.claim, edit.point)
    return "as_of" if claim is not None and claim.as_of is not None else "date"
