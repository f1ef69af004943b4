"""Build `Fact`s with their claims from the entries of a topic file.

Check what a schema cannot: which keys can be used together, that every placeholder can be filled in, and that
every fact has a source.
"""

from __future__ import annotations

from briefing.document.model import Citation
from briefing.facts.ids import IdError, check_claim_id, check_fact_id
from briefing.facts.key_rules import check_keys
from briefing.facts.ledger import PLACEHOLDERS, Claim, Derivation, Fact, Placeholder, Point, Quotation, Status, Topic
from briefing.facts.load_context import LoadContext
from briefing.facts.proposals import read_proposals
from briefing.facts.quantity import Quantity
from briefing.facts.scalars import as_typed
from briefing.facts.schema import ClaimSchema, FactSchema, TopicSchema
from briefing.facts.sentence_template import (
    Parts,
    find_typed_twice,
    find_words,
    parse_statement,
    places_value,
    without_full_stop,
)
from briefing.facts.series import read_series
from briefing.facts.validate import validate
from briefing.facts.yaml_reader import Node
from briefing.problems.problem import Location


def read_topic(node: Node, topic_id: str, context: LoadContext) -> Topic:
    """Return the topic of a file, with every fact that could be built."""
    facts_node = node.group.get("facts")
    head = Node({k: v for k, v in node.group.items() if k != "facts"}, node.file, node.place, node.key_place)
    if facts_node is not None:
        head.group["facts"] = Node("facts", node.file, facts_node.place, facts_node.key_place)
    fields = validate(TopicSchema, head, context.problems)
    facts: list[Fact] = []
    if facts_node is not None and not facts_node.group:
        empty = facts_node.content == ""
        context.incomplete |= not empty
        context.report(
            "empty-value" if empty else "not-a-group",
            '"facts:" has no facts below it',
            facts_node.key if empty else facts_node.location,
            "add a fact below it: its id and a colon, indented, then its lines, indented further",
        )
    for fact_id, entry in facts_node.group.items() if facts_node is not None else ():
        fact = read_fact(entry, fact_id, topic_id, context)
        if fact is not None:
            facts.append(fact)
    return Topic(
        topic_id, node.location, fields.title if fields else topic_id, tuple(facts), fields.tlp if fields else ""
    )


def read_fact(node: Node, fact_id: str, topic_id: str, context: LoadContext) -> Fact | None:
    """Return one fact, as far as it can be read; None if its entry is not a group of lines."""
    try:
        check_fact_id(fact_id)
    except IdError as error:
        context.report(error.code, error.message, node.key, f"{error.corrected}:" if error.corrected else "")
        context.undeclared.add(error.corrected)
    before = len(context.problems)
    fields = validate(FactSchema, node, context.problems)
    if fields is None:
        context.undeclared.add(fact_id)
    fact = _FactBuilder(node, fields, fact_id, context).build(topic_id) if fields is not None else None
    if any(problem.severity == "error" for problem in context.problems[before:]):
        context.unread.add(fact_id)
    return fact


