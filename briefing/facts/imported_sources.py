"""Read sources.json and sources.bib, the exports of reference managers, like entries of sources.yaml.

Return for each entry the lines that sources.yaml would contain, each with its location in the exported file,
and the CSL variables for citation styles. Citation keys become ids. `sources` makes `Source`s of both kinds of
entries.
"""

from __future__ import annotations

from dataclasses import dataclass

from briefing.facts.dossier_folder import explain_absence, find_inside, read_text
from briefing.facts.ids import ID, snake_case
from briefing.facts.ledger import Detail
from briefing.facts.list_items import Item, iso_of, name_of
from briefing.facts.load_context import LoadContext
from briefing.facts.source_kinds import word_of
from briefing.facts.unsafe_characters import strip_forbidden, strip_forbidden_value
from briefing.facts.yaml_reader import Node
from briefing.files.characters import check_characters
from briefing.problems.problem import Location

FILES = ("sources.json", "sources.bib")
LARGEST = 20_000_000
# For these types the container (newspaper, journal, web site) takes the place of the publisher.
_PERIODICAL = frozenset(
    "article-journal article-magazine article-newspaper webpage post post-weblog broadcast".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Imported:
    """An imported entry: its lines as a node, and its CSL variables."""

    node: Node
    details: dict[str, Detail]


def read_imported(context: LoadContext) -> dict[str, Imported]:
    """Return the entries of both files by id, in order; report problems to the context."""
    found: dict[str, Imported] = {}
    for name in FILES:
        renamed: list[tuple[Item, str]] = []
        for item in _items(name, context):
            source_id = item.key if ID.fullmatch(item.key) else snake_case(item.key.rsplit("/", 1)[-1])
            if not source_id:
                message = (
                    f'the citation key "{item.key[:60]}" cannot become an id: it has no letter from a to z and no digit'
                )
                context.report("bad-id", message, item.location, "give the entry another citation key")
                continue
            if source_id in found:
                message = f'duplicate source "{source_id}": also defined at {found[source_id].node.key}'
                context.report("duplicate-id", message, item.location, "give one of the two another citation key")
                continue
            if source_id != item.key:
                renamed.append((item, source_id))
            found[source_id] = Imported(_node(item), item.details)
        if renamed:
            item, source_id = renamed[0]
            more = f" (and {len(renamed) - 1} more are renamed)" if len(renamed) > 1 else ""
            message = f'the citation key "{item.key[:60]}" is not a valid id: cite the source as {source_id}{more}'
            context.report("renamed-source", message, item.location, "", "note")
    return found


def _items(name: str, context: LoadContext) -> list[Item]:
    display_path = context.display_path_of(name)
    path = find_inside(context.folder, name)
    if path is None:
        problem = explain_absence(context.folder, name, "this", Location(display_path))
        context.problems += [problem] if problem else []
        return []
    text, problems = read_text(path, display_path, LARGEST)
    context.problems += problems
    if text is None:
        return []
    text, problems = strip_forbidden(text, display_path)
    context.problems += problems
    if name.endswith(".json"):
        from briefing.facts.csl_json import read_csl_json as read  # noqa: PLC0415  # most dossiers have no such file
    else:
        from briefing.facts.bibtex import read_bibtex as read  # noqa: PLC0415  # as above
    items, problems = read(text, display_path)
    context.problems += problems
    for item in items:
        _strip_escaped(item, context)
    return items


def _strip_escaped(item: Item, context: LoadContext) -> None:
    r"""Replace forbidden characters that came in as escapes (\u0007 in JSON), which the check of the file could not see."""
    texts = [*item.literal.values()]
    for value in item.details.values():
        parts = [part for part in value if isinstance(part, dict)]  # names; a text and a date have none
        texts += [value] if isinstance(value, str) else [text for part in parts for text in part.values()]
    if not check_characters("\n".join(texts), ""):
        return
    for variable, value in item.details.items():
        if isinstance(value, str):
            item.details[variable] = _safe(value, item.places.get(variable, item.location), context)
        elif value and isinstance(value[0], dict):
            names = [{part: _safe(t, item.location, context) for part, t in dict(name).items()} for name in value]
            item.details[variable] = tuple(names)
    item.literal = {v: _safe(text, item.location, context) for v, text in item.literal.items()}


def _safe(text: str, location: Location, context: LoadContext) -> str:
    safe, problems = strip_forbidden_value(text, location)
    context.problems += problems
    return safe


def _node(item: Item) -> Node:
    """Return the lines of an entry as a node, each at the place of the CSL variable that it comes from."""
    kind = item.text("type")
    container = "container-title" if kind in _PERIODICAL or "publisher" not in item.details else "publisher"
    publisher = container if item.text(container) else "publisher"
    author = "author" if "author" in item.details else "editor"
    authors = (name_of(name) for name in item.details.get(author, ()) if isinstance(name, dict))
    address = f"https://doi.org/{item.text('DOI')}" if item.text("DOI") and not item.text("URL") else ""
    lines = {
        "title": ("title", item.text("title")),
        "publisher": (publisher, item.text(publisher)),
        "author": (author, ", ".join(authors)),
        "date": ("issued", _date(item, "issued")),
        "undated": ("issued", item.literal.get("issued", "")),
        "url": ("DOI", address) if address else ("URL", item.text("URL")),
        "accessed": ("accessed", _date(item, "accessed")),
        "type": ("type", item.text("genre") or word_of(kind)),
    }
    group = {}
    for key, (variable, text) in lines.items():
        if text:
            place = _place(item.places.get(variable, item.location))
            group[key] = Node(text, item.location.file, place, place)
    place = _place(item.location)
    return Node(group, item.location.file, place, place)


@dataclass(frozen=True, slots=True)
class _Place:
    """Line and column from 0, as `Node` expects them."""

    line: int
    column: int


def _place(location: Location) -> _Place:
    return _Place(max(location.line - 1, 0), max(location.column - 1, 0))


def _date(item: Item, variable: str) -> str:
    days = tuple(day for day in item.details.get(variable, ()) if isinstance(day, tuple))
    return iso_of(days) if days else ""
