"""Map the styles of a template to roles of a brief, by name.

Ids cannot be used, because they differ between languages. The result has the style's id for each
name that the writer uses, if there is one. Order: the user's map, the English name that Word stores
in every file, an alias, names in other languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from briefing.files.ooxml import Element, W
from briefing.files.toml import TomlFile
from briefing.problems.problem import Problem
from briefing.problems.suggest import did_you_mean
from briefing.writers.docx import style_names as names
from briefing.writers.docx.template.xml_trees import value_of

_SINGLE: Final = {
    "body": names.BODY, "title": names.TITLE, "subtitle": names.SUBTITLE, "byline": names.BYLINE, "quote": names.QUOTE,
    "caption": names.CAPTION, "figure": names.FIGURE, "source": names.SOURCE, "note": names.NOTE,
    "note_mark": names.NOTE_MARK, "hyperlink": names.HYPERLINK, "fact": names.FACT, "header": names.PAGE_HEADER,
    "footer": names.PAGE_FOOTER, "marking": names.MARKING, "banner": names.BANNER, "contents_title": names.CONTENTS_TITLE,
    "captions_list": names.CAPTIONS_LIST,
    "table": names.TABLE, "table_head": names.TABLE_HEAD, "table_text": names.TABLE_TEXT,
    "table_number": names.TABLE_NUMBER, "table_row_head": names.TABLE_ROW_HEAD, "table_band": names.TABLE_BAND,
    "table_total": names.TABLE_TOTAL,
}  # fmt: skip
_CHARACTER: Final = {names.NOTE_MARK, names.HYPERLINK, names.FACT}
_ALIASES: Final = {
    names.BODY: ("text body", "normal"),
    names.QUOTE: ("block text", "quotations"),
    names.CONTENTS_TITLE: ("contents heading", "toa heading"),
    names.HYPERLINK: ("internet link",),
    names.NOTE: ("footnote", "footnotes"),
    names.NOTE_MARK: ("footnote characters", "footnote anchor"),
    names.BULLETS[0]: ("list paragraph bullet",),
}
"""Alternative names of styles in other programs; the default paragraph style is the last resort for running text."""


def _numbered(role: str, styles: tuple[str, ...], *, first_bare: bool) -> Iterator[tuple[str, str]]:
    for place, name in enumerate(styles, start=1):
        yield (role if first_bare and place == 1 else f"{role}{place}"), name


ROLES: Final[Mapping[str, str]] = {
    **_SINGLE,
    **dict(_numbered("heading", names.HEADINGS, first_bare=False)),
    **{f"heading{level}_unnumbered": name for level, name in enumerate(names.UNNUMBERED, start=1)},
    **dict(_numbered("contents", names.CONTENTS, first_bare=False)),
    **dict(_numbered("bullet", names.BULLETS, first_bare=True)),
    **dict(_numbered("number", names.NUMBERS, first_bare=True)),
    **dict(_numbered("continue", names.CONTINUES, first_bare=True)),
    **{f"callout_{kind}": names.callout(kind) for kind in names.CALLOUT_KINDS},
    **{f"callout_{kind}_title": names.callout_title(kind) for kind in names.CALLOUT_KINDS},
}
"""Roles allowed as keys of a map's [styles], with the writer's name of the style."""
UNCOUNTED: Final = " Unnumbered"
"""Suffix of our names of headings without a number; for readers they are headings."""
_ENGLISH: Final = {"normal": "normal", "table_grid": "table grid", "heading5": "heading 5", "heading6": "heading 6"}


@dataclass(frozen=True, slots=True)
class TemplateStyle:
    """One style of the template."""

    identifier: str
    name: str
    kind: str


@cache
def _foreign() -> Mapping[str, tuple[str, ...]]:
    """Return names in other languages, casefolded, with the English names that each may stand for."""
    text = resources.files("briefing").joinpath("writers", "docx", "template", "style_names.toml").read_text("utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for language in tomllib.loads(text).values():
        for role, written in language.items():
            english = _ENGLISH.get(role) or ROLES[role]
            for name in written:
                found[name.casefold()] = (*found.get(name.casefold(), ()), english.casefold())
    return found


class StyleIndex:
    """The styles of a template by all their names."""

    def __init__(self, styles: Element) -> None:
        self.known: dict[str, TemplateStyle] = {}
        self.by_name: dict[str, TemplateStyle] = {}
        self.default = ""
        aliases: list[tuple[str, TemplateStyle]] = []
        for element in styles.findall(W + "style"):
            identifier, name = element.get(W + "styleId", ""), value_of(element, "name") or ""
            known = TemplateStyle(identifier, name, element.get(W + "type", "paragraph"))
            self.known[identifier] = known
            self.by_name.setdefault(name.casefold(), known)
            if known.kind == "paragraph" and element.get(W + "default") in {"1", "true", "on"}:
                self.default = identifier
            aliases += [(a.strip(), known) for a in (value_of(element, "aliases") or "").split(",") if a.strip()]
        for alias, known in aliases:
            self.by_name.setdefault(alias.casefold(), known)

    def find(self, name: str) -> TemplateStyle | None:
        """Return a style by its name, by an alias, or by its name in another language."""
        folded = name.casefold()
        if folded in self.by_name:
            return self.by_name[folded]
        return next((self.by_name[e] for e in _foreign().get(folded, ()) if e in self.by_name), None)

    def playing(self, name: str) -> TemplateStyle | None:
        """Return the style that plays a role without a map; the writer's name is in English."""
        folded = name.casefold()
        foreign = (other for other, english in _foreign().items() if folded in english)
        for candidate in (folded, *_ALIASES.get(name, ()), *foreign):
            found = self.by_name.get(candidate)
            if found is not None and found.kind == kind_of(name):
                return found
        return None

    def renamed(self, played: Mapping[str, str]) -> dict[str, str]:
        """Return our names of the template's paragraph styles, by its own names if they differ.

        A style with several roles is left out.
        """
        parts: dict[str, set[str]] = {}
        for name, identifier in played.items():
            if kind_of(name) == "paragraph" and identifier in self.known:
                parts.setdefault(self.known[identifier].name, set()).add(name.removesuffix(UNCOUNTED))
        single = {own: ours.pop() for own, ours in sorted(parts.items()) if len(ours) == 1}
        return {own: ours for own, ours in single.items() if ours.casefold() != own.casefold()}

    def names(self, kind: str) -> list[str]:
        """Return the names of all styles of a kind."""
        return [known.name for known in self.known.values() if known.kind == kind]


