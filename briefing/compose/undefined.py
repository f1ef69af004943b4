"""What a template finds where there is nothing: false when asked about, a problem when printed. Knows no fact."""

from __future__ import annotations

from collections.abc import Iterator

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


def guard(name: str) -> str:
    """What to type around prose that prints a fact which is not always there."""
    return f'guard it: {{% if has("{name}") %}} … {{% endif %}}'
