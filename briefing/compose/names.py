"""The names that a template may use: facts, topics, the dossier, and the functions that place things.

Takes a ledger; gives the mapping handed to Jinja and the look-up of attributes on facts. Everything is frozen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, get_args

from briefing.characters import PRIVATE
from briefing.errors import Origin, Problem
from briefing.facts.schema import Ledger, Topic
from briefing.language import Language
from briefing.model import Block, Citation, Contents, FactRef, Inline, Note, Reference, Text
from briefing.nearest import did_you_mean
from briefing.rendered import PLACE, PLACE_START, START, TOKEN, Blocks, SectionPlace, Tokens
from briefing.tables import declared_in
from briefing.views import ASPECTS, FactView, Printed, PrintError, ViewAspect, untold


@dataclass(frozen=True, slots=True)
class Record:
    """Plain named values of a topic, the dossier or a fact's tags."""

    kind: str
    values: Mapping[str, object]


class Absent:
    """What a template finds where a fact has no such aspect: false in a condition, a problem when printed."""

    __slots__ = ("code", "hint", "message")

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        self.code, self.message, self.hint = code, message, hint

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[object]:
        return iter(())

    def __call__(self, *_arguments: object, **_options: object) -> Absent:
        return self

    def __str__(self) -> str:
        raise PrintError(self.code, self.message, self.hint)


