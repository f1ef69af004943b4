"""The names that a template may use: facts, topics, the dossier, and the functions that place things.

Takes a ledger; gives the mapping handed to Jinja and the look-up of attributes on facts. Everything is frozen.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, get_args

from jinja2 import Undefined

from briefing.compose.changes.summary_box import MOST
from briefing.compose.declared_tables import printer_of
from briefing.compose.dependencies import ReadLog
from briefing.compose.output import Output, Prose, Token
from briefing.compose.tokens import Blocks, SectionPlace
from briefing.compose.undefined import WITHHELD, MissingValue, guard, undefined_name
from briefing.document.model import (
    SUMMARY,
    Block,
    Citation,
    Contents,
    CrossReference,
    FactReference,
    Inline,
    Link,
    Note,
    Text,
)
from briefing.editions.placeholders import former_ref
from briefing.facts.judgement_text import ASPECTS as JUDGEMENT_ASPECTS
from briefing.facts.judgement_text import JudgementText
from briefing.facts.ledger import JUDGEMENTS, Judgement, Ledger, Topic
from briefing.facts.selection import declared_in
from briefing.facts.tlp import Labels, check_label
from briefing.facts.views import (
    ASPECTS,
    FactView,
    NotAString,
    PrintedText,
    PrintError,
    ViewAspect,
    latest_of,
    missing_attribution,
)
from briefing.files.characters import find_forbidden
from briefing.language import Language
from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import did_you_mean


@dataclass(frozen=True, slots=True)
class TemplateRecord:
    """Plain named values of a topic, the dossier or a fact's tags."""

    kind: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class JudgementView(NotAString):
    """A judgement as a template sees it."""

    judgement: Judgement
    printer: JudgementText


