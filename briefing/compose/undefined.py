"""Missing values in templates: false in a condition, a problem when printed."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.facts.views import PrintError


class MissingValue:
    """A missing aspect, fact or judgement: false in a condition, a problem when printed. Code "" is a problem already reported."""

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

    def __repr__(self) -> str:
        return "'something that is missing'"

    def __str__(self) -> str:
        raise PrintError(self.code, self.message, self.hint)


WITHHELD = MissingValue(
    "withheld",
    "what this line prints is withheld from this release",
    'leave the sentence out with it: {% if has("its name") %} … {% endif %}',
)
"""Stands for whatever a release leaves out: false in a condition, an error when printed. It names nothing, as it may be logged."""


def guard(name: str) -> str:
    """Return a hint with the condition to type around prose that prints a fact which may be missing."""
    return f'put a condition around it: {{% if has("{name}") %}} … {{% endif %}}'