def kind_of(name: str) -> str:
    """Return the kind of style that the writer needs for a name."""
    if name == names.TABLE:
        return "table"
    return "character" if name in _CHARACTER else "paragraph"


def read_map(file: TomlFile, style_index: StyleIndex, template: str) -> tuple[dict[str, str], list[Problem]]:
    """Return the style's id for each name in the user's map, and the problems of the map."""
    problems = [
        Problem("unknown-key", f'unknown table "{key}" in a style map', file.location((key,)), "use the table [styles]")
        for key in file.data
        if key != "styles"
    ]
    table = file.data.get("styles", {})
    if not isinstance(table, dict):
        return {}, [*problems, Problem("bad-value", "`styles` must be a table", file.location(("styles",)), "[styles]")]
    found: dict[str, str] = {}
    for role, style_name in table.items():
        location = file.location(("styles", role))
        if role not in ROLES:
            hint = did_you_mean(role, ROLES) or f"choose one of: {', '.join(ROLES)}"
            problems.append(Problem("unknown-role", f'unknown role "{role}"', location, hint))
        elif not isinstance(style_name, str):
            problems.append(
                Problem("bad-value", f"`{role}` must be the name of a style", location, f'{role} = "Normal"')
            )
        else:
            kind = kind_of(ROLES[role])
            known = style_index.find(style_name)
            if known is None:
                there = style_index.names(kind)
                choices = f"choose one of its {kind} styles: {', '.join(sorted(there)[:20])}"
                message = f'{template} has no style "{style_name}"'
                problems.append(Problem("unknown-style", message, location, did_you_mean(style_name, there) or choices))
            elif known.kind != kind:
                message = f'`{role}` must be a {kind} style ("{style_name}" is a {known.kind} style)'
                hint = did_you_mean(style_name, style_index.names(kind))
                problems.append(Problem("wrong-style", message, location, hint))
            else:
                found[ROLES[role]] = known.identifier
    return found, problems
