r"""Convert LaTeX in the fields of a BibTeX file to plain text: accents (\"u), dashes, quotation marks.

Braces are removed. Most fields have no more than an accent, which is converted by itself; only the rest goes
through pylatexenc, which is slow. Text with too deeply nested braces is refused.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import Any

DEEPEST = 40
_OVER = r"""\\(?:[`'^"~=.]\s*|[uvHcdbrkt](?:\s+|(?=\{)))(?:\{\\?[A-Za-z]\}|\\?[A-Za-z])"""
_LETTER = r"\\(?:ss|o|O|l|L|ae|AE|oe|OE|aa|AA|i|j|dh|DH|th|TH)"
# An accent over one letter, with or without braces; a letter of its own such as \ss or \o; an escaped mark.
_SNIPPET = re.compile(rf"\{{{_OVER}\}}|{_OVER}|\{{{_LETTER}\s*\}}|{_LETTER}(?:\{{\}}|\s+|(?![A-Za-z]))|\\[&%$#_{{}}]")
# pylatexenc would interpret these characters, so private-use characters take their place until it has run.
_PLACEHOLDERS = dict(zip("{}$%&#_", "\ue000\ue001\ue002\ue003\ue004\ue005\ue006", strict=True))
_CHARACTERS = {mark: character for character, mark in _PLACEHOLDERS.items()}


class DepthError(Exception):
    """Raised for braces that are nested too deeply."""


def decode(text: str) -> str:
    """Convert LaTeX to plain text. Raises DepthError."""
    if "\\" in text:
        text = _SNIPPET.sub(lambda match: "".join(_PLACEHOLDERS.get(c, c) for c in _snippet(match[0])), text)
    if "\\" in text or "$" in text:
        depths = accumulate((character == "{") - (character == "}") for character in text)
        if any(depth > DEEPEST for depth in depths):
            raise DepthError
        # Unlike in LaTeX, these are ordinary characters in BibTeX.
        text = re.sub(r"[%&#_]", lambda match: _PLACEHOLDERS[match[0]], text)
        text = _decoder().latex_to_text(text)
    text = text.replace("{", "").replace("}", "").replace("~", " ")
    text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    for mark, character in _CHARACTERS.items():
        text = text.replace(mark, character)
    return " ".join(text.split())


def decode_address(text: str) -> str:
    """Convert a web address or DOI: only characters that LaTeX wants escaped are decoded."""
    text = re.sub(r"^\\url\{(.*)\}$", r"\1", text.strip())
    text = re.sub(r"\{?\\(?:textasciitilde|~)\s*(?:\{\})?\}?", "~", text)
    return re.sub(r"\\([&%$#_{}])", r"\1", text).strip("{} ")


@lru_cache(maxsize=4096)
def _snippet(text: str) -> str:
    return str(_decoder().latex_to_text(text)).strip()


@lru_cache(maxsize=1)
def _decoder() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415  # only a BibTeX file with LaTeX in it needs it

    return LatexNodes2Text(math_mode="text", keep_comments=True, strict_latex_spaces=False)
