"""Views of facts for templates: each knows which fact, claim, point and aspect it stands for, and prints it.

A view never becomes a string: `str()` raises, so that no filter or operator can turn a fact into plain text
that has lost its source. Independent of Jinja and Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NoReturn, Self

from briefing.document.model import Aspect, FactReference, Inline, Link, StyledText, Text
from briefing.facts.change_model import unit_name
from briefing.facts.claim_comparison import NotComparableError, ends_of, latest
from briefing.facts.ledger import ASPECTS, Claim, Fact, Placeholder, Point, Source
from briefing.facts.movement import movement_words
from briefing.facts.quantity import PartialDate
from briefing.language import Language

# What a view can print. "figure" is a number in digits, for charts; "" prints the fact as its bare name does.
REF_ASPECT: Mapping[str, Aspect] = {
    **{name: aspect.printed_as for name, aspect in ASPECTS.items() if aspect.printed_as},
    "figure": "number",
}


class PrintError(Exception):
    """Raised if a fact cannot be printed as requested. `code`, message and hint become a located problem."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


class NotAString:
    """Base class of values that refuse to become a string: see the docstring of the module."""

    __slots__ = ()

    def __str__(self) -> NoReturn:
        raise PrintError(
            "fact-as-text",
            "a fact cannot be joined or compared as text",
            "print it by itself, between {{ and }}",
        )

    def __format__(self, spec: str) -> NoReturn:
        str(self)
        raise AssertionError


@dataclass(frozen=True, slots=True)
class PrintedText(NotAString):
    """Text ready to print, as inlines that know their facts."""

    inlines: tuple[Inline, ...]


class TagText(str):
    """The text of a tag of a fact that is not settled: printed, it is a part of that fact."""

    __slots__ = ("fact",)

    def __new__(cls, text: str, fact: str) -> Self:
        made = super().__new__(cls, text)
        made.fact = fact
        return made

    fact: str

    def printed(self) -> PrintedText:
        """Return the printed text."""
        return PrintedText((FactReference(self.fact, str(self), "note"),))


