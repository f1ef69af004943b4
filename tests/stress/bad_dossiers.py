"""Dossiers gone wrong: the shipped ones, what `briefing new` makes and a sheet of every kind of entry, with seeded damage.

`damage(number, folder, templates)` changes the files in place and says what it did, so that one case can be looked at again.
"""

from __future__ import annotations

import os
import random  # noqa: TID251  # from fixed seeds
import re
import shutil
from collections.abc import Callable
from pathlib import Path

SEED = 777
MOST_CHANGES = 4
Choose = random.Random
# What would go on for ever, or fill the memory; then what is left open, leads nowhere, or stands too deep in itself.
ENDLESS = [
    "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
    "{% for a in range(99) %}{% for b in range(99) %}{% for c in range(9999) %}{{ title }}{% endfor %}{% endfor %}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{{ 'x' * 999999999 }}",
    "{{ 9 ** (9 ** 9) }}",
    "{{ '%999999999d' % 1 }}",
]
STRANGE = [
    "{% set a = [] %}{% for i in range(99) %}{% set a = a + a + [1] %}{% endfor %}{{ a }}",
    "{% include 'brief.md' %}",
    "{% extends 'brief.md' %}",
    '{{ section("summary") }}',
    "{% if %}",
    "{% endfor %}",
    "{% for x in %}",
    "{{ x.y.z }}",
    "{{",
    "{% raw %}",
    "{% block a %}",
    "{{ table('nothing') }}",
    "{{ figure() }}",
    "{{ table(table) }}",
    "{{ title() }}",
    "{{ dossier }}",
    "{{ facts }}",
    "{{ ''.join }}",
    "{{ topics | sort | map('x') }}",
    "{% set title = 1 %}",
    "{{ ref('x') }} {{ cite('y') }}",
    "(" * 3000,
    "> " * 500 + "x",
    "- " * 60 + "x",
    "#" * 9 + " x",
    "|" * 400 + "\n" + "|-" * 400 + "\n",
    "*" * 9000,
    "[" * 3000 + "]" * 3000,
    "`" * 5000,
    "{{ (" + "(" * 500 + "1" + ")" * 500 + ") }}",
    "{{ " + "not " * 3000 + "1 }}",
    "{{ 1" + " + 1" * 5000 + " }}",
    "{% if a %}" * 150 + "{% endif %}" * 150,
]
CIRCLES = [
    ("derive", "{id} + 1"),
    ("derive", "{other} - {id}"),
    ("check", "{id}"),
    ("rests_on", "{id}, {other}"),
    ("derive", "1 / 0"),
    ("derive", "(" * 400),
    ("derive", "share of {id} in {other}"),
    ("derive", "2 * 10 ** 999"),
    ("source", "{id}"),
    ("origin", "{id}"),
    ("origin", "{other}"),
    ("restates", "."),
    ("restates", "../x"),
    ("uses", "facts"),
    ("supersedes", "1"),
    ("basis", "{id}"),
    ("series", "sources.yaml"),
    ("series", "../../x.csv"),
    ("series", "/dev/zero"),
    ("file", "dossier.yaml"),
    ("file", "/dev/zero"),
    ("template", "../.."),
    ("template", "policy-brief/../.."),
    ("chart", "range"),
    ("chart", "exchange"),
    ("lanes", "nothing"),
    ("group_by", "says"),
    ("sort_by", "nothing"),
    ("widths", "0 0"),
    ("widths", "9" * 400),
    ("edition", "9" * 400),
    ("sections", "sources"),
    ("language", "xx"),
    ("date", "2024-02-31"),
    ("value", "9" * 500),
    ("value", "about"),
    ("unit", "{{value}}"),
    ("cuts", "a"),
    ("variants", "a"),
]


def damage(number: int, folder: Path, templates: Path) -> list[str]:
    """Change the dossier, one to four times; what was done."""
    choose = random.Random(SEED * 1_000_003 + number)
    done: list[str] = []
    for _ in range(choose.randint(1, MOST_CHANGES)):
        places = [
            path for root in (folder, templates) if root.is_dir() for path in sorted(root.rglob("*")) if path.is_file()
        ]
        if not places:
            break
        path = choose.choice(places)
        change = choose.choice(CHANGES if path.suffix != ".md" else [*CHANGES, *OF_TEMPLATES])
        done.append(f"{change.__name__.strip('_')} {path.as_posix()}{change(choose, path) or ''}")
    return done


def _on_lines(change: Callable[[Choose, list[str], int], None]) -> Callable[[Choose, Path], str]:
    """A change of one line of a text file."""

    def run(choose: Choose, path: Path) -> str:
        lines = path.read_bytes().decode("utf-8", "surrogateescape").split("\n")
        at = choose.randrange(len(lines))
        change(choose, lines, at)
        path.write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
        return f":{at + 1}"

    run.__name__ = change.__name__
    return run


@_on_lines
def _delete(choose: Choose, lines: list[str], at: int) -> None:
    del lines[at : at + choose.choice((1, 1, 2, 10))]


@_on_lines
def _double(choose: Choose, lines: list[str], at: int) -> None:
    lines[at:at] = lines[at : at + choose.choice((1, 1, 3, 20))]


@_on_lines
def _swap(choose: Choose, lines: list[str], at: int) -> None:
    other = choose.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]


@_on_lines
def _indent(choose: Choose, lines: list[str], at: int) -> None:
    lines[at] = choose.choice(("  ", " ", "\t", "        ")) + lines[at]


@_on_lines
def _outdent(choose: Choose, lines: list[str], at: int) -> None:
    for place in range(at, min(len(lines), at + choose.choice((1, 3)))):
        lines[place] = lines[place].lstrip()


