"""Read and check the file of a citation style: one that ships, or the user's own.

A user's file is untrusted: it must be small and valid by the published schema, without document type, entities or macros that
call themselves, and use only elements that citeproc-py supports.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from lxml import etree

from briefing.facts.dossier_folder import explain_absence, find_inside
from briefing.facts.ledger import Ledger
from briefing.files.characters import SHOWN_AT_MOST, find_unprintable_reference
from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import did_you_mean

CSL = "{http://purl.org/net/xbiblio/csl}"
LARGEST = 1_000_000
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MOST_STEPS = 60_000
"""Most elements that printing one source may visit; the largest published styles visit some thousands."""
# Elements that citeproc-py supports: it would ignore any other, or fail.
KNOWN = frozenset(
    """bibliography choose citation date date-part else else-if et-al group if info key label layout locale macro multiple name
    name-part names number single sort style style-options substitute term terms text""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Style:
    """A style that can be used. `kind`: the form of its notes; `location`: where the dossier names it."""

    name: str
    data: bytes
    location: Location
    kind: Literal["note", "author-date", "numeric"]
    tested: bool


@cache
def shipped_styles() -> tuple[str, ...]:
    """Return the names of the styles that ship, in order."""
    folder = resources.files("briefing.compose.citations") / "styles"
    return tuple(sorted(f.name.removesuffix(".csl") for f in folder.iterdir() if f.name.endswith(".csl")))


def read_style(ledger: Ledger) -> tuple[Style | None, list[Problem]]:
    """Return the style that the dossier asks for, and problems; None if it cannot be used."""
    name, location = ledger.dossier.citation_style, ledger.dossier.style_location
    if name in shipped_styles():
        data = (resources.files("briefing.compose.citations") / "styles" / f"{name}.csl").read_bytes()
        return _StyleChecker(name, data, location, "").style()
    if not name.endswith(".csl"):
        known = ("numeric", *shipped_styles())
        hint = (
            did_you_mean(name, known) or f"choose one of: {', '.join(known)}; or a file of your own, such as ours.csl"
        )
        return None, [Problem("unknown-style", f'unknown citation style "{name}"', location, hint)]
    display_path = f"{ledger.dossier.location.file.rpartition('/')[0]}/{name}".lstrip("/")
    path = find_inside(ledger.folder, name)
    if path is None:
        absent = Problem("unknown-style", f'file not found: "{name}"', location)
        return None, [explain_absence(ledger.folder, name, "this", location) or absent]
    try:
        with path.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        return None, [Problem("unreadable-file", f"this file cannot be read: {reason}", Location(display_path))]
    if len(data) > LARGEST:
        return None, [
            Problem(
                "too-large", "this file is larger than 1 MB, too large for a citation style", Location(display_path)
            )
        ]
    return _StyleChecker(name, data, location, display_path, ledger.dossier.language).style()


