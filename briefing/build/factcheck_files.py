"""Files of the fact-check sheet: each sentence that prints a fact, its source, and room to sign."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from briefing.build.discovery import DossierRef
from briefing.problems.problem import Problem, has_errors


def make_factcheck(dossier: DossierRef, folders: Sequence[Path]) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the sheets of a dossier by file name, and all problems; no sheets if the brief cannot be composed."""
    from briefing.build.pipeline import compose_document
    from briefing.checks.factcheck_sheet import COLUMNS, make_lines, make_sheet
    from briefing.facts.load import load_ledger
    from briefing.language import load_language
    from briefing.layout.theme import load_theme
    from briefing.writers import docx, xlsx

    document, problems = compose_document(dossier.folder, dossier.display_path, folders)
    ledger, _ = load_ledger(dossier.folder, dossier.display_path)
    if document is None or ledger is None or has_errors(problems):
        return {}, problems
    language = load_language(ledger.dossier.language)
    lines = make_lines(document, ledger, language)
    sheet = make_sheet(lines, document, language)
    rows = [[str(n), line.sentence, line.figure, line.source, line.passage, "", ""] for n, line in enumerate(lines, 1)]
    head = [language.word(name) for name in COLUMNS]
    written = docx.write(sheet, load_theme().as_landscape(), pages={})
    book = xlsx.write(
        head,
        rows,
        (6, 60, 24, 32, 48, 18, 14),
        name=f"{len(lines)} line{'s' if len(lines) != 1 else ''}",
        date=document.properties.date,
    )
    stem = f"{document.name}.factcheck"
    return {f"{stem}.docx": written.data, f"{stem}.xlsx": book}, problems
