"""List what a template can use: functions, filters, aspects of facts and judgements, and the keys of template.toml."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefing.build.template_settings import KEYS
from briefing.compose.template_reference import ASPECTS, FILTERS, FUNCTIONS, NAMES, OF_JUDGEMENTS
from briefing.files.toml_keys import Key
from handbook.reference.marks import code, table


def functions() -> str:
    """Return a table of the functions as they are typed."""
    return table(("Function", "What it does"), [(code(typed), meaning) for typed, meaning in FUNCTIONS.values()])


def _named(head: str, meanings: Mapping[str, str], form: str = "{}") -> str:
    return table((head, "What it gives"), [(code(form.format(name)), meaning) for name, meaning in meanings.items()])


MADE: Mapping[str, Callable[[], str]] = {
    "functions": functions,
    "names in templates": lambda: _named("Name", NAMES),
    "filters": lambda: _named("Filter", FILTERS),
    "aspects of a fact": lambda: _named("Typed", ASPECTS, "{{{{ fact.{} }}}}"),
    "aspects of a judgement": lambda: _named("Typed", OF_JUDGEMENTS, '{{{{ judgement("id").{} }}}}'),
    "keys of template.toml": lambda: table(
        ("Key", "What it does"),
        [(code(f"{name} = {key.example}"), key.description) for name, key in KEYS.items() if isinstance(key, Key)],
    ),
}
