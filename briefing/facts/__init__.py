"""Facts in plain text → a frozen ledger in which every value knows where it was typed. Entered through `load`."""

from briefing import _make_callable

_make_callable(__name__)