@dataclass(frozen=True, slots=True)
class FactView(NotAString):
    """View of a fact, of one claim, or of one point of its series; with `aspect`, of that aspect."""

    fact: Fact
    language: Language
    claim: Claim | None = None
    point: Point | None = None
    aspect: str = ""

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Return the claims of this view: the selected one, or all of the point or fact."""
        if self.claim is not None:
            return (self.claim,)
        return self.point.claims if self.point is not None else self.fact.claims

    @property
    def unit(self) -> str:
        """Return the unit of change between editions: the fact, or the point."""
        return unit_name(self.fact.id, self.point.label if self.point is not None else "")

    def printed(self) -> PrintedText:
        """Return the printed text. Raises PrintError."""
        return PrintedText(tuple(_print(self)))

    def has(self, aspect: str) -> bool:
        """Return True if the aspect can be printed."""
        if aspect == "says":
            return bool(self.fact.says)
        if aspect == "tags":
            return True
        if aspect in ASPECTS and ASPECTS[aspect].of_fact:
            return bool(_of_fact(self, aspect))
        if aspect == "latest":
            return bool(latest_of(self))
        if aspect == "range":
            return len([claim for claim in self.claims if claim.value is not None]) > 1
        return any(_words(self, claim, aspect) for claim in self.claims)


def _print(view: FactView) -> Iterator[Inline]:
    fact = view.fact
    if fact.points and view.point is None and view.aspect in ("", "value", "number", "says", "range"):
        labels = ", ".join(f"{fact.id}[{p.label}]" for p in fact.points[:3])
        raise PrintError("series-printed-whole", f'"{fact.id}" is a series', f"print one point of it: {labels} …")
    if view.aspect == "says":
        yield from _statement(view)
    elif view.aspect == "latest":
        for position, one in enumerate(latest_of(view)):
            assert one.claim is not None
            if position:
                yield Text("; ")
            yield _ref(one, one.claim, "value")
            yield from _attribution(one, one.claim)
    elif view.aspect == "range":
        yield from _range(view)
    elif view.aspect in ("quote", "original"):
        yield from _quoted(view, "quote" if view.aspect == "quote" else "original")
    elif view.aspect:
        yield from _side_by_side(view, view.aspect)
    elif any(c.value is not None for c in view.claims):
        yield from _side_by_side(view, "value")
    elif fact.quotation is not None and not fact.says:
        yield from _quoted(view, "quote")
    else:
        yield from _statement(view)


def _side_by_side(view: FactView, aspect: str) -> Iterator[Inline]:
    """Yield one claim as it is, or several with claimant and date, because each is only what somebody says."""
    claims = view.claims
    if aspect in ASPECTS and ASPECTS[aspect].of_fact and (text := _of_fact(view, aspect)):
        yield FactReference(view.fact.id, text, REF_ASPECT[aspect])
        return
    printable = [c for c in claims if _words(view, c, aspect)]
    if aspect not in ("value", "number", "figure"):
        # Print the same words only once, where they come first.
        printable = list({_words(view, c, aspect): c for c in reversed(printable)}.values())[::-1]
    if not printable:
        hint = "it may be a rise or a fall: print {value}, which has a sign" if aspect == "change" else ""
        raise PrintError("nothing-to-print", f'"{view.fact.id}" has no "{aspect}"', hint)
    # Where a release left only some claims, the rest must still be attributed.
    attributed = len(claims) > 1 or (view.fact.cut and view.claim is None)
    for position, claim in enumerate(printable):
        if position:
            yield Text("; ")
        yield _ref(view, claim, aspect)
        if attributed and aspect in ("value", "number", "figure"):
            yield from _attribution(view, claim)


def _of_fact(view: FactView, aspect: str) -> str:
    """Return an aspect that belongs to the fact, not to a claim.

    Only rows of a series may have records of their own.
    """
    own = dict.fromkeys(claim.record for claim in view.claims if claim.record) if aspect == "record" else ()
    return ", ".join(own) or str(getattr(view.fact, aspect))


def latest_of(view: FactView) -> tuple[FactView, ...]:
    """Return the claims with the latest date, each as a view that prints claimant and date too."""
    if view.fact.points and view.point is None:
        last = max(view.fact.points, key=lambda point: (point.when.last_day, point.when.key))
        return tuple(replace(view, point=last, claim=claim, aspect="latest") for claim in last.claims)
    return tuple(replace(view, claim=claim, aspect="latest") for claim in latest(view.claims))


def _range(view: FactView) -> Iterator[Inline]:
    """Yield the range from the lowest to the highest claim, as one range if both bounds are empty or both "about"."""
    try:
        low, high = ends_of(view.claims)
    except NotComparableError as error:
        message = f'the claims of "{view.fact.id}" cannot be printed as a range: {error}'
        hint = f"print them side by side, {{{{ {view.fact.id} }}}}, or the latest, {{{{ {view.fact.id}.latest }}}}"
        raise PrintError("not-comparable", message, hint) from error
    language = view.language
    alike = low.bound == high.bound and low.bound in ("", "about") and (low.scale, low.high) == (high.scale, high.high)
    if alike and low.low != high.low:
        text = replace(low, high=high.low, high_text=high.low_text).words(language)
    elif low.low == high.low and alike:
        text = low.words(language)
    else:
        text = language.phrase("from_to", low=low.words(language, unit=False), high=high.words(language))
    yield FactReference(view.fact.id, text, "value", point=view.point.label if view.point is not None else "")


def _quoted(view: FactView, aspect: Literal["quote", "original"]) -> Iterator[Inline]:
    """Yield the words in quotation marks, and whose translation they are.

    The original is marked with its language.
    """
    quotation, language = view.fact.quotation, view.language
    words = "" if quotation is None else quotation.words if aspect == "quote" else quotation.original
    if quotation is None or not words:
        raise PrintError("nothing-to-print", f'"{view.fact.id}" has no "{aspect}"')
    tag = quotation.language if aspect == "original" else ""
    yield Text(language.word("quotation_opens"))
    yield FactReference(view.fact.id, words, "quote", language=tag)
    yield Text(language.word("quotation_closes"))
    if aspect == "quote" and quotation.translation:
        ours = quotation.translation == "ours"
        key = "translation_ours" if ours else "translation_by"
        text = language.word(key) if ours else language.phrase(key, name=quotation.translation)
        yield FactReference(view.fact.id, f" ({text})", "note")


def _attribution(view: FactView, claim: Claim) -> Iterator[Inline]:
    """Yield the attribution in brackets: (what is counted; claimant, date)."""
    parts = [a for a in ("counts", "by", "date") if _words(view, claim, a)]
    for position, aspect in enumerate(parts):
        yield Text(" (" if not position else "; " if parts[position - 1] == "counts" else ", ")
        yield _ref(view, claim, aspect)
    if parts:
        yield Text(")")


def _statement(view: FactView) -> Iterator[Inline]:
    if not view.fact.says:
        raise PrintError("nothing-to-print", f'"{view.fact.id}" has no statement', 'add a line "says:" to the fact')
    claim = view.claims[0] if view.claims else None
    for part in view.fact.says:
        if not isinstance(part, Placeholder):
            yield FactReference(
                view.fact.id, part, "statement", claim.id if claim else "", view.point.label if view.point else ""
            )
        elif part.name == "quote":
            yield from _quoted(view, "quote")
        else:
            yield from _side_by_side(view, part.name)


def _ref(view: FactView, claim: Claim, aspect: str) -> FactReference:
    return FactReference(
        fact=view.fact.id,
        text=_words(view, claim, aspect),
        aspect=REF_ASPECT[aspect],
        claim=claim.id,
        point=view.point.label if view.point is not None else "",
    )


def _words(view: FactView, claim: Claim, aspect: str) -> str:
    """Return the words of one aspect of one claim, or ""."""
    fact, language = view.fact, view.language
    if aspect in ("", "value"):
        return claim.value.words(language) if claim.value is not None else ""
    if aspect == "figure":
        return claim.value.figure(language) if claim.value is not None else ""
    if aspect == "change":
        moves = claim.value is not None and fact.derivation is not None and fact.derivation.is_change
        return movement_words(claim.value, language) if claim.value is not None and moves else ""
    if aspect == "number":
        return claim.value.words(language, unit=False) if claim.value is not None else ""
    if aspect in ("when", "date", "as_of"):
        day = date_of(view, claim, aspect)
        return "" if day is None else day.when(language) if aspect == "when" else day.words(language)
    if aspect == "unit":
        return claim.value.unit_words(language) if claim.value is not None else fact.unit
    if aspect in ("quote", "original"):
        quotation = fact.quotation
        return "" if quotation is None else quotation.words if aspect == "quote" else quotation.original
    if aspect == "speaker":
        return claim.by if fact.quotation is not None else ""
    if aspect == "grade":
        return ", ".join(dict.fromkeys(c.grade for c in claim.sources if c.grade))
    if aspect == "status":
        return language.word(claim.status)
    return str(getattr(claim, aspect) or getattr(fact, aspect) or "")


def date_of(view: FactView, claim: Claim, aspect: str) -> PartialDate | None:
    """Return the date of the event or of the described state; if the requested one is missing, the other."""
    if view.point is not None:
        return view.point.when
    happened, described = claim.date or view.fact.date, claim.as_of or view.fact.as_of
    return (described or happened) if aspect == "as_of" else (happened or described)


def change_case(printed: PrintedText, kind: Literal["capitalise", "upper", "lower"]) -> PrintedText:
    """Return the same inlines with the case of their first letter, or of every letter, changed."""
    if kind == "capitalise":
        for position, item in enumerate(printed.inlines):
            if isinstance(item, StyledText) and item.text:
                changed = replace(item, text=item.text[0].upper() + item.text[1:])
                return PrintedText((*printed.inlines[:position], changed, *printed.inlines[position + 1 :]))
        return printed
    change = str.upper if kind == "upper" else str.lower
    return PrintedText(
        tuple(replace(i, text=change(i.text)) if isinstance(i, StyledText) else i for i in printed.inlines)
    )


def end_sentence(printed: PrintedText) -> PrintedText:
    """Return the text capitalised, with a full stop unless it has a closing mark."""
    raised = change_case(printed, "capitalise")
    last = raised.inlines[-1] if raised.inlines else None
    closed = isinstance(last, StyledText) and last.text.rstrip("”’\"')").endswith((".", "!", "?"))
    return raised if closed else PrintedText((*raised.inlines, Text(".")))


def short_name(source: Source, language: Language) -> str:
    """Return the name of a source in notes and source lines: its short name, or publisher and date."""
    if source.short:
        return source.short
    who = _writers(source, language) or source.publisher or source.author or source.title
    return f"{who}, {source.date.words(language)}" if source.date is not None else who


# Types that are known by their authors, not by their publisher.
_WRITTEN = frozenset("article article-journal book chapter manuscript paper-conference review thesis".split())  # noqa: SIM905


def _writers(source: Source, language: Language) -> str:
    """Return the family names of the authors of an imported book or paper: "Grove and Kim", "Grove et al."."""
    authors = source.details.get("author", ()) if source.details.get("type") in _WRITTEN else ()
    parts = ("non-dropping-particle", "family", "literal")
    names = [" ".join(n[part] for part in parts if n.get(part)) for n in authors if isinstance(n, Mapping)]
    if len(names) == 2:
        return language.phrase("two_authors", first=names[0], second=names[1])
    return language.phrase("many_authors", first=names[0]) if len(names) > 2 else "".join(names)


def claimants_of(fact: Fact, claim: Claim, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """Return the names by which a sentence may call a claimant; without one, those of its sources."""
    if by := claim.by or fact.by:
        return (by,)
    cited = [sources[citation.source] for citation in claim.sources if citation.source in sources]
    return tuple(name for source in cited for name in (source.short, source.publisher, source.author) if name)


def source_entry(source: Source, language: Language) -> Iterator[Inline]:
    """Yield a source as one line of a list: author, title, publisher, date, address."""
    date = source.date.words(language) if source.date is not None else source.undated or language.word("undated")
    if source.author and source.author != source.publisher:
        yield Text(f"{source.author}, ")
    yield Text(source.title, emphasis=True)
    yield Text(", ".join(["", *(part for part in (source.publisher, date) if part)]) + ("" if source.url else "."))
    if source.url:
        yield from (Text(", "), Link(source.url, (Text(source.url),)), Text("."))


def missing_attribution(view: FactView) -> tuple[FactView, ...]:
    """Return claimant and date as views, if the fact has them and its statement does not print them."""
    placed = {part.name for part in view.fact.says if isinstance(part, Placeholder)}
    if len(view.claims) > 1 and (placed & {"value", "number"} or not view.fact.says):
        return ()  # claims printed side by side have their own attribution
    stated = {"by": placed & {"by"}, "date": placed & {"when", "date", "as_of"}}
    aspects: tuple[Literal["by", "date"], ...] = ("by", "date")
    return tuple(replace(view, aspect=a) for a in aspects if not stated[a] and view.has(a))
