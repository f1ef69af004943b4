"""Which style of the template plays which part in a brief: by name, never by id, which differs between languages.

Takes the template's style sheet and the user's map; gives the style's id for each name that the writer uses, as far as there is
one. Order: the map, then the English name that Word keeps inside every file, then an alias, then names of other languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from briefing.files.toml import TomlFile
from briefing.problems.problem import Problem
from briefing.problems.suggest import did_you_mean
from briefing.writers.docx import style_names as names
from briefing.writers.docx.template.xml_trees import Element, W, value_of

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
"""Other names by which programs know a style; the default paragraph style is the last resort for running text."""


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
"""What may stand at the left in a map's [styles], and the writer's name of the style."""
UNCOUNTED: Final = " Unnumbered"
"""What our names of headings without a number end in: for a reader they are headings."""
_ENGLISH: Final = {"normal": "normal", "table_grid": "table grid", "heading5": "heading 5", "heading6": "heading 6"}


@dataclass(frozen=True, slots=True)
class Known:
    """One style of the template."""

    identifier: str
    name: str
    kind: str


@cache
def _foreign() -> Mapping[str, tuple[str, ...]]:
    """Names in other languages, casefolded, and the English names that each may stand for."""
    text = resources.files("briefing").joinpath("writers", "docx", "template", "style_names.toml").read_text("utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for language in tomllib.loads(text).values():
        for role, written in language.items():
            english = _ENGLISH.get(role) or ROLES[role]
            for name in written:
                found[name.casefold()] = (*found.get(name.casefold(), ()), english.casefold())
    return found


class Shelf:
    """The styles of a template by every name that they go by."""

    def __init__(self, styles: Element) -> None:
        self.known: dict[str, Known] = {}
        self.by_name: dict[str, Known] = {}
        self.default = ""
        aliases: list[tuple[str, Known]] = []
        for element in styles.findall(W + "style"):
            identifier, name = element.get(W + "styleId", ""), value_of(element, "name") or ""
            known = Known(identifier, name, element.get(W + "type", "paragraph"))
            self.known[identifier] = known
            self.by_name.setdefault(name.casefold(), known)
            if known.kind == "paragraph" and element.get(W + "default") in {"1", "true", "on"}:
                self.default = identifier
            aliases += [(a.strip(), known) for a in (value_of(element, "aliases") or "").split(",") if a.strip()]
        for alias, known in aliases:
            self.by_name.setdefault(alias.casefold(), known)

    def find(self, name: str) -> Known | None:
        """A style by its name, by an alias, or by its name in another language."""
        folded = name.casefold()
        if folded in self.by_name:
            return self.by_name[folded]
        return next((self.by_name[e] for e in _foreign().get(folded, ()) if e in self.by_name), None)

    def playing(self, name: str) -> Known | None:
        """The style that plays a part, without a map: the writer's name is known in English."""
        folded = name.casefold()
        foreign = (other for other, english in _foreign().items() if folded in english)
        for candidate in (folded, *_ALIASES.get(name, ()), *foreign):
            found = self.by_name.get(candidate)
            if found is not None and found.kind == kind_of(name):
                return found
        return None

    def renamed(self, played: Mapping[str, str]) -> dict[str, str]:
        """Our names of the template's paragraph styles, by its own names where those differ. A style with several parts has none."""
        parts: dict[str, set[str]] = {}
        for name, identifier in played.items():
            if kind_of(name) == "paragraph" and identifier in self.known:
                parts.setdefault(self.known[identifier].name, set()).add(name.removesuffix(UNCOUNTED))
        single = {own: ours.pop() for own, ours in sorted(parts.items()) if len(ours) == 1}
        return {own: ours for own, ours in single.items() if ours.casefold() != own.casefold()}

    def names(self, kind: str) -> list[str]:
        """The names of all styles of a kind."""
        return [known.name for known in self.known.values() if known.kind == kind]


def kind_of(name: str) -> str:
    """Which kind of style the writer means by a name."""
    if name == names.TABLE:
        return "table"
    return "character" if name in _CHARACTER else "paragraph"


def read_map(file: TomlFile, shelf: Shelf, template: str) -> tuple[dict[str, str], list[Problem]]:
    """The style's id for each name that the user's map gives one, and what is wrong in the map."""
    problems = [
        Problem("unknown-key", f'a map of styles has no table "{key}"', file.origin((key,)), "it has one: [styles]")
        for key in file.data
        if key != "styles"
    ]
    table = file.data.get("styles", {})
    if not isinstance(table, dict):
        return {}, [*problems, Problem("bad-value", "styles is a table", file.origin(("styles",)), "[styles]")]
    found: dict[str, str] = {}
    for role, wanted in table.items():
        origin = file.origin(("styles", role))
        if role not in ROLES:
            hint = did_you_mean(role, ROLES) or f"the roles are {', '.join(ROLES)}"
            problems.append(Problem("unknown-role", f'there is no role "{role}"', origin, hint))
        elif not isinstance(wanted, str):
            problems.append(Problem("bad-value", f"{role} is the name of a style", origin, f'{role} = "Normal"'))
        else:
            known, problem = _mapped(role, wanted, shelf, template)
            if problem:
                problems.append(Problem(problem.code, problem.message, origin, problem.hint))
            else:
                found[ROLES[role]] = known
    return found, problems


def _mapped(role: str, wanted: str, shelf: Shelf, template: str) -> tuple[str, Problem | None]:
    kind = kind_of(ROLES[role])
    known = shelf.find(wanted)
    if known is None:
        there = shelf.names(kind)
        hint = did_you_mean(wanted, there) or f"its {kind} styles are {', '.join(sorted(there)[:20])}"
        return "", Problem("unknown-style", f'{template} has no style "{wanted}"', hint=hint)
    if known.kind != kind:
        near = did_you_mean(wanted, shelf.names(kind))
        message = f'"{wanted}" is a {known.kind} style, and {role} wants a {kind} style'
        return "", Problem("wrong-style", message, hint=near)
    return known.identifier, None
