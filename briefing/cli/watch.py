"""`briefing watch`: build, and build again whenever a file is saved.

One process stays, so that what was loaded and laid out is still there: a rebuild takes a fraction of a first build. A brief that
cannot be built keeps its old files, and the next save that mends it says so.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from briefing.build.build_files import Commission
from briefing.build.discovery import FACTS, Shelved, find_dossiers, find_template_folders, printable
from briefing.build.options import Wishes
from briefing.cli.arguments import CutName, Dossiers, Look, MarkerChoice, Templates, WordMap, WordMarkers, WordTemplate
from briefing.cli.build import Format, Profile, build_one, tell_problems
from briefing.cli.report import count, print_problems
from briefing.files.atomic_write import check_folder
from briefing.problems.problem import BriefingError, Problem
from briefing.writers.docx.options import WordChoices


def watch(
    dossiers: Dossiers = None,
    *,
    formats: Annotated[
        list[Format] | None,
        typer.Option("--format", "-f", help="Only this format. May be repeated. [default: both]", show_default=False),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the files go.")] = Path("out"),
    templates: Templates = None,
    look: Look = None,
    word_template: WordTemplate = None,
    word_map: WordMap = None,
    word_markers: WordMarkers = MarkerChoice.ANY,
    comments: Annotated[
        bool, typer.Option("--comments", help="Put what a check finds into the Word file, as comments.")
    ] = False,
    cut: CutName = "",
    draft: Annotated[
        bool, typer.Option("--draft", help="Build in spite of errors that checks find, with DRAFT on every page.")
    ] = False,
) -> None:
    """Build each DOSSIER's brief, and again whenever one of its files is saved, until Ctrl-C.

    A problem is one line with file, line and column, as a compiler prints them; each build is one line with the time it took.
    When something is wrong, old files stay as they were.
    """
    word = WordChoices(word_template, word_map, word_markers.value, comments)
    chosen = tuple(dict.fromkeys(format_.value for format_ in formats or list(Format)))
    bench = _Bench(tuple(dossiers or ()), chosen, output, tuple(templates or ()), look, word, cut, draft)
    try:
        bench.find()
        bench.order()
        check_folder(output)
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(1 if error.problems[0].origin.file.endswith(".toml") else 2) from None
    try:
        _go_on(bench)
    except KeyboardInterrupt:
        typer.echo("stopped", err=True)


def _go_on(bench: _Bench) -> None:
    from briefing.cli.file_watcher import changes
    from briefing.cli.file_watcher import look as look_around

    gc.disable()  # rubbish is looked for while nobody waits
    seen = look_around(bench.folders(), bench.files())
    bench.build(bench.find())
    _load_all(bench.formats)
    names = ", ".join(printable(dossier.shown) for dossier in bench.dossiers[:3])
    more = f" and {len(bench.dossiers) - 3} more" if len(bench.dossiers) > 3 else ""
    typer.echo(f"Watching {names}{more} and templates: save a file to build again, Ctrl-C to stop.", err=True)
    for changed in changes(bench.folders, bench.files(), seen):
        bench.take(changed)


def _load_all(formats: Sequence[str]) -> None:
    """What a first build with errors has not needed, so that the first that mends them is not the slow one."""
    from briefing.layout import typesetting as typeset  # noqa: F401

    if "pdf" in formats:
        from briefing.writers import pdf  # noqa: F401
    if "docx" in formats:
        from briefing.writers import docx  # noqa: F401
    gc.collect()
    gc.freeze()


@dataclass(slots=True)
class _Bench:
    """What is wanted, the dossiers as last found, and how each of them came out."""

    wanted: tuple[str, ...]
    formats: tuple[str, ...]
    output: Path
    given: tuple[Path, ...]
    look: str | None
    word: WordChoices
    cut: str
    draft: bool
    dossiers: list[Shelved] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)

    def find(self) -> list[Shelved]:
        """The dossiers wanted, those made since among them. Ones that have gone stay, and building them says so."""
        try:
            self.dossiers = find_dossiers(self.wanted)
        except BriefingError:
            if not self.dossiers:
                raise
        return self.dossiers

    def order(self) -> Commission:
        """What is wanted of every brief, from files as they are now."""
        from briefing.layout.theme import find_theme

        theme = find_theme(self.look) if self.look is not None else None
        wishes = Wishes(theme, self.word, "", self.draft, self.cut, ())
        # What was saved has been looked at already: no second look whether it counts.
        return Commission(
            self.formats, find_template_folders(self.given), self.output, Profile.UA1.value, wishes, anew=True
        )

    def folders(self) -> list[Path]:
        """Where dossiers and templates lie."""
        from briefing.cli.file_watcher import uses_others

        beside = [dossier.folder.parent for dossier in self.dossiers if uses_others(dossier)]
        own = [] if self.wanted else [FACTS]
        return [*own, *(dossier.folder for dossier in self.dossiers), *beside, *self.template_folders()]

    def template_folders(self) -> list[Path]:
        """Those that are there; one that was given and has gone is told by `order`."""
        return [*self.given, *find_template_folders(())]

    def files(self) -> list[Path]:
        """Single files that a brief depends on."""
        named = (Path(self.look) if self.look else None, self.word.template, self.word.map)
        return [path for path in named if path is not None]

    def take(self, changed: set[Path]) -> None:
        """Build what the changed files belong to."""
        from briefing.cli.file_watcher import touched

        before = {dossier.folder for dossier in self.dossiers}
        dossiers = self.find()
        due = touched(changed, dossiers, self.template_folders())
        self.build([dossier for dossier in dossiers if dossier in due or dossier.folder not in before])

    def build(self, dossiers: Sequence[Shelved]) -> None:
        """Build some of them, and tell how it went."""
        try:
            order = self.order()
        except BriefingError as error:
            print_problems(error.problems)
            self.failed |= {dossier.name for dossier in dossiers}
            typer.echo(f"not built: {count(error.problems)}; old files stay")
            return
        for dossier in dossiers:
            started = time.perf_counter()
            lines, problems = build_one(dossier, order)
            took = time.perf_counter() - started
            tell_problems(dossier, problems, built=bool(lines))
            typer.echo(self._line(dossier, lines, problems, took))
        gc.collect()

    def _line(self, dossier: Shelved, lines: Sequence[str], problems: Sequence[Problem], took: float) -> str:
        name = printable(dossier.name)
        if not lines:
            self.failed.add(dossier.name)
            return f"{name}: not built, {count(problems)}; old files stay  {took:.2f} s"
        again = " again" if dossier.name in self.failed else ""
        self.failed.discard(dossier.name)
        return f"{name}: built{again}  {'  '.join(lines)}  {took:.2f} s"