@dataclass(slots=True)
class TemplateContext:
    """Answers every name and function of a template. `here` tells where the template stands; `place` makes tables and figures, `box`
    tells what changed.

    `numbered` tells whether notes point to the list of sources by number.
    """

    ledger: Ledger
    language: Language
    here: Callable[[str], Location]
    front: Callable[[], Block]
    place: Callable[[str, str, Location], Block | None]
    box: Callable[[int, Location], Block | None]
    spend: Callable[[int], None]
    reads: ReadLog
    numbered: bool = True
    problems: list[Problem] = field(default_factory=list)
    put: set[tuple[str, str]] = field(default_factory=set)
    """The tables and figures that were placed so far, by kind and name."""
    labels: Labels = field(init=False)
    shared: dict[str, Any] = field(default_factory=dict)
    keyed: bool = False
    """Whether the key of the scale of likelihood was printed: the first judgement carries it as a note."""

    def __post_init__(self) -> None:
        self.labels = Labels(self.ledger)

    def view(self, fact_id: str) -> FactView:
        return FactView(self.ledger.facts[fact_id], self.language)

    def common(self) -> dict[str, Any]:
        """Names that every template of the brief shares; made once."""
        if self.shared:
            return self.shared
        facts = {fact_id: self.view(fact_id) for fact_id in self.ledger.facts}
        withheld = dict.fromkeys(self.ledger.withheld, WITHHELD)
        functions: dict[str, Any] = {
            "facts": MappingProxyType(facts),
            "topics": tuple(self.topic(t) for t in self.ledger.topics.values()),
            "dossier": self._dossier(),
            "has": self._has,
            "judgement": self._judgement,
            "tagged": self.tagged,
            "table": lambda name: self._put("table", name),
            "figure": lambda name: self._put("figure", name),
            "conflict": lambda name: self._put("conflict", name),
            "what_changed": self._what_changed,
            "ref": self._ref,
            "cite": self._cite,
            "literal": literal,
            "source_summary": lambda: PrintedText((CrossReference(SUMMARY),)),
            "contents": self._contents,
            "list_of_tables": lambda: self._list("tables"),
            "list_of_figures": lambda: self._list("figures"),
            "front": lambda: self._block(self.front()),
            "section": lambda name: self._block(SectionPlace(str(name), self.here(str(name)))),
        }
        self.shared = withheld | facts | functions
        return self.shared

    def topic(self, topic: Topic, *, elsewhere: Collection[tuple[str, str]] = ()) -> TemplateRecord:
        """A topic; `elsewhere` are the tables and figures, by kind and name, that other templates place."""
        facts = tuple(self.view(f.id) for f in topic.facts)
        tables, figures = declared_in(self.ledger, topic.id)
        values = {
            "id": topic.id,
            "title": topic.title,
            "facts": facts,
            "tables": tuple(name for name in tables if ("table", name) not in elsewhere),
            "figures": tuple(name for name in figures if ("figure", name) not in elsewhere),
        }
        return TemplateRecord("topic", MappingProxyType(values))

    def tagged(self, tag: str, value: str | None = None) -> tuple[FactView, ...]:
        """Facts that carry a tag, or a tag with that value, in file order."""
        self.reads.ask("tagged", str(tag), *(() if value is None else (str(value),)))
        facts = self.ledger.facts.values()
        return tuple(self.view(f.id) for f in facts if tag in f.tags and (value is None or f.tags[tag] == value))

    def _dossier(self) -> TemplateRecord:
        dossier = self.ledger.dossier
        keys = (
            "name", "title", "subtitle", "edition", "publisher", "language", "template", "sections", "restates", "series",
            "series_number", "notice", "contact", "licence", "disclaimer", "how_to_cite", "methods", "subject", "supersedes", "variant",
        )  # fmt: skip
        values: dict[str, object] = {key: getattr(dossier, key) for key in keys}
        values["cut"] = dossier.variant  # its name before "variant", kept for templates of one release
        for key in ("date", "information_cut_off"):
            day = getattr(dossier, key)
            values[key] = day.words(self.language) if day is not None else ""
        values["numbered"] = self.numbered
        values["authors"] = tuple(dossier.authors)
        values["abbreviations"] = MappingProxyType(self.ledger.glossary.acronyms)
        return TemplateRecord("dossier", MappingProxyType(values))

    def _has(self, name: object) -> bool:
        """Whether there is a fact, a claim (`fact.claim`), a judgement, a table or a figure of that name, and it may go out."""
        ledger = self.ledger
        self.reads.condition(str(name))
        fact, _, claim = str(name).partition(".")
        if claim:
            return fact in ledger.facts and any(c.id == claim for c in ledger.facts[fact].claims)
        entries = (ledger.facts, ledger.judgements, ledger.tables, ledger.figures, ledger.unread)
        return any(name in names for names in entries)

    def _judgement(self, name: object) -> object:
        """A judgement: printed whole, or one aspect of it behind a dot."""
        self.reads.condition(str(name))
        judgement = self.ledger.judgements.get(str(name))
        if judgement is None and name in self.ledger.withheld:
            return WITHHELD
        if judgement is None and not self.ledger.unread.isdisjoint((name, JUDGEMENTS)):
            return MissingValue("", f'no judgement "{name}"')
        if judgement is None:
            return self._absent(
                "unknown-judgement",
                f'no judgement "{name}"',
                str(name),
                (*self.ledger.judgements, *sorted(self.ledger.unread)),
            )
        return JudgementView(judgement, printer_of(self.ledger, self.language))

    def _of_judgement(self, view: JudgementView, name: str) -> object:
        if name == "id":
            return view.judgement.id
        if name not in JUDGEMENT_ASPECTS:
            message = f'"{view.judgement.id}" has no "{name}"'
            return self._absent("unknown-aspect", message, name, JUDGEMENT_ASPECTS)
        inlines = view.printer.aspect(view.judgement, name)
        message = f'"{view.judgement.id}" has no {name.replace("_", " ")}'
        return PrintedText(inlines) if inlines else MissingValue("nothing-to-print", message)

    def look_up(self, obj: Any, attribute: object) -> object:
        """Attribute or item of one of our values; NotImplemented for any other, which Jinja then answers itself."""
        if isinstance(obj, JudgementView):
            return self._of_judgement(obj, str(attribute))
        if isinstance(obj, FactView):
            return self._of_fact(obj, str(attribute))
        if isinstance(obj, TemplateRecord):
            if attribute in obj.values:
                return obj.values[str(attribute)]
            return self._absent("unknown-aspect", f"the {obj.kind} has no {attribute!r}", str(attribute), obj.values)
        if isinstance(obj, MissingValue):
            return obj
        return NotImplemented

    def _of_fact(self, view: FactView, name: str) -> object:
        fact = view.fact
        if not view.aspect and view.point is None and view.claim is None:
            for point in fact.points:
                if point.label == name:
                    return FactView(fact, view.language, None, point)
        if not view.aspect and view.claim is None:
            for claim in view.claims:
                if claim.id and claim.id == name:
                    return FactView(fact, view.language, claim, view.point)
        found = self._part_of(view, name)
        if found is not None:
            return found
        if name in get_args(ViewAspect) and name:
            picked = FactView(fact, view.language, view.claim, view.point, name)  # type: ignore[arg-type]
            hint = "give its claims dates: as_of: or date:" if name == "latest" else ""
            nothing = MissingValue("nothing-to-print", f'"{fact.id}" has no {name.replace("_", " ")}', hint)
            return picked if view.has(name) else nothing
        if f"{fact.id}.{name}" in self.ledger.withheld:
            return WITHHELD
        choices = [*ASPECTS, *(p.label for p in fact.points), *(c.id for c in fact.claims if c.id)]
        return self._absent("unknown-aspect", f'"{fact.id}" has no "{name}"', name, choices)

    def _part_of(self, view: FactView, name: str) -> object:
        """What is no aspect of a fact and yet is asked for like one; None for anything else."""
        fact = view.fact
        if name == "tags":
            self._check_tags(view)
            return TemplateRecord(f'tags of "{fact.id}"', fact.tags)
        if name == "latest" and (last := latest_of(view)):
            # What stands behind it, as in {{ f.latest.by }}, is asked of that claim.
            return last[0] if len(last) == 1 else FactView(fact, view.language, None, last[0].point, "latest")
        if name == "was":
            return self._was(view)
        if name == "points":
            return tuple(FactView(fact, view.language, None, point) for point in fact.points)
        if name == "untold":
            return missing_attribution(view)
        if name == "id":
            return fact.id
        return None

    def _was(self, view: FactView) -> object:
        """What the superseded edition had: its value, or its statement."""
        compared = self.ledger.compared
        if compared is None:
            return MissingValue(
                "no-edition", "there is no edition to say what was", "supersedes: in dossier.yaml names it"
            )
        words = compared.words(view.unit, values=True)
        if not words:
            return MissingValue("nothing-to-print", f'edition {compared.edition} had no "{view.unit}"')
        return PrintedText((former_ref(view.unit, words),))

    def _check_tags(self, view: FactView) -> None:
        """A tag prints as plain text, which no longer knows its fact: what a brief may not show is told here."""
        problem = check_label(self.labels.of_fact(view.fact), view.fact.id, self.ledger, self.here(view.fact.id))
        if problem is not None and problem not in self.problems:
            self.problems.append(problem)

    def _absent(self, code: str, message: str, name: str, choices: Any) -> MissingValue:
        hint = did_you_mean(name, [str(c) for c in choices])
        self.problems.append(Problem(code, message, self.here(name), hint))
        return MissingValue("", message, hint)

    def finish(self, value: object) -> Prose | Token | Output:
        """Jinja's finalize: the only place where a thing becomes a token, and where what a template makes is looked at.

        Files are checked for forbidden characters as they are read; a string in a template can still spell them in codes.
        """
        if isinstance(value, Prose | Token | Output):
            return value
        if isinstance(value, str) and not value:
            return Prose()
        try:
            inlines = self._inlines(value)
        except PrintError as error:
            if error.code:
                self.complain(error)
            return Token(())
        text = "".join(_texts(inlines))
        self.spend(len(text))
        if forbidden := find_forbidden(text):
            self.complain(PrintError(*forbidden))
            return Token(())
        return Token(inlines)

    def _inlines(self, value: object) -> tuple[Inline, ...]:
        if isinstance(value, FactView):
            return value.printed().inlines
        if isinstance(value, PrintedText):
            return value.inlines
        if isinstance(value, JudgementView):
            first, self.keyed = not self.keyed, True
            return value.printer.sentences(value.judgement, keyed=first)
        if isinstance(value, MissingValue):
            raise PrintError(value.code, value.message, value.hint)
        if isinstance(value, Undefined):
            name = undefined_name(value)
            raise PrintError("unknown-fact", f'no fact "{name}" in this dossier', guard(name))
        if isinstance(value, TemplateRecord | tuple | list | Mapping) or callable(value):
            raise PrintError(
                "nothing-to-print", "this is a list or a group of things, not a text", "print its parts one by one"
            )
        return (Text(str(value)),)

    def complain(self, error: PrintError) -> None:
        """Notes what cannot be printed, so that the template can go on and show what else is wrong."""
        self.problems.append(Problem(error.code, error.message, self.here(""), error.hint))

    def _block(self, block: Block | SectionPlace) -> Token:
        return Token(Blocks((block,)))

    def _put(self, kind: str, name: object) -> Token:
        block = self.place(kind, str(name), self.here(str(name)))
        self.put.add((kind, str(name)))
        return Token(Blocks((block,) if block is not None else ()))

    def _what_changed(self, most: object = MOST) -> Token:
        """The box of changes, with so many at most."""
        number = most if isinstance(most, int) and not isinstance(most, bool) and 1 <= most <= 100 else MOST
        block = self.box(number, self.here("what_changed"))
        return Token(Blocks((block,) if block is not None else ()))

    def _contents(self, levels: object = 2) -> Token:
        depth = levels if isinstance(levels, int) and 1 <= levels <= 4 else 2
        return self._block(Contents("contents", self.here("contents"), self.language.word("contents"), levels=depth))

    def _list(self, of: Literal["tables", "figures"]) -> Token:
        name = f"list_of_{of}"
        return self._block(Contents(name, self.here(name), self.language.word(name), of=of))

    def _ref(self, name: object) -> PrintedText:
        self.reads.condition(str(name))
        if name in self.ledger.unread:  # what is wrong with it has been told
            return PrintedText(())
        if name in self.ledger.withheld:
            self.complain(PrintError(WITHHELD.code, WITHHELD.message, WITHHELD.hint))
            return PrintedText(())
        return PrintedText((CrossReference(f"?{name}", location=self.here(str(name))),))

    def _cite(self, source: object, locator: object = "") -> PrintedText:
        self.reads.sources.add(str(source))
        if source in self.ledger.withheld:
            self.complain(PrintError(WITHHELD.code, WITHHELD.message, WITHHELD.hint))
            return PrintedText(())
        if str(source) not in self.ledger.sources:
            hint = did_you_mean(str(source), self.ledger.sources)
            self.problems.append(Problem("unknown-source", f'no source "{source}"', self.here(str(source)), hint))
            return PrintedText(())
        return PrintedText((Note((Citation(str(source), str(locator)),), location=self.here(str(source))),))


def literal(text: object) -> PrintedText:
    """A figure that is typed on purpose, as it stands: "from 9 to 5", the name of a law. Checks leave it alone."""
    return PrintedText((Text(str(text), literal=True),))


def _texts(inlines: Iterable[Inline]) -> Iterator[str]:
    """Every text that inlines hold, notes and the places cited in them included."""
    for item in inlines:
        if isinstance(item, Text | FactReference):
            yield item.text
        elif isinstance(item, Link | Note):
            yield from _texts(item.inlines)
            if isinstance(item, Note):
                yield from (citation.locator for citation in item.citations)
