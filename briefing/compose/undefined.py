"""What a template finds where there is nothing: false when asked about, a problem when printed. Knows no fact."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import Undefined

from briefing.facts.views import PrintError


class MissingValue:
    """What a template finds where a fact has no such aspect: false in a condition, a problem when printed."""

    __slots__ = ("code", "hint", "message")

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        self.code, self.message, self.hint = code, message, hint

    def __bool__(self) -> bool:
        return False

    def __iter__(self) -> Iterator[object]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __call__(self, *_arguments: object, **_options: object) -> MissingValue:
        return self

    def __str__(self) -> str:
        raise PrintError(self.code, self.message, self.hint)


WITHHELD = MissingValue(
    "withheld",
    "what this line prints is withheld from this release",
    'leave the sentence out with it: {% if has("its name") %} … {% endif %}',
)
"""Stands for whatever a release leaves out: false in a condition, an error when printed. It names nothing, as it may be logged."""


def guard(name: str) -> str:
    """What to type around prose that prints a fact which is not always there."""
    return f'guard it: {{% if has("{name}") %}} … {{% endif %}}'


def undefined_name(value: Undefined) -> str:
    """The name that a template used and nothing answers."""
    return str(getattr(value, "_undefined_name", None) or "it")
