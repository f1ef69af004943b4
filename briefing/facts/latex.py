r"""LaTeX in a BibTeX file → plain text: accents (\"u), dashes, quotation marks; braces are taken away.

Takes the text of a field, gives what it says. Most fields hold no more than an accent, which is looked up by itself; the rest
goes through pylatexenc. Text whose braces nest too deeply is refused.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

DEEPEST = 40
_OVER = r"""\\(?:[`'^"~=.]\s*|[uvHcdbrkt](?:\s+|(?=\{)))(?:\{\\?[A-Za-z]\}|\\?[A-Za-z])"""
_LETTER = r"\\(?:ss|o|O|l|L|ae|AE|oe|OE|aa|AA|i|j|dh|DH|th|TH)"
# An accent over one letter, with or without braces; a letter of its own such as \ss or \o; an escaped mark.
_SNIPPET = re.compile(rf"\{{{_OVER}\}}|{_OVER}|\{{{_LETTER}\s*\}}|{_LETTER}(?:\{{\}}|\s+|(?![A-Za-z]))|\\[&%$#_{{}}]")
_HELD = dict(zip("{}$%&#_", "\ue000\ue001\ue002\ue003\ue004\ue005\ue006", strict=True))
_GIVEN = {mark: character for character, mark in _HELD.items()}


class DepthError(Exception):
    """Braces within braces without an end."""


def decode(text: str) -> str:
    """What the text says. Raises DepthError."""
    if "\\" in text:
        text = _SNIPPET.sub(lambda match: _hold(_snippet(match[0])), text)
    if "\\" in text or "$" in text:
        _check_depth(text)
        # In BibTeX these are marks like others.
        text = re.sub(r"[%&#_]", lambda match: _HELD[match[0]], text)
        text = _decoder().latex_to_text(text)
    text = text.replace("{", "").replace("}", "").replace("~", " ")
    text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    for mark, character in _GIVEN.items():
        text = text.replace(mark, character)
    return " ".join(text.split())


def decode_address(text: str) -> str:
    """A web address: nothing is decoded but marks that LaTeX wants escaped."""
    text = re.sub(r"^\\url\{(.*)\}$", r"\1", text.strip())
    text = re.sub(r"\{?\\(?:textasciitilde|~)\s*(?:\{\})?\}?", "~", text)
    return re.sub(r"\\([&%$#_{}])", r"\1", text).strip("{} ")


def _hold(text: str) -> str:
    """Marks that are meant as such, kept apart from those that LaTeX does something at."""
    return "".join(_HELD.get(character, character) for character in text)


@lru_cache(maxsize=4096)
def _snippet(text: str) -> str:
    return str(_decoder().latex_to_text(text)).strip()


@lru_cache(maxsize=1)
def _decoder() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415  # only a BibTeX file with LaTeX in it needs it

    return LatexNodes2Text(math_mode="text", keep_comments=True, strict_latex_spaces=False)


def _check_depth(text: str) -> None:
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth > DEEPEST:
            raise DepthError