@dataclass(slots=True)
class Names:
    """Answers every name and function of a template. `here` tells where the template stands; `place` makes tables and figures."""

    ledger: Ledger
    language: Language
    tokens: Tokens
    here: Callable[[str], Origin]
    front: Callable[[], Block]
    place: Callable[[str, str, Origin], Block | None]
    spend: Callable[[int], None]
    problems: list[Problem] = field(default_factory=list)

    def view(self, fact_id: str) -> FactView:
        return FactView(self.ledger.facts[fact_id], self.language)

    def common(self) -> dict[str, Any]:
        """Names that every template of the brief shares."""
        facts = {fact_id: self.view(fact_id) for fact_id in self.ledger.facts}
        functions: dict[str, Any] = {
            "facts": MappingProxyType(facts),
            "topics": tuple(self.topic(t) for t in self.ledger.topics.values()),
            "dossier": self._dossier(),
            "has": lambda name: name in facts,
            "tagged": self.tagged,
            "table": lambda name: self._put("table", name),
            "figure": lambda name: self._put("figure", name),
            "ref": self._ref,
            "cite": self._cite,
            "contents": self._contents,
            "list_of_tables": lambda: self._list("tables"),
            "list_of_figures": lambda: self._list("figures"),
            "front": lambda: self._block(self.front()),
            "section": lambda name: self._block(SectionPlace(str(name), self.here(str(name)))),
        }
        return facts | functions

    def topic(self, topic: Topic) -> Record:
        facts = tuple(self.view(f.id) for f in topic.facts)
        tables, figures = declared_in(self.ledger, topic.id)
        values = {"id": topic.id, "title": topic.title, "facts": facts, "tables": tables, "figures": figures}
        return Record("topic", MappingProxyType(values))

    def tagged(self, tag: str, value: str | None = None) -> tuple[FactView, ...]:
        """Facts that carry a tag, or a tag with that value, in file order."""
        facts = self.ledger.facts.values()
        return tuple(self.view(f.id) for f in facts if tag in f.tags and (value is None or f.tags[tag] == value))

    def _dossier(self) -> Record:
        dossier = self.ledger.dossier
        keys = (
            "name", "title", "subtitle", "edition", "publisher", "language", "template", "sections", "restates", "series",
            "contact", "licence", "disclaimer", "subject",
        )  # fmt: skip
        values: dict[str, object] = {key: getattr(dossier, key) for key in keys}
        for key in ("date", "information_cut_off"):
            day = getattr(dossier, key)
            values[key] = day.words(self.language) if day is not None else ""
        values["authors"] = tuple(dossier.authors)
        return Record("dossier", MappingProxyType(values))

    def look_up(self, obj: Any, attribute: object) -> object:
        """Attribute or item of one of our values; NotImplemented for any other, which Jinja then answers itself."""
        if isinstance(obj, FactView):
            return self._of_fact(obj, str(attribute))
        if isinstance(obj, Record):
            if attribute in obj.values:
                return obj.values[str(attribute)]
            return self._absent("unknown-aspect", f"the {obj.kind} has no {attribute!r}", str(attribute), obj.values)
        if isinstance(obj, Absent):
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
        if name == "tags":
            return Record(f'tags of "{fact.id}"', fact.tags)
        if name == "points":
            return tuple(FactView(fact, view.language, None, point) for point in fact.points)
        if name == "untold":
            return untold(view)
        if name == "id":
            return fact.id
        if name in get_args(ViewAspect) and name:
            picked = FactView(fact, view.language, view.claim, view.point, name)  # type: ignore[arg-type]
            return (
                picked if view.has(name) else Absent("nothing-to-print", f'"{fact.id}" has no {name.replace("_", " ")}')
            )
        choices = [*ASPECTS, *(p.label for p in fact.points), *(c.id for c in fact.claims if c.id)]
        return self._absent("unknown-aspect", f'"{fact.id}" has no "{name}"', name, choices)

    def _absent(self, code: str, message: str, name: str, choices: Any) -> Absent:
        hint = did_you_mean(name, [str(c) for c in choices])
        self.problems.append(Problem(code, message, self.here(name), hint))
        return Absent("", message, hint)

    def finish(self, value: object) -> str:
        """Jinja's finalize: the only place where a thing becomes a token."""
        if isinstance(value, TokenText):
            return str(value)
        if isinstance(value, str) and (PLACE_START in value or START in value):
            return self._captured(value)
        if isinstance(value, str) and not value:
            return ""
        try:
            inlines = self._inlines(value)
            self.spend(sum(len(i.text) for i in inlines if isinstance(i, Text | FactRef)))
            return self.tokens.put(inlines)
        except PrintError as error:
            if error.code:
                self.complain(error)
            return self.tokens.put(())

    def _captured(self, text: str) -> str:
        """Output that a macro, a block or `set` has kept and now prints: template prose with tokens in it, already made."""
        plain_text = PLACE.sub("", TOKEN.sub("", text))
        known = all(int(number) < len(self.tokens.payloads) for number in TOKEN.findall(text))
        if known and not PRIVATE.search(plain_text):
            self.spend(len(text))
            return text
        self.complain(PrintError("private-character", "a private-use character stands in this text", "delete it"))
        return ""

    def _inlines(self, value: object) -> tuple[Inline, ...]:
        if isinstance(value, FactView):
            return value.printed().inlines
        if isinstance(value, Printed):
            return value.inlines
        if isinstance(value, Absent):
            raise PrintError(value.code, value.message, value.hint)
        if isinstance(value, Record | tuple | list | Mapping) or callable(value):
            raise PrintError(
                "nothing-to-print", "this is a list or a group of things, not a text", "print its parts one by one"
            )
        return (Text(str(value)),)

    def complain(self, error: PrintError) -> None:
        """Notes what cannot be printed, so that the template can go on and show what else is wrong."""
        self.problems.append(Problem(error.code, error.message, self.here(""), error.hint))

    def _block(self, block: Block | SectionPlace) -> TokenText:
        return TokenText(self.tokens.put(Blocks((block,))))

    def _put(self, kind: str, name: object) -> TokenText:
        block = self.place(kind, str(name), self.here(str(name)))
        return TokenText(self.tokens.put(Blocks((block,) if block is not None else ())))

    def _contents(self, levels: object = 2) -> TokenText:
        depth = levels if isinstance(levels, int) and 1 <= levels <= 4 else 2
        return self._block(Contents("contents", self.here("contents"), self.language.word("contents"), levels=depth))

    def _list(self, of: Literal["tables", "figures"]) -> TokenText:
        name = f"list_of_{of}"
        return self._block(Contents(name, self.here(name), self.language.word(name), of=of))

    def _ref(self, name: object) -> Printed:
        return Printed((Reference(f"?{name}", origin=self.here(str(name))),))

    def _cite(self, source: object, locator: object = "") -> Printed:
        if str(source) not in self.ledger.sources:
            hint = did_you_mean(str(source), self.ledger.sources)
            self.problems.append(Problem("unknown-source", f'no source "{source}"', self.here(str(source)), hint))
            return Printed(())
        return Printed((Note((Citation(str(source), str(locator)),), origin=self.here(str(source))),))


class TokenText(str):
    """A token that a function has already put: finalize lets it pass."""

    __slots__ = ()