@_on_lines
def _misspell(choose: Choose, lines: list[str], at: int) -> None:
    letters = list(lines[at])
    if letters:
        place = choose.randrange(len(letters))
        letters[place] = choose.choice(("", letters[place] * 2, "x", "_", ":", " ", "é", "'"))
    lines[at] = "".join(letters)


@_on_lines
def _empty_value(choose: Choose, lines: list[str], at: int) -> None:
    lines[at] = re.sub(r"(:|- ).*", r"\1", lines[at], count=1)


@_on_lines
def _other_value(choose: Choose, lines: list[str], at: int) -> None:
    """A value from somewhere else in the file."""
    lines[at] = re.sub(r"(?<=: ).*", lambda _: choose.choice(lines).partition(": ")[2], lines[at], count=1)


@_on_lines
def _quote(choose: Choose, lines: list[str], at: int) -> None:
    place = choose.randrange(len(lines[at]) + 1)
    lines[at] = (
        lines[at][:place]
        + choose.choice(('"', "'", "[", "{", "}", "|", ">", "&a", "*a", "#", "%", "\\", "---", ",", ";"))
        + lines[at][place:]
    )


@_on_lines
def _circle(choose: Choose, lines: list[str], at: int) -> None:
    """A line that leads back to where it stands, or to what no such line may lead to."""
    ids = re.findall(r"^ *([a-z]\w+):", "\n".join(lines), re.MULTILINE) or ["x"]
    key, value = choose.choice(CIRCLES)
    indent = re.match(r" *", lines[at])
    depth = indent[0] if indent else ""
    lines.insert(
        at + choose.choice((0, 1)), f"{depth}{key}: {value.format(id=choose.choice(ids), other=choose.choice(ids))}"
    )


@_on_lines
def _cut_short(choose: Choose, lines: list[str], at: int) -> None:
    del lines[at:]


def _flip(choose: Choose, path: Path) -> str:
    data = bytearray(path.read_bytes())
    for _ in range(choose.choice((1, 1, 5, 50))):
        if data:
            data[choose.randrange(len(data))] ^= 1 << choose.randrange(8)
    path.write_bytes(data)
    return ""


def _recode(choose: Choose, path: Path) -> str:
    encoding = choose.choice(("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "utf-8-sig", "utf-7", "shift_jis"))
    text = path.read_bytes().decode("utf-8", "replace")
    path.write_bytes(text.encode(encoding, "replace"))
    return f" as {encoding}"


def _end_lines(choose: Choose, path: Path) -> str:
    path.write_bytes(
        path.read_bytes().replace(b"\n", choose.choice((b"\r\n", b"\r", b"\n\r", b"\n\n", b"\x0b", b"\xe2\x80\xa8")))
    )
    return ""


def _remove(choose: Choose, path: Path) -> str:
    path.unlink()
    return ""


def _empty(choose: Choose, path: Path) -> str:
    path.write_bytes(choose.choice((b"", b"\n", b"\xef\xbb\xbf", b" ", b"#", b"\x00")))
    return ""


def _make_folder(choose: Choose, path: Path) -> str:
    path.unlink()
    path.mkdir()
    return ""


def _make_link(choose: Choose, path: Path) -> str:
    target = choose.choice((path.name, "nowhere", "/dev/zero", "/etc/passwd", "..", "/proc/self/mem", "dossier.yaml"))
    path.unlink()
    path.symlink_to(target)
    return f" to {target}"


def _make_pipe(choose: Choose, path: Path) -> str:
    """A file that would be waited for until somebody writes into it."""
    path.unlink()
    os.mkfifo(path)
    return ""


def _make_huge(choose: Choose, path: Path) -> str:
    data = path.read_bytes() or b"\n"
    path.write_bytes(data * (choose.choice((200_000, 6_000_000)) // len(data) + 1))
    return ""


def _exchange(choose: Choose, path: Path) -> str:
    """What stands in another file of the dossier."""
    beside = [other for other in sorted(path.parent.iterdir()) if other.is_file() and not other.is_symlink()]
    other = choose.choice(beside)
    path.write_bytes(other.read_bytes())
    return f" with {other.name}"


def _rename(choose: Choose, path: Path) -> str:
    name = choose.choice(
        (
            "sources.yaml",
            "tables.yaml",
            "x.yml",
            "Ünï.yaml",
            "a b.yaml",
            path.name.upper(),
            ".hidden.yaml",
            "summary.md",
            "sources.json",
            "sources.bib",
        )
    )
    path.rename(path.with_name(name))
    return f" to {name}"


def _paste(choose: Choose, path: Path) -> str:
    """Something that a template may not hold, on a line of its own."""
    lines = path.read_bytes().decode("utf-8", "surrogateescape").split("\n")
    at = choose.randrange(len(lines) + 1)
    number = choose.randrange(len(ENDLESS) + len(STRANGE))
    lines[at:at] = [[*ENDLESS, *STRANGE][number]]
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
    return f":{at + 1} number {number}"


OF_TEMPLATES: list[Callable[[Choose, Path], str]] = [_paste] * 12
CHANGES: list[Callable[[Choose, Path], str]] = [
    *[_delete, _double, _swap, _indent, _outdent, _misspell, _empty_value, _other_value, _quote, _circle] * 3,
    _cut_short, _flip, _recode, _end_lines, _remove, _empty, _make_folder, _make_link, _make_pipe, _make_huge, _exchange, _rename,
]  # fmt: skip


def copy_dossier(source: Path, templates: Path, place: Path) -> tuple[Path, Path]:
    """A dossier and its template where they can be damaged."""
    folder, beside = place / "facts" / source.name, place / "templates"
    shutil.copytree(source, folder)
    if templates.is_dir():
        shutil.copytree(templates, beside / templates.name)
    return folder, beside
