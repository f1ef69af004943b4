"""Texts that break programs: characters that cannot be seen, words without end, and what other languages would obey.

`hostile_text(number)` is always the same text. Bytes that are no UTF-8 stand in it as lone surrogates, as Python reads them from
file names; `as_bytes` gives them back.
"""

from __future__ import annotations

import json
import random  # noqa: TID251  # from fixed seeds
from collections.abc import Callable
from pathlib import Path

NAUGHTY: list[str] = [
    text for group in json.loads(Path(__file__).with_name("naughty.json").read_text("utf-8")).values() for text in group
]
"""Texts that other programs, languages and formats would obey, and words that have broken forms before."""
SEED = 20260
WORDS = [
    "trade",
    "arms",
    "oil",
    "food",
    "aid",
    "ships",
    "ports",
    "law",
    "treaty",
    "sanctions",
    "Łódź",
    "naïve",
    "Zürich",
    "façade",
    "2024",
    "3.5",
    "about",
    "more",
    "than",
]
INVISIBLE = [
    "\u200b",
    "\u200c",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u180e",
    "\u034f",
    "\u061c",
    "\U000e0001",
    "\u00a0",
]
BIDI = ["\u200e", "\u200f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"]
BREAKS = ["\n", "\r\n", "\r", "\n\n", "\n\r", "\u0085", "\u2028", "\u2029", "\x0b", "\x0c"]
EMOJI = [
    "👩‍👩‍👧‍👦",
    "🏳️‍🌈",
    "👍🏿",
    "🇰🇵",
    "😀",
    "🧑🏽‍🚀",
    "1️⃣",
    "❤️‍🔥",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
]
SCRIPTS = [
    "한국어",
    "日本語",
    "中文简体",
    "Ελληνικά",
    "Русский",
    "עברית",
    "العربية",
    "हिन्दी",
    "ไทย",
    "አማርኛ",
    "தமிழ்",
    "ᏣᎳᎩ",
    "𝔘𝔫𝔦",
    "𒀀𒁀",
    "߷ߊ",
]
MARKUP = [
    "*",
    "_",
    "`",
    "#",
    ">",
    "-",
    "|",
    "[",
    "]",
    "(",
    ")",
    "!",
    "<",
    "&",
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{",
    "}",
    "~",
    "^",
]


def hostile_text(number: int) -> str:
    """The text of that number; families take turns."""
    choose = random.Random(SEED * 1_000_003 + number)
    text = FAMILIES[number % len(FAMILIES)](choose)
    return text if choose.random() < 0.7 else f"{choose.choice(WORDS)} {text} {choose.choice(WORDS)}"


def as_bytes(text: str) -> bytes:
    """As it stands in a file: lone surrogates become bytes that are no UTF-8."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _plain(choose: random.Random, words: int = 6) -> str:
    return " ".join(choose.choice(WORDS) for _ in range(choose.randint(1, words)))


def _strew(choose: random.Random, what: list[str], most: int = 12) -> str:
    """Plain words with some of these between their letters."""
    letters = list(_plain(choose))
    for _ in range(choose.randint(1, most)):
        letters.insert(choose.randint(0, len(letters)), choose.choice(what))
    return "".join(letters)


def _naughty(choose: random.Random) -> str:
    return choose.choice(NAUGHTY)


def _controls(choose: random.Random) -> str:
    return _strew(choose, [chr(number) for number in (*range(0x20), *range(0x7F, 0xA0))])


def _bidi(choose: random.Random) -> str:
    return _strew(choose, BIDI)


def _invisible(choose: random.Random) -> str:
    return _strew(choose, INVISIBLE)


def _stacks(choose: random.Random) -> str:
    """Letters under heaps of combining marks."""

    def heap() -> str:
        return "".join(chr(choose.randint(0x300, 0x36F)) for _ in range(choose.choice((1, 3, 20, 300))))

    return "".join(letter + heap() for letter in _plain(choose, 3))


def _nowhere_defined(choose: random.Random) -> str:
    """Private use, noncharacters, unassigned, tags, lone surrogates and bytes that are no UTF-8."""
    ranges = [
        (0xE000, 0xF8FF),
        (0xFDD0, 0xFDEF),
        (0xF0000, 0xFFFFD),
        (0xE0000, 0xE007F),
        (0xD800, 0xDFFF),
        (0xDC80, 0xDCFF),
        (0xFFF0, 0xFFFF),
        (0x2FE0, 0x2FEF),
    ]
    return _strew(choose, [chr(choose.randint(*choose.choice(ranges))) for _ in range(4)], 4)


def _scripts(choose: random.Random) -> str:
    return _strew(choose, [*SCRIPTS, *EMOJI], 5)


def _anything(choose: random.Random) -> str:
    """Any characters that there are, but few planes at once."""
    top = choose.choice((0x250, 0x2FFF, 0xFFFF, 0x1FFFF, 0x10FFFF))
    return "".join(chr(choose.randint(0x20, top)) for _ in range(choose.randint(1, 30)))


def _numbers(choose: random.Random) -> str:
    """Amounts that no amount should be."""
    digits = "".join(choose.choice("0123456789") for _ in range(choose.choice((1, 3, 17, 40, 300))))
    shapes = [
        digits, f"-{digits}", f"{digits}e400", f"1e{digits}", f"{digits}.{digits}", f"{digits} %", f"about {digits} people",
        f"{digits}–{digits}", f"0x{digits}", f"{digits},{digits}", f"1/{digits}", f"≈ −{digits} USD", f"NaN {digits}", "Infinity",
        f"{digits} million million EUR", f"{digits[:3]}′{digits[:3]}", f"١٢٣{digits}",
        f"more than {digits} km²", f"00{digits}", f"+{digits}-{digits}",
    ]  # fmt: skip
    return choose.choice(shapes)


def _markup(choose: random.Random) -> str:
    return _strew(choose, MARKUP, 20)


def _breaks(choose: random.Random) -> str:
    return _strew(choose, BREAKS, 6)


def _endless(choose: random.Random) -> str:
    """One word, or one line, without end."""
    length = choose.choice((100, 1_000, 5_000, 9_000, 20_000, 100_000))
    unit = choose.choice(
        (
            "a",
            "W",
            "i",
            "é",
            "한",
            "0",
            "-",
            ".",
            "(",
            "ab-",
            "x/",
            "tra\u00adde",
            "word ",
            "A. ",
            "*",
            "[",
            "{",
            "\\",
            "'",
            '"',
            "a\u0301",
        )
    )
    return (unit * (length // len(unit) + 1))[:length]


def _blank(choose: random.Random) -> str:
    return "".join(
        choose.choice((" ", "\t", "\u00a0", "\u3000", "\u2003", "\u200b", "\ufeff", ""))
        for _ in range(choose.choice((0, 1, 3, 40)))
    )


def _spliced(choose: random.Random) -> str:
    """Two of the others, one in the other."""
    one, other = _naughty(choose), choose.choice(FAMILIES[:-1])(choose)
    cut = choose.randint(0, len(one))
    return one[:cut] + other + one[cut:]


FAMILIES: list[Callable[[random.Random], str]] = [
    _naughty, _controls, _bidi, _invisible, _stacks, _nowhere_defined, _scripts, _anything, _numbers, _markup, _breaks, _endless, _blank,
    _naughty, _numbers, _scripts, _invisible, _spliced,
]  # fmt: skip
