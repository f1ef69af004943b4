"""The names that a template may use: facts, topics, the dossier, and the functions that place things.

Provides the names for Jinja and the look-up of attributes on facts. All values are frozen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from jinja2 import Undefined
from jinja2.environment import TemplateModule

from briefing.compose.changes.summary_box import MOST
from briefing.compose.declared_tables import printer_of
from briefing.compose.dependencies import ReadLog
from briefing.compose.error_messages import check_arguments, explain_undefined
from briefing.compose.limits import BudgetError
from briefing.compose.output import TOKEN_SIZE, Output, Prose, Token, as_text, printed_size, texts_in
from briefing.compose.status_needs import may_be_unsettled
from briefing.compose.tokens import Blocks, SectionPlace
from briefing.compose.undefined import WITHHELD, MissingValue
from briefing.document.model import (
    SUMMARY,
    Block,
    Citation,
    Contents,
    CrossReference,
    Inline,
    Note,
    Text,
    inlines_of,
    walk,
)
from briefing.editions.placeholders import former_ref
from briefing.facts.judgement_text import ASPECTS as JUDGEMENT_ASPECTS
from briefing.facts.judgement_text import JudgementText
from briefing.facts.ledger import ASPECTS, JUDGEMENTS, Judgement, Ledger, Topic
from briefing.facts.selection import declared_in
from briefing.facts.tlp import Labels, check_label
from briefing.facts.views import (
    REF_ASPECT,
    FactView,
    NotAString,
    PrintedText,
    PrintError,
    TagText,
    latest_of,
    missing_attribution,
)
from briefing.files.characters import find_unprintable
from briefing.language import Language
from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import did_you_mean

MOST_PROBLEMS = 1_000
"""Of templates that run. Each costs a search for the nearest name."""
BLOCK_COST = 500
"""Characters that a table, figure or box costs in addition to its words."""


@dataclass(frozen=True, slots=True)
class TemplateRecord:
    """Named values of a topic, the dossier or a fact's tags."""

    kind: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class JudgementView(NotAString):
    """A judgement as a template sees it."""

    judgement: Judgement
    printer: JudgementText


