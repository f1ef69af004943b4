"""Options of a build: formats, theme, Word template, release, variant, draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from briefing.build.argument_types import check_type, read_words
from briefing.files.fingerprint import fingerprint, hash_bytes
from briefing.problems.problem import BriefingError, Problem

if TYPE_CHECKING:
    from briefing.document.comment_threads import CommentThread
    from briefing.layout.theme import Theme
    from briefing.writers.docx.options import MarkerKind, WordOptions

FORMATS = ("pdf", "docx")
MARKERS: MarkerKind = "any"
PROFILE = "ua1+a3a"
"""The standards that a PDF conforms to by default: PDF/UA-1 and PDF/A-3a."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """Options of a build. The defaults build the whole brief as PDF and Word.

    Theme, Word template, style map, PDF profile and markers can also be set in dossier.yaml, the first three in template.toml too.
    An option given here comes first, then dossier.yaml, then template.toml.

    Attributes:
        formats: Names of output formats, such as "pdf" and "docx".
        theme: The name of a shipped theme, the path of a theme file, or a loaded `Theme`; "" leaves it to the dossier.
        template: The template to use instead of the one named in dossier.yaml.
        variant: The name of a shorter brief from `variants:` in dossier.yaml.
        release: A TLP 2.0 label such as "TLP:CLEAR". Everything more restricted is left out.
        draft: Build in spite of errors found by checks, and mark every page as a draft.
        pdf_profile: "ua1+a3a" or "ua2+a4f"; "" leaves it to the dossier, else "ua1+a3a".
        word_template: The .docx or .dotx file that the brief is written into.
        word_map: A TOML file that names the styles of the Word template.
        word_markers: "any" marks printed facts with bookmarks, "word" with content controls; "" leaves it to the dossier, else "any".
        comments: Write what checks found into the Word file, as comments.
        carried_comments: Comments of a reviewed copy to repeat in the Word file.

    Raises:
        BriefingError: No format is chosen, or `release` or `word_markers` is not one of the known words.
        TypeError: A value is not of the type that is named here.
    """

    formats: tuple[str, ...] = FORMATS
    theme: Theme | str = ""
    template: str = ""
    variant: str = ""
    release: str = ""
    draft: bool = False
    pdf_profile: str = ""
    word_template: Path | None = None
    word_map: Path | None = None
    word_markers: MarkerKind | Literal[""] = ""
    comments: bool = False
    carried_comments: tuple[CommentThread, ...] = ()

    def __post_init__(self) -> None:
        """Accept one format as text, paths as text and labels without "TLP:". Raises BriefingError for unknown words."""
        self._check_types()
        formats = read_words("formats", self.formats)
        object.__setattr__(self, "formats", formats)
        for name in ("word_template", "word_map"):
            if isinstance(getattr(self, name), str):
                object.__setattr__(self, name, Path(getattr(self, name)) if getattr(self, name) else None)
        problems: list[Problem] = []
        if not formats:
            problems.append(Problem("no-format", "no format is chosen", hint=f"choose one of: {', '.join(FORMATS)}"))
        if self.word_markers not in {"", "any", "word"}:
            message = f'word_markers must be any or word (got "{self.word_markers}")'
            problems.append(Problem("bad-markers", message))
        if self.release:
            from briefing.facts.value_types import InvalidValue, read_label

            try:
                object.__setattr__(self, "release", read_label(self.release))
            except InvalidValue as error:
                hint = f"did you mean {error.suggestion}?" if error.suggestion else ""
                problems.append(Problem(error.code, error.message, hint=hint))
        if problems:
            raise BriefingError(*problems)

    def _check_types(self) -> None:
        for name in ("template", "variant", "release", "pdf_profile", "word_markers"):
            check_type(name, getattr(self, name), str, "text")
        for name in ("draft", "comments"):
            check_type(name, getattr(self, name), bool, "True or False")
        for name in ("word_template", "word_map"):
            check_type(name, getattr(self, name), (str, Path, type(None)), "a path")
        if not isinstance(self.theme, str):
            from briefing.layout.theme import Theme

            check_type("theme", self.theme, Theme, "a name, a path or a loaded theme")

    @property
    def word(self) -> WordOptions:
        """The options that the Word writer needs."""
        from briefing.writers.docx.options import WordOptions

        return WordOptions(self.word_template, self.word_map, self.word_markers or MARKERS, self.comments)

    def load_theme(self) -> Theme | None:
        """Return the theme asked for, or None. Raises BriefingError where it does not exist or cannot be read."""
        if not isinstance(self.theme, str):
            return self.theme
        if not self.theme:
            return None
        from briefing.layout.theme import find_theme

        return find_theme(self.theme)

    def to_json(self) -> dict[str, Any]:
        """Return plain values that `from_json` reads. Raises TypeError for a loaded theme or carried comments."""
        if not isinstance(self.theme, str) or self.carried_comments:
            raise TypeError("a loaded theme and carried comments cannot be written as JSON")
        values = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "carried_comments"}
        return {key: str(value) if isinstance(value, Path) else value for key, value in values.items()}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> BuildOptions:
        """Return the options that `to_json` wrote."""
        paths = {key: Path(values[key]) for key in ("word_template", "word_map") if values.get(key)}
        return cls(**{**values, "formats": tuple(values["formats"]), **paths})

    def fingerprint(self) -> dict[str, Any] | None:
        """Return the options that affect the files, with named files as hashes.

        Returns None for options of a single build, such as carried comments. Raises OSError where a file cannot be read.
        """
        if self.carried_comments:
            return None
        theme = self.load_theme()
        files = {"template": self.word_template, "map": self.word_map}
        return {
            "formats": list(self.formats),
            "profile": self.pdf_profile,
            "template": self.template,
            "theme": fingerprint(theme) if theme is not None else "",
            "release": self.release,
            "variant": self.variant,
            "draft": self.draft,
            "markers": self.word_markers,
            "comments": self.comments,
            "word": {key: hash_bytes(path.read_bytes()) for key, path in files.items() if path is not None},
        }
