"""`briefing watch`: build, and build again whenever a file is saved.

One process keeps what was loaded and laid out, so a rebuild takes a fraction of the time of a first build. A brief that cannot be
built keeps its old files, and the next save that fixes it is reported.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

import typer

from briefing.build.build_files import BuildJob
from briefing.build.discovery import FACTS, DossierRef, find_template_folders, printable
from briefing.build.options import FORMATS, BuildOptions
from briefing.cli.arguments import (
    Comments,
    Dossiers,
    Draft,
    Example,
    Formats,
    OutputOrFile,
    PdfProfile,
    Release,
    Templates,
    ThemeName,
    VariantName,
    WordMap,
    WordMarkers,
    WordTemplate,
    choose_output,
    known_formats,
    read_release,
    select_dossiers,
)
from briefing.cli.build import build_one, open_path, print_dossier_problems
from briefing.cli.report import count, print_problems
from briefing.files.atomic_write import check_folder
from briefing.problems.problem import BriefingError


def watch(
    dossiers: Dossiers = None,
    *,
    formats: Formats = None,
    output: OutputOrFile = Path("out"),
    variant: VariantName = "",
    release: Release = None,
    draft: Draft = False,
    open_file: Annotated[
        bool, typer.Option("--open", help="Open the first file when it is built for the first time.")
    ] = False,
    theme: ThemeName = None,
    word_template: WordTemplate = None,
    word_map: WordMap = None,
    profile: PdfProfile = None,
    word_markers: WordMarkers = None,
    example: Example = False,
    templates: Templates = None,
    comments: Comments = False,
) -> None:
    """Build the brief of each DOSSIER, and again whenever one of its files is saved. Ctrl-C stops it.

    Each problem is one line with file, line and column; each build is one line with the time that it took. If there are errors,
    the old files stay.
    """
    label = read_release(release, print_problems)
    options = BuildOptions(
        theme=theme or "",
        variant=variant,
        release=label,
        draft=draft,
        pdf_profile=profile.value if profile else "",
        word_template=word_template,
        word_map=word_map,
        word_markers=word_markers.value if word_markers else "",
        comments=comments,
    )
    watched = _Watched(
        tuple(dossiers or ()), output, tuple(templates or ()), options, example=example, open_file=open_file
    )
    try:
        found = len(watched.find())
        watched.output, watched.file, chosen = choose_output(
            output, formats or (), known_formats(output), FORMATS, found
        )
        watched.options = replace(options, formats=chosen)
        watched.job()
        check_folder(watched.output)
    except BriefingError as error:
        print_problems(error.problems)
        raise typer.Exit(1 if error.problems[0].location.file.endswith(".toml") else 2) from None
    try:
        _watch_files(watched)
    except KeyboardInterrupt:
        typer.echo("stopped", err=True)


def _watch_files(watched: _Watched) -> None:
    from briefing.cli.file_watcher import changes, scan

    gc.disable()  # garbage is collected between builds, while nobody waits
    seen = scan(watched.folders(), watched.files())
    watched.build(watched.find())
    _load_all(watched.options.formats)
    names = ", ".join(printable(dossier.display_path) for dossier in watched.dossiers[:3])
    more = f" and {len(watched.dossiers) - 3} more" if len(watched.dossiers) > 3 else ""
    typer.echo(f"Watching {names}{more} and templates: save a file to build again, Ctrl-C to stop.", err=True)
    for changed in changes(watched.folders, watched.files(), seen):
        watched.handle(changed)


def _load_all(formats: Sequence[str]) -> None:
    """Load what a first build with errors has not needed, so that the build which fixes them is not slow."""
    from briefing.layout import typesetting  # noqa: F401

    if "pdf" in formats:
        from briefing.writers import pdf  # noqa: F401
    if "docx" in formats:
        from briefing.writers import docx  # noqa: F401
    gc.collect()
    gc.freeze()


@dataclass(slots=True)
class _Watched:
    """State of a watch: its options, the dossiers as last found, and those that failed."""

    names: tuple[str, ...]
    output: Path
    own_templates: tuple[Path, ...]
    options: BuildOptions
    dossiers: list[DossierRef] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)
    file: str = ""
    example: bool = False
    open_file: bool = False

    def find(self) -> list[DossierRef]:
        """Return the dossiers asked for, also those made since. Deleted ones stay, and building them reports it."""
        try:
            self.dossiers = select_dossiers(self.names, example=self.example)
        except BriefingError:
            if not self.dossiers:
                raise
        return self.dossiers

    def job(self) -> BuildJob:
        """Return how every brief is built. Raises BriefingError if the theme or a template folder does not exist now."""
        self.options.load_theme()
        # The watcher has seen that a file changed, so the up-to-date check is not needed.
        return BuildJob(
            find_template_folders(self.own_templates), self.output, self.options, force=True, file=self.file
        )

    def folders(self) -> list[Path]:
        """Return the folders of dossiers and templates."""
        from briefing.cli.file_watcher import uses_others

        others = [dossier.folder.parent for dossier in self.dossiers if uses_others(dossier)]
        roots = [] if self.names or self.example else [FACTS]
        return [*roots, *(dossier.folder for dossier in self.dossiers), *others, *self.template_folders()]

    def template_folders(self) -> list[Path]:
        """Return the template folders; `job` reports one that was given and does not exist."""
        return [*self.own_templates, *find_template_folders(())]

    def files(self) -> list[Path]:
        """Return single files that a brief depends on."""
        theme = Path(str(self.options.theme)) if self.options.theme else None
        named = (theme, self.options.word_template, self.options.word_map)
        return [path for path in named if path is not None]

    def handle(self, changed: set[Path]) -> None:
        """Build the briefs that the changed files belong to."""
        from briefing.cli.file_watcher import affected

        before = {dossier.folder for dossier in self.dossiers}
        dossiers = self.find()
        concerned = affected(changed, dossiers, self.template_folders())
        self.build([dossier for dossier in dossiers if dossier in concerned or dossier.folder not in before])

    def build(self, dossiers: Sequence[DossierRef]) -> None:
        """Build some of the dossiers, and report each."""
        try:
            job = self.job()
        except BriefingError as error:
            print_problems(error.problems)
            self.failed |= {dossier.name for dossier in dossiers}
            typer.echo(f"not built: {count(error.problems)}; old files kept")
            return
        for dossier in dossiers:
            started = time.perf_counter()
            built = build_one(dossier, job)
            seconds = time.perf_counter() - started
            print_dossier_problems(built)
            if built.lines:
                again = " again" if dossier.name in self.failed else ""
                self.failed.discard(dossier.name)
                result = f"built{again}  {'  '.join(built.lines)}"
            else:
                self.failed.add(dossier.name)
                result = f"not built, {count(built.problems)}; old files kept"
            typer.echo(f"{printable(dossier.name)}: {result}  {seconds:.2f} s")
            if self.open_file and built.paths:
                self.open_file = False  # a viewer shows the new file by itself, or would come to the front at each save
                open_path(built.paths[0])
        gc.collect()
