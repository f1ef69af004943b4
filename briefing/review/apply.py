"""Apply unambiguous edits to the fact and template files of a dossier, for `briefing review --apply`.

All files are written or none, and `briefing undo` can put them back. An edit that cannot be applied stays in the list with its
reason. Dossiers and templates that ship with briefing are never changed; a template that other briefs share only if that is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from briefing.build.discovery import DOSSIER_FILE, is_shipped, printable, show_path, working_folder
from briefing.files.undo_journal import write_recorded
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.review.replies import FOLDER as REVIEWS
from briefing.review.shared_templates import TemplateUse

if TYPE_CHECKING:
    from briefing.review.edits.edits import Edit
    from briefing.review.edits.review_result import Reviewed
    from briefing.review.open_copies import ReviewTarget

_LABEL = re.compile(r"[^.]*\d\.\s+")
"""Label at the beginning of a caption, such as "Table 1. ": it is generated, not typed."""
SHIPPED = "it ships with briefing: copy the dossier into ./facts first"


@dataclass(frozen=True, slots=True)
class Plan:
    """Edits as they would be applied: each with where it would be written or why it cannot be, and the new bytes of the files."""

    edits: tuple[Edit, ...]
    files: Mapping[Path, bytes]

    @property
    def left(self) -> list[Edit]:
        """The edits that applying leaves to a person."""
        return [edit for edit in self.edits if not edit.way or edit.state != "open"]


def plan_edits(
    edits: Sequence[Edit], copies: Sequence[Reviewed], target: ReviewTarget | None, *, all_briefs: bool = False
) -> Plan:
    """Try out every edit on the files as they are, and write nothing: this decides what `review` promises and what `--apply` does.

    A template that other briefs use as well is changed only with `all_briefs`; else the brief gets a section of its own.
    """
    from briefing.review.rewriting import CannotApply

    if target is None or target.classifier is None:
        return Plan(tuple(edits), {})
    files = _Files(target, all_briefs)
    authors = {copy.name: copy.copy.last_author for copy in copies}
    planned: dict[str, Edit] = {}
    done: list[Edit] = []
    # From the end of a template to its beginning, so that no edit shifts the lines of a later one.
    for edit in sorted(edits, key=lambda e: (-e.first, -e.start)):
        planned[edit.id] = edit
        if not edit.way or edit.state != "open":
            continue
        try:
            place = files.place_of(edit)
            files.texts[place.path] = _apply(
                _narrowed(edit, done), files.text(place), authors.get(edit.copy, ""), target
            )
            done.append(edit)
            planned[edit.id] = replace(edit, others=place.others, own_file=place.own_file)
        except CannotApply as error:
            planned[edit.id] = replace(edit, reason=error.reason, way="")
        except (OSError, UnicodeDecodeError) as error:
            planned[edit.id] = replace(edit, reason=f"the file cannot be read: {error}", way="")
    return Plan(
        tuple(planned[edit.id] for edit in edits), {path: files.texts[path].encode() for path in files.changed()}
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """The file that an edit changes: its text is that of `source`, and it is written to `path`."""

    source: Path
    path: Path
    others: tuple[str, ...] = ()

    @property
    def own_file(self) -> str:
        return show_path(self.path) if self.path != self.source else ""


@dataclass(slots=True)
class _Files:
    """Texts of the files of a dossier and its templates, with the changes so far."""

    target: ReviewTarget
    all_briefs: bool
    texts: dict[Path, str] = field(default_factory=dict)
    old: dict[Path, str] = field(default_factory=dict)
    _use: TemplateUse | None = None

    def place_of(self, edit: Edit) -> _Place:
        """Return where an edit is written; raise CannotApply if it must not be written anywhere."""
        from briefing.review.rewriting import CannotApply

        path = self._find(edit.file)
        if path is None:
            raise CannotApply(f"file not found: {printable(edit.file)}")
        if edit.way == "figure" and not is_shipped(path):
            return _Place(path, path)  # a proposal, which prints nowhere
        others = self._others(path)
        if path.suffix != ".md":
            if is_shipped(path):
                raise CannotApply(SHIPPED)
            inside = path.resolve().is_relative_to(self.target.dossier.folder.resolve())
            if others and not inside and not self.all_briefs:
                raise CannotApply(
                    f"these facts are also used by {_joined(others)}: --all-briefs rewords them for all of these"
                )
            return _Place(path, path, others)
        if not is_shipped(path) and (self.all_briefs or not others):
            return _Place(path, path, others)
        if self._use is None or not self.target.own_sections:
            raise CannotApply(SHIPPED)
        return _Place(path, self._use.own_file(path), others)

    def _others(self, path: Path) -> tuple[str, ...]:
        ledger = self.target.ledger
        if self._use is None and ledger is not None:
            sections = ledger.dossier.sections or tuple(ledger.topics)
            self._use = TemplateUse(self.target.dossier, self.target.templates, ledger.dossier.template, sections)
        return self._use.briefs_with(path) if self._use is not None else ()

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

    def text(self, place: _Place) -> str:
        if place.path not in self.texts:
            text = place.source.read_bytes().decode("utf-8")
            self.old[place.path] = self.texts[place.path] = text
        return self.texts[place.path]

    def changed(self) -> list[Path]:
        return [path for path, text in self.texts.items() if text != self.old[path]]


def _joined(names: Sequence[str]) -> str:
    return ", ".join(printable(name) for name in names)


def apply_edits(
    edits: Sequence[Edit],
    copies: Sequence[Reviewed],
    target: ReviewTarget | None,
    problems: list[Problem],
    *,
    all_briefs: bool = False,
) -> tuple[list[Edit], list[str]]:
    """Apply edits; return those that are left, with reasons, and the files that were written.

    Also writes the files in which open comments can be answered. All of it is one write for `briefing undo`.
    """
    command = f"briefing review {' '.join(dict.fromkeys(copy.name for copy in copies))} --apply"
    if target is None:
        message = "nothing is applied, because the dossier of this brief is not known"
        problems.append(Problem("not-applied", message, hint="name it: --dossier NAME", severity="warning"))
    plan = plan_edits(edits, copies, target, all_briefs=all_briefs)
    return plan.left, _write({**plan.files, **_answer_files(plan.left, target, problems)}, command, problems)


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


def _apply(edit: Edit, text: str, last_author: str, target: ReviewTarget) -> str:
    """Return the text of a file with an edit in it; raise CannotApply if it does not fit exactly one place."""
    from briefing.review import rewriting

    if edit.way == "figure":
        return _propose(text, edit, last_author, target)
    if edit.way == "statement":
        return rewriting.reword_yaml(text, edit.path, edit.old, edit.new, edit.before, edit.after)
    if edit.way == "template":
        return rewriting.reword_template(text, edit.first, edit.last, edit.old, edit.new, edit.before, edit.after)
    if edit.way == "delete":
        return rewriting.delete_lines(text, edit.first, edit.last, edit.old)
    word, _, level = edit.shape.partition(" ")
    kind: Literal["paragraph", "item"] | int = "item" if word == "item" else "paragraph"
    if word == "heading":
        kind = int(level)
    return rewriting.insert_paragraph(text, edit.last, edit.new, kind)


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