class _FactBuilder:
    """Builder of one `Fact` from its validated entry."""

    def __init__(self, node: Node, fields: FactSchema, fact_id: str, context: LoadContext) -> None:
        self.node, self.fields, self.id, self.context = node, fields, fact_id, context
        self.sources: tuple[Citation, ...] = ()
        if fields.source and not fields.derive:
            self.sources = context.citations(fields.source, node.group["source"].location, fact_id)
        elif context.restates and not fields.derive:
            self.sources = (Citation(context.restates),)

    def build(self, topic_id: str) -> Fact:
        fields, node = self.fields, self.node
        check_keys(self.id, fields, node, self.context)
        words = without_full_stop(fields.says, self.context.abbreviations)
        says, problems = parse_statement(words, node.group["says"].location) if words else ((), [])
        self.context.problems += problems
        points = self._points()
        claims = () if fields.series else self._claims()
        self._check_sources(claims)
        self._check_placed(says)
        if not problems:
            self._check_value(says, claims)
        for key, entry in node.group["tags"].group.items() if fields.tags else ():
            self._check_name(key, entry)
        quotation = None
        if fields.quote:
            location = node.group["quote"].location
            quotation = Quotation(fields.quote, location, fields.original, fields.original_language, fields.translation)
        return Fact(
            id=self.id,
            topic=topic_id,
            location=node.key,
            name=fields.name,
            says=says,
            claims=claims,
            points=points,
            unit=fields.unit,
            counts=fields.counts,
            status=_status(fields.status),
            tags=fields.tags,
            record=fields.record,
            stale_after=fields.stale_after,
            tlp=fields.tlp,
            note=fields.note,
            date=fields.date,
            as_of=fields.as_of,
            by=fields.by or fields.speaker,
            sources=self.sources,
            derivation=self._formula(fields.derive, "derive"),
            decimals=fields.decimals,
            check=self._formula(fields.check, "check"),
            quotation=quotation,
            proposals=read_proposals(fields, node, claims, points, self.context, fact=self.id),
            worded=self._worded(says),
        )

    # -------------------------------------------------------------- parts

    def _points(self) -> tuple[Point, ...]:
        fields = self.fields
        if not fields.series:
            return ()
        defaults = Claim(
            id="",
            location=self.node.key,
            by=fields.by,
            counts=fields.counts,
            sources=self.sources,
            status=_status(fields.status),
            credibility=fields.credibility,
            rests_on=tuple(fields.rests_on),
            passage=fields.passage,
            tlp=fields.tlp,
        )
        location, sourced = self.node.group["series"].location, bool(fields.source)
        mark = fields.decimal_mark
        return read_series(
            fields.series,
            location,
            fields.unit,
            defaults,
            self.context,
            fact=self.id,
            sourced=sourced,
            decimal_mark=mark,
        )

    def _claims(self) -> tuple[Claim, ...]:
        fields, node = self.fields, self.node
        if not fields.claims:
            place = node.group.get("value")
            value = (
                self.context.quantity(fields.value, fields.unit, place, fields.decimal_mark)
                if place and fields.value
                else None
            )
            location = place.location if place else node.key
            return (self._claim("", ClaimSchema(value=fields.value, note=fields.note), location, value),)
        claims = []
        for claim_id, claim in fields.claims.items():
            entry = node.group["claims"].group[claim_id]
            self._check_name(claim_id, entry)
            place = entry.group["value"]
            value = self.context.quantity(claim.value, fields.unit, place, fields.decimal_mark)
            claims.append(self._claim(claim_id, claim, entry.key, value, entry))
        return tuple(claims)

    def _claim(
        self, claim_id: str, claim: ClaimSchema, location: Location, value: Quantity | None, entry: Node | None = None
    ) -> Claim:
        """Return a claim; what is not typed for it is taken from the fact."""
        fields = self.fields
        own: tuple[Citation, ...] = ()
        if entry is not None and claim.source:
            own = self.context.citations(claim.source, entry.group["source"].location, f"{self.id}.{claim_id}")
        return Claim(
            id=claim_id,
            location=location,
            value=value,
            date=claim.date or fields.date,
            as_of=claim.as_of or fields.as_of,
            by=claim.by or fields.by or fields.speaker,
            counts=claim.counts or fields.counts,
            sources=own or self.sources,
            status=_status(claim.status or fields.status),
            credibility=claim.credibility or fields.credibility,
            rests_on=tuple(claim.rests_on or fields.rests_on),
            passage=claim.passage or fields.passage,
            note=claim.note,
            tlp=claim.tlp or fields.tlp,
        )

    def _formula(self, typed: str, key: str) -> Derivation | None:
        """Return a formula, which `derivation` parses and calculates once all facts are read."""
        return Derivation(typed, self.node.group[key].location) if typed else None

    def _worded(self, says: Parts) -> str:
        """Return the words of `says:` that give the status; report words that are not in it."""
        phrase = self.fields.worded
        if phrase and not any(find_words(phrase, part) for part in says if isinstance(part, str)):
            location = self.node.group["worded"].location
            message = (
                f'the words "{phrase}" are not in the sentence of "{self.id}"'
                if says
                else f'"{self.id}" has no sentence'
            )
            self.context.report("not-worded", message, location, "name words of its says: that give its status")
        return phrase

    # -------------------------------------------------------------- checks

    def _check_name(self, name: str, entry: Node) -> None:
        try:
            check_claim_id(name)
        except IdError as error:
            self.context.report(error.code, error.message, entry.key, f"{error.corrected}:" if error.corrected else "")

    def _check_sources(self, claims: tuple[Claim, ...]) -> None:
        """Report a fact or a claim without a source. `series` checks the rows of a series."""
        context = self.context
        if self.sources or self.fields.series or self.fields.derive or context.sources is None or self.fields.source:
            return
        known = next(iter(context.sources), "reuters_2012")
        hint = f"add a line such as: source: {known}, par. 3"
        if not self.fields.claims:
            context.report("unsourced", f'"{self.id}" has no source', self.node.key, hint)
            return
        for claim in claims:
            typed = self.fields.claims[claim.id].source
            if not claim.sources and not typed:
                context.report(
                    "unsourced", f'the claim "{claim.id}" of "{self.id}" has no source', claim.location, hint
                )

    def _check_placed(self, says: Parts) -> None:
        """Report placeholders that cannot be filled in."""
        fields = self.fields
        given: set[str] = {key for key in ("value", "date", "as_of", "by", "name", "quote") if key in self.node.group}
        given |= {
            key for entry in fields.claims.values() for key in ("value", "date", "as_of", "by") if getattr(entry, key)
        }
        if fields.series:
            given |= {"value", "date", "as_of", "by"}
        if formula := self._formula(fields.derive, "derive"):
            given |= {"value", "by", *(["derive"] if formula.is_change else [])}
        given |= {"by"} if fields.speaker else set()
        for part in says:
            if isinstance(part, Placeholder) and not given & set(PLACEHOLDERS[part.name]):
                hint = f"add the line, or remove {{{part.name}}}"
                if part.name == "change":
                    hint = "type derive: change from a to b, which says how far a number rose or fell"
                message = (
                    f'{{{part.name}}} cannot be filled in: "{self.id}" has no line "{PLACEHOLDERS[part.name][0]}:"'
                )
                if part.name == "change" and fields.derive:
                    message = f'{{change}} cannot be filled in: the formula of "{self.id}" is not a change'
                self.context.report("nothing-to-place", message, part.location, hint)

    def _check_value(self, says: Parts, claims: tuple[Claim, ...]) -> None:
        """Report a value that the sentence of the fact does not place, or repeats as text."""
        placed = {part.name for part in says if isinstance(part, Placeholder)}
        loses_quote = self.fields.quote and "quote" not in placed
        loses_result = self.fields.derive and not places_value(says)
        if says and (loses_quote or loses_result):
            self._report_unplaced("quote" if self.fields.quote else "value")
            return
        value = claims[0].value if claims and not self.fields.claims else None
        if value is None or not says or places_value(says):
            return
        location = self.node.group["says"].location
        if corrected := find_typed_twice(says, self.fields.says, value):
            message = f'the value {value.written} is typed twice: here and after "value:"'
            self.context.report("typed-twice", message, location, corrected)
            return
        self._report_unplaced("value", f" {value.written}")

    def _report_unplaced(self, what: str, words: str = "") -> None:
        message = f"the {what}{words} is never printed: this sentence has no {{{what}}}"
        hint = f"says: {as_typed(f'{self.fields.says} ({{{what}}})')}"
        self.context.report("value-not-placed", message, self.node.group["says"].location, hint, "warning")


def _status(typed: str) -> Status:
    return typed or "stated"  # type: ignore[return-value]  # the schema lets nothing else through
