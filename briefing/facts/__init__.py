"""Facts in YAML, CSV, XLSX and BibTeX files, loaded to a frozen `Ledger`. `load` is the entry point."""

from briefing import _make_callable

_make_callable(__name__)
