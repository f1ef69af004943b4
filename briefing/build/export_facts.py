"""Export of a dossier's facts to CSV, JSON or XLSX."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from briefing.build.discovery import DossierRef
from briefing.build.options import BuildOptions
from briefing.problems.problem import BriefingError, has_errors

if TYPE_CHECKING:
    from briefing.exchange.export import Cell, Export
    from briefing.writers.xlsx import Sheet

WIDTHS = {
    "id": 24, "name": 32, "says": 48, "quote": 40, "value": 26, "number": 14, "lower": 14, "upper": 14, "unit": 18, "by": 24, "tags": 28,
    "source": 32, "source titles": 44, "source urls": 40, "note": 40, "typed": 36, "title": 48, "publisher": 28, "author": 24, "url": 44,
    "archived": 44, "descriptor": 40, "undated": 24, "formula": 28,
}  # fmt: skip
USUAL_WIDTH = 13


def export_dossier(dossier: DossierRef, label: str = "") -> tuple[Export, tuple[str, ...]]:
    """Return the rows of a dossier, and what a release under `label` withholds.

    Raises BriefingError if the dossier has errors, or if there is nothing to release.
    """
    from briefing.build.load import load_for_build
    from briefing.exchange.export import export as export_facts
    from briefing.language import load_language

    loaded = load_for_build(dossier.folder, dossier.display_path, BuildOptions(release=label))
    if loaded.ledger is None or has_errors(loaded.problems):
        raise BriefingError(*(p for p in loaded.problems if p.severity == "error"))
    exported = export_facts(loaded.ledger, load_language(loaded.ledger.dossier.language), released=bool(label))
    return exported, loaded.withheld


def encode(exported: Export, format_: str) -> bytes:
    """Return rows as "csv", "json" or "xlsx". Raises ValueError for any other format."""
    from briefing.exchange.export import FACT_COLUMNS, SOURCE_COLUMNS, csv_of, json_of
    from briefing.writers import xlsx

    if format_ == "csv":
        return csv_of(exported)
    if format_ == "json":
        return json_of(exported)
    if format_ != "xlsx":
        raise ValueError(f"facts are exported as csv, json or xlsx, not as {format_!r}")
    facts = _sheet("Facts", exported.facts, FACT_COLUMNS, ("id", "name", "value"))
    sources = _sheet("Sources", exported.sources, SOURCE_COLUMNS, ("id", "title"))
    return xlsx.write_book((facts, sources), date=exported.date, title=exported.title, category=exported.marking)


def _sheet(name: str, rows: Sequence[Mapping[str, Cell]], columns: Sequence[str], always: Sequence[str]) -> Sheet:
    """Return a sheet of the columns that have values, and of those that are always included."""
    from briefing.writers.xlsx import Sheet

    used = [column for column in columns if column in always or any(row[column] != "" for row in rows)]
    widths = [WIDTHS.get(column, USUAL_WIDTH) for column in used]
    return Sheet(name, used, [[row[column] for column in used] for row in rows], widths)