class _StyleChecker:
    """Check one style. `display_path`: its path, "" for a style that ships."""

    def __init__(self, name: str, data: bytes, location: Location, display_path: str, language: str = "en-GB") -> None:
        self.name, self.data, self.location, self.display_path = name, data, location, display_path
        self.language = language

    def style(self) -> tuple[Style | None, list[Problem]]:
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(self.data, parser)
        except etree.XMLSyntaxError as error:
            message = f"invalid XML: {(error.msg or '').split(', line')[0]}"
            return None, [self._problem("bad-style", message, error.lineno or 0)]
        if root.getroottree().docinfo.internalDTD is not None or b"<!DOCTYPE" in self.data:
            message = "a citation style must not contain a document type or entities"
            return None, [self._problem("bad-style", message, 1)]
        problems: list[Problem] = []
        if self.display_path:
            problems = [*self._find_unprintable(root), *self._find_problems(root)]
            if problems:
                return None, problems
            message = (
                f'"{self.name}" is not one of the styles tested with briefing: check its notes and its list of sources'
            )
            problems = [Problem("untested-style", message, self.location, "", "note")]
        return Style(self.name, self.data, self.location, _kind(root), tested=not self.display_path), problems

    def _problem(self, code: str, message: str, line: int = 0, hint: str = "") -> Problem:
        return Problem(code, message, Location(self.display_path, line) if self.display_path else self.location, hint)

    def _find_unprintable(self, root: Any) -> Iterator[Problem]:
        """Yield characters that no brief can print, except in the style's `info` and in locales of other languages."""
        found = 0
        for element in root.iter(etree.Element):
            if element.tag == f"{CSL}info" or _in_info(element):
                continue
            locales = [e for e in (element, *element.iterancestors()) if e.tag == f"{CSL}locale"]
            languages = [locale.get(_LANGUAGE) for locale in locales]
            if any(code and code[:2].lower() != self.language[:2].lower() for code in languages):
                continue
            for text in (element.text or "", element.tail or "", *element.attrib.values()):
                refused = find_unprintable_reference(text.replace("\n", " ").replace("\t", " "))  # as XML reads it
                if refused is not None and found < SHOWN_AT_MOST:
                    found += 1
                    code, message, hint = refused
                    yield self._problem(code, message, _line(element), hint)

    def _find_problems(self, root: Any) -> Iterator[Problem]:
        """Yield what makes the file invalid or unsupported."""
        if root.tag != f"{CSL}style":
            yield self._problem("bad-style", "the file is not a citation style: its first element is not <style>", 1)
            return
        for link in root.iter(f"{CSL}link"):
            if link.get("rel") == "independent-parent":
                hint = f"use that file instead: {link.get('href')}"
                yield self._problem("bad-style", "this style only refers to another one", _line(link), hint)
                return
        unsupported = [e for e in root.iter(etree.Element) if _local(e) not in KNOWN and not _in_info(e)]
        for element in unsupported[:20]:
            message = f"the style uses <{_local(element)}>, which is not supported"
            yield self._problem("style-feature", message, _line(element))
        if not unsupported and not _schema().validate(root):
            for error in list(_schema().error_log)[:5]:
                reason = error.message[:1].lower() + error.message[1:200]
                yield self._problem("bad-style", f"the file is not a valid citation style: {reason}", error.line)
        if root.find(f"{CSL}bibliography") is None:
            yield self._problem("style-feature", "this style has notes only, and no list of sources", 1)
        yield from self._by_macros(root)
        for element in root.iter(f"{CSL}text"):
            if element.get("variable") == "citation-label":
                yield self._problem("style-feature", "labels such as [Gro12] are not supported", _line(element))
        for element in root.iter(etree.Element):
            if element.get("display") in {"block", "indent"}:
                message = f'display="{element.get("display")}" is not supported: separate lines would run together'
                yield self._problem("style-feature", message, _line(element))

    def _by_macros(self, root: Any) -> Iterator[Problem]:
        macros = {m.get("name"): m for m in root.iter(f"{CSL}macro")}
        steps = _StepCounter(macros)
        for part in ("citation", "bibliography"):
            element = root.find(f"{CSL}{part}")
            if element is None:
                continue
            try:
                if steps.count(element, ()) > MOST_STEPS:
                    message = f"the style takes more than {MOST_STEPS:,} steps to print one source"
                    yield self._problem("bad-style", message, _line(element))
            except _CallError as error:
                yield self._problem("bad-style", str(error), _line(error.element))
                return
            except RecursionError:
                yield self._problem("bad-style", "the style is nested too deeply", _line(element))
                return


class _CallError(Exception):
    """A macro that does not exist or calls itself."""

    def __init__(self, message: str, element: Any) -> None:
        super().__init__(message)
        self.element = element


class _StepCounter:
    """Count the elements that printing visits at most; of a choice, the longest branch."""

    def __init__(self, macros: dict[str, Any]) -> None:
        self.macros = macros
        self.known: dict[str, int] = {}

    def count(self, element: Any, calls: tuple[str, ...]) -> int:
        inner = [self.count(child, calls) for child in element if isinstance(child.tag, str)]
        steps = 1 + (max(inner, default=0) + len(inner) if element.tag == f"{CSL}choose" else sum(inner))
        name = element.get("macro")
        return steps if name is None else steps + self._called(name, element, calls)

    def _called(self, name: str, element: Any, calls: tuple[str, ...]) -> int:
        if name in calls:
            raise _CallError(f'the macro "{name}" calls itself', element)
        if "'" in name or '"' in name:  # citeproc-py puts the name between quotation marks in an XPath
            raise _CallError("the name of a macro must not contain quotation marks", element)
        if name not in self.macros:
            raise _CallError(f'unknown macro "{name}"', element)
        if len(calls) > 40:
            raise _CallError("macros call one another more than 40 levels deep", element)
        if name not in self.known:
            self.known[name] = self.count(self.macros[name], (*calls, name))
        return self.known[name]


@cache
def _schema() -> Any:
    from citeproc import SCHEMA_PATH  # noqa: PLC0415  # only for a style of the user's own

    return etree.RelaxNG(etree.parse(SCHEMA_PATH))


def _kind(root: Any) -> Literal["note", "author-date", "numeric"]:
    formats = {e.get("citation-format") for e in root.iter(f"{CSL}category")}
    if root.get("class") == "note":
        return "note"
    cited = root.find(f"{CSL}citation")
    numbers = cited is not None and any(e.get("variable") == "citation-number" for e in cited.iter())
    return "numeric" if "numeric" in formats or numbers else "author-date"


def _local(element: Any) -> str:
    return str(element.tag).removeprefix(CSL)


def _in_info(element: Any) -> bool:
    return any(e.tag == f"{CSL}info" for e in element.iterancestors())


def _line(element: Any) -> int:
    return int(element.sourceline or 0)
