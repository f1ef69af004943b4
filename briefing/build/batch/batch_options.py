"""What is wanted of every brief of a batch, as plain values that can travel to another process or machine, and back.

Takes what was typed on the command line; gives a `Commission`. Whatever is wrong with it was told before a batch began.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from briefing.build.build_files import Commission
from briefing.build.discovery import is_folder, printable
from briefing.build.options import Wishes
from briefing.build.time_limit import BRIEF_SECONDS
from briefing.problems.problem import BriefingError, Problem
from briefing.writers.docx.options import WordChoices


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, as texts and numbers. `templates` are the folders that are searched, `template` the one template of all."""

    template: str
    templates: tuple[str, ...]
    output: str
    formats: tuple[str, ...]
    profile: str
    theme: str = ""
    word_template: str = ""
    word_map: str = ""
    word_markers: str = "any"
    comments: bool = False
    release: str = ""
    draft: bool = False
    anew: bool = False
    seconds: float = BRIEF_SECONDS

    def values(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return asdict(self)

    def decides(self) -> dict[str, Any]:
        """What decides over the files that are made: not how long that may take, nor whether old ones count."""
        return {key: value for key, value in asdict(self).items() if key not in {"anew", "seconds"}}


def read_commission(values: dict[str, Any]) -> Commission:
    """The commission, with its theme read. Raises BriefingError where that is gone since the batch began."""
    from briefing.layout.theme import find_theme

    plain: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    typed = Typed(**plain)
    theme = find_theme(typed.theme) if typed.theme else None
    template, house = (Path(name) if name else None for name in (typed.word_template, typed.word_map))
    word = WordChoices(template, house, typed.word_markers, typed.comments)  # type: ignore[arg-type]
    wishes = Wishes(theme, word, typed.release, typed.draft, template=typed.template)
    folders = tuple(Path(folder) for folder in typed.templates)
    output = Path(typed.output)
    # What a power cut took is found out by its hash when the batch goes on, so that files are forced to disk all together at the end.
    return Commission(typed.formats, folders, output, typed.profile, wishes, typed.anew, typed.seconds, at_once=False)


def find_template(wanted: str, folders: Sequence[Path]) -> tuple[str, Path | None]:
    """A template by its name, or by the path of its folder: its name, and the folder in which it lies if that is to be searched too.

    Raises BriefingError where there is none.
    """
    from briefing.problems.suggest import did_you_mean

    path = Path(wanted)
    if path.name != wanted and is_folder(path):
        return path.name, path.parent
    known = sorted({p.name for f in folders if f.is_dir() for p in f.iterdir() if p.is_dir() and p.name[0] != "."})
    if wanted in known:
        return wanted, None
    hint = did_you_mean(wanted, known) or f"there is: {', '.join(known)}"
    raise BriefingError(Problem("unknown-template", f'there is no template "{printable(wanted)}"', hint=hint))