@dataclass(slots=True)
class TemplateContext:
    """All names and functions of a template.

    `here` returns the location of the running tag; `place` makes tables and figures, `box` the box of changes. `numbered`: notes
    point to the list of sources by number.
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
    placed: set[tuple[str, str]] = field(default_factory=set)
    """(kind, name) of each table and figure that was placed so far."""
    labels: Labels = field(init=False)
    shared: dict[str, Any] = field(default_factory=dict)
    by_tag: dict[tuple[str, str | None], list[FactView]] = field(default_factory=dict)
    """Facts by tag, and by tag and value, in file order."""
    keyed: bool = False
    """True once the key of the likelihood scale was printed: the first judgement has it as a note."""

    def __post_init__(self) -> None:
        self.labels = Labels(self.ledger)

    def view(self, fact_id: str) -> FactView:
        return FactView(self.ledger.facts[fact_id], self.language)

    def common(self) -> dict[str, Any]:
        """Return the names that all templates of the brief share."""
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
            "table": lambda name: self._place_named("table", name),
            "figure": lambda name: self._place_named("figure", name),
            "conflict": lambda name: self._place_named("conflict", name),
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
        checked = {
            name: self._metered(check_arguments(name, value)) if callable(value) else value
            for name, value in functions.items()
        }
        self.shared = withheld | facts | checked
        return self.shared

    def _metered(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function of templates whose arguments are text, numbers or facts, and count against the limits."""

        def call(*given: Any, **named: Any) -> Any:
            for value in (*given, *named.values()):
                if isinstance(value, Output | PrintedText):
                    self.spend(printed_size(value))
                elif not isinstance(value, NotAString | MissingValue | Undefined):
                    self.spend(len(as_text(value)))
            return function(*given, **named)

        return call

    def topic(self, topic: Topic, *, elsewhere: Collection[tuple[str, str]] = ()) -> TemplateRecord:
        """Return a topic without the tables and figures, (kind, name), that other templates place (`elsewhere`)."""
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
        """Return the facts with a tag, or with that value of it, in file order."""
        self.reads.add_query("tagged", str(tag), *(() if value is None else (str(value),)))
        if not self.by_tag:
            for fact in self.ledger.facts.values():
                view = self.view(fact.id)
                for name, text in fact.tags.items():
                    self.by_tag.setdefault((name, None), []).append(view)
                    self.by_tag.setdefault((name, text), []).append(view)
        return tuple(self.by_tag.get((tag, value), ()))

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
        """Return True if a fact, claim (`fact.claim`), judgement, table or figure has that name and may be printed."""
        ledger = self.ledger
        self.reads.add_condition(str(name))
        fact, _, claim = str(name).partition(".")
        if claim:
            return fact in ledger.facts and any(c.id == claim for c in ledger.facts[fact].claims)
        entries = (ledger.facts, ledger.judgements, ledger.tables, ledger.figures, ledger.unread)
        return any(name in names for names in entries)

    def _judgement(self, name: object) -> object:
        """Return a judgement: it prints as a whole, or one aspect of it after a dot."""
        self.reads.add_condition(str(name))
        judgement = self.ledger.judgements.get(str(name))
        if judgement is None and name in self.ledger.withheld:
            return WITHHELD
        if judgement is None and not self.ledger.unread.isdisjoint((name, JUDGEMENTS)):
            return MissingValue("", f'unknown judgement "{name}"')
        if judgement is None:
            known = (*self.ledger.judgements, *sorted(self.ledger.unread))
            return self._absent("unknown-judgement", f'unknown judgement "{name}"', str(name), known)
        return JudgementView(judgement, printer_of(self.ledger, self.language))

    def _of_judgement(self, view: JudgementView, name: str) -> object:
        if name == "id":
            return view.judgement.id
        if name not in JUDGEMENT_ASPECTS:
            message = f'"{view.judgement.id}" has no "{name}"'
            return self._absent("unknown-aspect", message, name, JUDGEMENT_ASPECTS)
        inlines = view.printer.aspect(view.judgement, name)
        message = f'the judgement "{view.judgement.id}" has no "{name}" to print'
        hint = f'put a condition around it: {{% if judgement("{view.judgement.id}").{name} %}} … {{% endif %}}'
        return PrintedText(inlines) if inlines else MissingValue("nothing-to-print", message, hint)

    def look_up(self, obj: Any, attribute: object) -> object:
        """Return an attribute or item of one of our values; NotImplemented for any other, which Jinja then looks up itself."""
        if isinstance(attribute, NotAString):
            hint = 'write the name itself, as in facts["debt"]'
            raise PrintError("fact-as-text", "a fact cannot be used as a name in [ ]", hint)
        if isinstance(obj, JudgementView):
            return self._of_judgement(obj, str(attribute))
        if isinstance(obj, FactView):
            if attribute == ():
                raise PrintError("template-syntax", f'the brackets [ ] after "{obj.fact.id}" are empty', POINT_HINT)
            return self._of_fact(obj, str(attribute))
        if isinstance(obj, TemplateRecord):
            if attribute in obj.values:
                return obj.values[str(attribute)]
            return self._absent("unknown-aspect", f'the {obj.kind} has no "{attribute}"', str(attribute), obj.values)
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
        if name in REF_ASPECT:
            picked = FactView(fact, view.language, view.claim, view.point, name)
            path = f"{view.unit}.{view.claim.id}" if view.claim is not None and view.claim.id else view.unit
            hint = f"put a condition around it: {{% if {path}.{name} %}} … {{% endif %}}"
            hint = "give its claims dates: as_of: or date:" if name == "latest" else hint
            nothing = MissingValue("nothing-to-print", f'"{fact.id}" has no "{name}" to print', hint)
            return picked if view.has(name) else nothing
        if f"{fact.id}.{name}" in self.ledger.withheld:
            return WITHHELD
        choices = [*ASPECTS, *(p.label for p in fact.points), *(c.id for c in fact.claims if c.id)]
        return self._absent("unknown-aspect", f'"{fact.id}" has no "{name}"', name, choices)

    def _part_of(self, view: FactView, name: str) -> object:
        """Return a part of a fact that is not an aspect: tags, latest, was, points, untold or id; None for anything else."""
        fact = view.fact
        if name == "tags":
            # They print as plain text, which later checks cannot trace to a fact: its label is checked here.
            problem = check_label(self.labels.of_fact(fact), fact.id, self.ledger, self.here(fact.id))
            if problem is not None and problem not in self.problems:
                self._add(problem)
            tags: Mapping[str, str] = fact.tags
            if may_be_unsettled(fact):
                tags = MappingProxyType({key: TagText(text, fact.id) for key, text in fact.tags.items()})
            return TemplateRecord(f'tags of "{fact.id}"', tags)
        if name == "latest" and (last := latest_of(view)):
            # An aspect after it, as in {{ fact.latest.by }}, is that of the claim.
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
        """Return the value, or the statement, of the superseded edition."""
        compared = self.ledger.compared
        if compared is None:
            return MissingValue(
                "no-edition",
                "there is no earlier edition, so there is no earlier value",
                "name one in dossier.yaml: supersedes: 1",
            )
        words = compared.words(view.unit, values=True)
        if not words:
            return MissingValue("nothing-to-print", f'edition {compared.edition} had no "{view.unit}"')
        return PrintedText((former_ref(view.unit, words),))

    def _absent(self, code: str, message: str, name: str, choices: Any) -> MissingValue:
        hint = did_you_mean(name, [str(c) for c in choices])
        self._add(Problem(code, message, self.here(name), hint))
        return MissingValue("", message, hint)

    def finish(self, value: object) -> Prose | Token | Output:
        """Turn a printed value into a token (Jinja's finalize). Nothing else makes tokens.

        Also checks for forbidden characters: files are checked when read, but a string in a template can spell such characters
        with escape codes.
        """
        if isinstance(value, Prose | Token | Output):
            return value
        if isinstance(value, str) and not value:
            return Prose()
        try:
            inlines = self._inlines(value)
        except PrintError as error:
            if error.code:
                self.report(error)
            return Token(())
        text = "".join(texts_in(inlines))
        size = TOKEN_SIZE + len(text)
        self.spend(size)
        if forbidden := find_unprintable(text):
            self.report(PrintError(*forbidden))
            return Token(())
        if isinstance(value, str) and "<!--" in value:
            hint = "type the comment outside of tags, where it prints nothing"
            self.report(PrintError("unsupported-markup", "a comment in quotation marks prints as typed: <!--", hint))
        return Token(inlines, size)

    def _inlines(self, value: object) -> tuple[Inline, ...]:
        if isinstance(value, FactView | TagText):
            return value.printed().inlines
        if isinstance(value, PrintedText):
            return value.inlines
        if isinstance(value, JudgementView):
            first, self.keyed = not self.keyed, True
            return value.printer.sentences(value.judgement, keyed=first)
        if isinstance(value, MissingValue):
            raise PrintError(value.code, value.message, value.hint)
        if isinstance(value, TemplateModule):
            hint = "print one of its macros: {% from … import name %}; or place it whole: {% include … %}"
            raise PrintError("nothing-to-print", "an imported template cannot be printed", hint)
        if isinstance(value, Undefined):
            raise PrintError(*explain_undefined(value._undefined_message, self.ledger.withheld))  # noqa: SLF001  # as Jinja raises it
        if isinstance(value, bool) or value is None:
            hint = "use it in a condition: {% if … %} … {% endif %}"
            raise PrintError(
                "nothing-to-print", f"this is {'yes or no' if value is not None else 'nothing'}, and not text", hint
            )
        if isinstance(value, complex):
            hint = "work it out in the facts with derive:, and print the result"
            raise PrintError("template-error", "the template takes a root of a negative number", hint)
        if isinstance(value, float) and not math.isfinite(value):
            raise PrintError("number-too-large", "this number is too large to print", "compute with smaller numbers")
        return (Text(as_text(value)),)

    def report(self, error: PrintError) -> None:
        """Record a problem here, so that the template can run on and show further mistakes."""
        self._add(Problem(error.code, error.message, self.here(""), error.hint))

    def _add(self, problem: Problem) -> None:
        if len(self.problems) >= MOST_PROBLEMS:
            raise BudgetError(f"the templates have more than {MOST_PROBLEMS:,} problems")
        self.problems.append(problem)

    def _block(self, block: Block | SectionPlace | None) -> Token:
        """Return the token of a block. It costs its words wherever it is printed, and some characters for each that is made."""
        parts = () if block is None or isinstance(block, SectionPlace) else walk((block,))
        texts = (text for part in parts for inlines in inlines_of(part) for text in texts_in(inlines))
        size = BLOCK_COST + sum(TOKEN_SIZE + len(text) for text in texts)
        self.spend(size)
        return Token(Blocks((block,) if block is not None else ()), size)

    def _place_named(self, kind: str, name: object) -> Token:
        block = self.place(kind, str(name), self.here(str(name)))
        self.placed.add((kind, str(name)))
        return self._block(block)

    def _what_changed(self, most: object = MOST) -> Token:
        """Return the box of changes, with at most that many."""
        number = most if isinstance(most, int) and not isinstance(most, bool) and 1 <= most <= 100 else MOST
        return self._block(self.box(number, self.here("what_changed")))

    def _contents(self, levels: object = 2) -> Token:
        depth = levels if isinstance(levels, int) and 1 <= levels <= 4 else 2
        return self._block(Contents("contents", self.here("contents"), self.language.word("contents"), levels=depth))

    def _list(self, of: Literal["tables", "figures"]) -> Token:
        name = f"list_of_{of}"
        return self._block(Contents(name, self.here(name), self.language.word(name), of=of))

    def _ref(self, name: object) -> PrintedText:
        self.reads.add_condition(str(name))
        if name in self.ledger.unread:  # its problem has been reported
            return PrintedText(())
        if name in self.ledger.withheld:
            self.report(PrintError(WITHHELD.code, WITHHELD.message, WITHHELD.hint))
            return PrintedText(())
        return PrintedText((CrossReference(f"?{name}", location=self.here(str(name))),))

    def _cite(self, source: object, locator: object = "") -> PrintedText:
        self.reads.sources.add(str(source))
        if source in self.ledger.withheld:
            self.report(PrintError(WITHHELD.code, WITHHELD.message, WITHHELD.hint))
            return PrintedText(())
        if str(source) not in self.ledger.sources:
            hint = did_you_mean(str(source), self.ledger.sources)
            self._add(Problem("unknown-source", f'unknown source "{source}"', self.here(str(source)), hint))
            return PrintedText(())
        return PrintedText((Note((Citation(str(source), str(locator)),), location=self.here(str(source))),))


POINT_HINT = "name a date of the series in them, as in {{ trade[2024] }}"


def literal(text: object) -> PrintedText:
    """Return text that checks skip: a figure typed on purpose, such as "from 9 to 5" or the name of a law."""
    return text.printed() if isinstance(text, TagText) else PrintedText((Text(as_text(text), literal=True),))
