"""Compose a Document from a ledger and section templates.

The document is not yet numbered: `numbering.resolve` does that. Facts become text here and nowhere earlier, always as
`FactReference`s, so that their identity is never lost. All problems of all sections are collected.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from briefing.compose.changes.placement import TABLE, EditionPlaces
from briefing.compose.declared_charts import ChartBuilder
from briefing.compose.declared_pictures import PictureBuilder
from briefing.compose.declared_tables import TableBuilder, conflict_of, default_judgements, default_sources, printer_of
from briefing.compose.dependencies import ReadLog
from briefing.compose.filters import FILTERS
from briefing.compose.loader import TemplateFile, TemplateLoader, show_path
from briefing.compose.markdown_reader import MarkupReader
from briefing.compose.render import Renderer
from briefing.compose.sandbox import Sandbox
from briefing.compose.statement_case import StatementCase, statement_case
from briefing.compose.status_words import print_statuses
from briefing.compose.template_context import TemplateContext
from briefing.compose.title_block import front_block, furniture, properties
from briefing.compose.tokens import SectionPlace
from briefing.compose.undefined import MissingValue
from briefing.document.model import Block, Citation, Column, Document, FactReference, Figure, Inline, Table, Text
from briefing.facts.change_model import unit_name
from briefing.facts.ledger import FigureSpec, Ledger, Point, TableSpec
from briefing.facts.row_selection_text import has_claims
from briefing.facts.selection import OF_NO_FACTS, select_facts
from briefing.language import Language
from briefing.language.decimals import NumberFormat
from briefing.problems.problem import BriefingError, Location, Problem, has_errors
from briefing.problems.suggest import did_you_mean

MASTER = "brief"
TOPIC = "topic"


def compose(
    ledger: Ledger,
    language: Language,
    loader: TemplateLoader,
    *,
    numbered: bool = True,
    reads: ReadLog | None = None,
    bounded_only: bool = False,
) -> tuple[Document | None, list[Problem]]:
    """Return the composed document and all problems; the document is None if nothing can be printed.

    `numbered`: notes will point to the list of sources by number. `reads` collects what the templates ask of the ledger.
    `bounded_only`: raise UnboundedTemplateError at a template that might loop or grow.
    """
    composer = _Composer(ledger, language, loader, reads if reads is not None else ReadLog(), numbered, bounded_only)
    document = composer.run()
    return document, composer.problems


@dataclass(slots=True)
class _Composer:
    """State while one brief is composed."""

    ledger: Ledger
    language: Language
    loader: TemplateLoader
    reads: ReadLog
    numbered: bool = True
    bounded_only: bool = False
    problems: list[Problem] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)
    named: frozenset[tuple[str, str]] | None = None  # what templates place by name; None until first needed
    editions: EditionPlaces = field(init=False)
    case: StatementCase | None = None
    points: dict[str, dict[str, Point]] = field(default_factory=dict)  # of each series that was printed, by label

    def run(self) -> Document | None:
        names, renderer = self._prepare()
        self._check_template()
        master = self.loader.find(MASTER)
        if master is None:
            self.problems.append(Problem("no-master", f"template not found: {MASTER}.md", self.ledger.dossier.location))
            return None
        blocks = tuple(self._expand(self._read(renderer, names, master, MASTER), renderer, names))
        self.problems += [*self.loader.problems, *renderer.problems, *names.problems]
        blocks, found = print_statuses(blocks, self.ledger, self.language)
        self.problems += [*found, *self.editions.missing_edition()]
        if not has_errors(self.problems) and not self.ledger.dossier.variant:
            self.problems += self._unplaced(blocks)
        dossier = self.ledger.dossier
        locations = {fact.id: fact.location for fact in self.ledger.facts.values()}
        locations |= {judgement.id: judgement.location for judgement in self.ledger.judgements.values()}
        page = furniture(self.ledger, self.language)
        return Document(dossier.name, properties(dossier), blocks, page, facts=locations)

    def _check_template(self) -> None:
        """Report a misspelt template: without this, the general template would silently be used instead."""
        dossier = self.ledger.dossier
        folders = sorted({p.name for f in self.loader.folders if f.is_dir() for p in f.iterdir() if p.is_dir()})
        if dossier.template and dossier.template not in folders:
            hint = did_you_mean(dossier.template, folders) or (
                f"choose one of: {', '.join(folders)}" if folders else ""
            )
            message = f'unknown template "{dossier.template}"'
            self.problems.append(Problem("unknown-template", message, dossier.template_location, hint))

    def _unplaced(self, blocks: tuple[Block, ...]) -> Iterator[Problem]:
        """Report tables and figures that are declared but not used in the brief."""
        keys = {block.key for block in blocks}
        # Tables without rows and figures that cannot be drawn are left out: they have been reported already.
        tables = [
            spec
            for spec in self.ledger.tables.values()
            if spec.rows.kind in OF_NO_FACTS or select_facts(self.ledger, spec.rows)
        ]
        figures = [spec for spec in self.ledger.figures.values() if not spec.faulty]
        declared = [("table", spec.id, spec.location) for spec in tables]
        declared += [("figure", spec.id, spec.location) for spec in figures]
        for kind, name, location in declared:
            if f"{kind}/{name}" not in keys:
                hint = f'place it with {{{{ {kind}("{name}") }}}}, or delete it'
                yield Problem("not-placed", f'the {kind} "{name}" is not used in the brief', location, hint, "warning")

    def _prepare(self) -> tuple[TemplateContext, Renderer]:
        sandbox = Sandbox(FILTERS)
        sandbox.on_names = self.reads.add_names
        renderer = Renderer(self.loader, sandbox, known=tuple(self.ledger.facts), absent=MissingValue("", "nothing"))
        renderer.withheld, renderer.unread = self.ledger.withheld, self.ledger.unread
        renderer.incomplete, renderer.bounded_only = self.ledger.incomplete, self.bounded_only
        renderer.placed = {**dict.fromkeys(self.ledger.figures, "figure"), **dict.fromkeys(self.ledger.tables, "table")}
        tables = TableBuilder(self.ledger, self.language)

        def place(kind: str, name: str, location: Location) -> Block | None:
            self.reads.add_query("rows", kind, name)
            self.reads.add_condition(name)
            if kind == "table" and (name in self.ledger.tables or name == TABLE):
                return self._table(tables, self.ledger.tables.get(name), location)
            if kind == "table" and name == "sources":
                return tables.make(default_sources(self.ledger, self.language, numbered=self.numbered), location)
            if kind == "table" and name == "judgements" and self._judged:
                return tables.make(default_judgements(self.language), location)
            if kind == "table" and name == "judgements" and self.ledger.released:
                return None  # all of them are withheld
            if name in self.ledger.withheld or (name in self.ledger.unread and kind != "conflict"):
                return None
            if kind == "figure" and name in self.ledger.figures:
                return self._figure(self.ledger.figures[name], location)
            if kind == "conflict":
                return self._conflict(tables, name, location)
            declared = self.ledger.tables if kind == "table" else self.ledger.figures
            hint = did_you_mean(name, declared) or f"add it to {kind}s.yaml"
            self.problems.append(Problem(f"unknown-{kind}", f'unknown {kind} "{name}"', location, hint))
            return None

        def front() -> Block:
            return front_block(self.ledger, self.language)

        def box(most: int, location: Location) -> Block | None:
            return editions.box(most, location, self._named(renderer) | names.placed)

        editions = self.editions = EditionPlaces(self.ledger, self.language, self.citations_of, self.problems)
        names = TemplateContext(
            self.ledger,
            self.language,
            renderer.here,
            front,
            place,
            box,
            sandbox.spend,
            self.reads,
            self.numbered,
        )
        sandbox.connect(names.look_up, names.finish, names.report)
        return names, renderer

    def _table(self, tables: TableBuilder, spec: TableSpec | None, location: Location) -> Block | None:
        """Return a declared table, or the table of changes.

        A table that cannot be sorted is made unsorted, so that references to it still find it.
        """
        try:
            changes = self.editions.table(spec, location)
            return tables.make(spec, location) if changes is None and spec is not None else changes
        except BriefingError as error:
            self.problems += error.problems
            if spec is None:
                return None
            if not spec.sort_by:  # An empty table keeps references to it from being reported as well.
                return Table(f"table/{spec.id}", location, (Text(spec.title),), (Column(),), (), ())
            return self._table(tables, replace(spec, sort_by=""), location)

    @property
    def _judged(self) -> bool:
        """True if judgements were typed, even if they could not be read."""
        return bool(self.ledger.judgements or self.ledger.unread)

    def _figure(self, spec: FigureSpec, location: Location) -> Figure | None:
        undrawn = spec.rows is not None and spec.rows.kind == "judgements" and not self.ledger.judgements
        if spec.faulty or (undrawn and self._judged):
            # Its problem has been reported. An empty figure keeps references to it from being reported as well.
            return Figure(f"figure/{spec.id}", location, (Text(spec.title),), alt=spec.alt)
        try:
            maker = ChartBuilder if spec.chart else PictureBuilder
            return maker(self.ledger, self.language).make(spec, location)
        except BriefingError as error:
            self.problems += error.problems
        except (OSError, ValueError, struct.error):
            message = f'the picture "{spec.file}" cannot be read'
            self.problems.append(Problem("bad-picture", message, spec.location, "save it again as PNG or JPEG"))
        return None

    def _conflict(self, tables: TableBuilder, name: str, location: Location) -> Block | None:
        """Return the table that compares a fact's claims."""
        fact = self.ledger.facts.get(name)
        if fact is None:
            hint = did_you_mean(name, self.ledger.facts)
            self.problems.append(Problem("unknown-fact", f'unknown fact "{name}"', location, hint))
        elif not has_claims(fact):
            message = f'"{name}" has only one claim: a conflict needs at least two'
            self.problems.append(Problem("one-claim", message, location, f"print it: {{{{ {name} }}}}"))
        else:
            return tables.make(conflict_of(fact, self.language), location)
        return None

    def _read(
        self, renderer: Renderer, names: TemplateContext, file: TemplateFile, section: str
    ) -> list[Block | SectionPlace]:
        """Return the blocks of a section. Its template sees the names of the brief, and those of its own section."""
        own: dict[str, Any] = {"section_name": section, "sections": self._sections()}
        topic = self.ledger.topics.get(section)
        if topic is None:
            own["title"] = section.replace("_", " ").capitalize()
        else:
            if file.name == TOPIC or "topic" in file.text:
                self.reads.add_query("topic", topic.id)
                self.reads.add_query("declared", topic.id)
            # The general topic template must not place tables and figures that another template places by name.
            elsewhere = names.placed | self._named(renderer) if file.name == TOPIC else ()
            own |= {"topic": names.topic(topic, elsewhere=elsewhere), "title": topic.title}
        rendered = renderer.render(file, names.common() | own)
        if rendered is None:
            return []
        numerals = NumberFormat(self.language.decimal_mark, self.language.group_mark)
        reader = MarkupReader(
            section,
            self.citations_of,
            self.language.abbreviations,
            numerals,
            sources=self.ledger.sources,
            typed_line=self.loader.line_at,
            fit=self._fit_statements,
        )
        blocks = reader.read(rendered)
        self.problems += reader.problems
        return blocks

    def _fit_statements(self, inlines: Sequence[Inline], location: Location) -> tuple[Inline, ...]:
        def report(word: str, fact: str, hint: str) -> None:
            message = f'“{word}” of "{fact}" has a capital in mid-sentence, and may be no name'
            self.problems.append(Problem("capital-in-sentence", message, location, hint, "warning"))

        if self.case is None:
            self.case = statement_case(self.ledger, self.language)
        return self.case.fit(inlines, report)

    def _sections(self) -> tuple[str, ...]:
        return tuple(self.ledger.dossier.sections) or tuple(self.ledger.topics)

    def _named(self, renderer: Renderer) -> frozenset[tuple[str, str]]:
        """Return (kind, name) of each table and figure that the templates of this brief place by name."""
        if self.named is None:
            self.named = frozenset(renderer.placements([MASTER, *self._sections()]))
        return self.named

    def _expand(
        self, placed: Iterable[Block | SectionPlace], renderer: Renderer, names: TemplateContext
    ) -> Iterator[Block]:
        """Yield the blocks, with those of its section in place of each `SectionPlace`."""
        for item in placed:
            if not isinstance(item, SectionPlace):
                yield item
                continue
            name, ledger = item.name, self.ledger
            if ledger.withholds_section(name):
                continue
            if name in self.placed or name == MASTER:
                message = f'section "{name}" is placed twice'
                self.problems.append(Problem("placed-twice", message, item.location, "place each section once"))
                continue
            self.placed.add(name)
            file = self.loader.find(name) or self._general(name, item.location)
            if file is not None:
                yield from self._expand(self._read(renderer, names, file, name), renderer, names)

    def _general(self, name: str, location: Location) -> TemplateFile | None:
        """Return the general template for a section without one of its own; None, with a problem, if it has no facts either.

        A template that is not found because of its name is reported: the general one would silently be used instead.
        """
        ledger = self.ledger
        if name in ledger.topics:
            misnamed = self.loader.find_misnamed(name, {MASTER, TOPIC, *self._sections()})
            if misnamed is not None:
                message = f'not used as the template of section "{name}", because of the name of the file'
                place = Location(show_path(misnamed))
                self.problems.append(Problem("unused-template", message, place, f"rename it to {name}.md", "warning"))
            return self.loader.find(TOPIC)
        location = ledger.dossier.section_locations.get(name, location)
        misnamed = self.loader.find_misnamed(name)
        hint = f"rename {show_path(misnamed)} to {name}.md" if misnamed is not None else ""
        hint = hint or did_you_mean(name, [*ledger.topics, *self.loader.names()])
        hint = hint or f"write the template {name}.md, or facts in {name}.yaml"
        message = f'section "{name}" has neither a template nor a file of facts'
        self.problems.append(Problem("unknown-section", message, location, hint))
        return None

    def citations_of(self, ref: FactReference) -> tuple[Citation, ...]:
        """Return the sources behind a printed fact: those of its claim, of its point, or of the whole fact."""
        if ref.aspect == "former":
            compared = self.ledger.compared
            return compared.cited(unit_name(ref.fact, ref.point)) if compared is not None else ()
        if ref.fact in self.ledger.judgements:
            # A judgement cites its sources once, at the end of its sentence.
            judged = self.ledger.judgements[ref.fact]
            return printer_of(self.ledger, self.language).citations(judged) if ref.aspect == "statement" else ()
        fact = self.ledger.facts[ref.fact]
        if fact.id not in self.points:
            self.points[fact.id] = {p.label: p for p in fact.points}
        point = self.points[fact.id].get(ref.point)
        claims = point.claims if point is not None else fact.claims
        picked = [c for c in claims if c.id == ref.claim] or list(claims)
        return tuple(dict.fromkeys(s for claim in picked for s in claim.sources)) or fact.sources
