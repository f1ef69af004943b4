"""Random changes of texts, bytes, trees and tables, whatever they are about."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import random  # noqa: TID251  # from the seed that the user gives
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from stress.bad_dossiers import CHANGES as OF_FILES
from stress.bad_dossiers import CIRCLES
from stress.hostile_texts import as_bytes, hostile_text

Choose = random.Random
ODD = (
    "", "null", "~", "true", "no", "0", "-0", "-1", "1e400", "9" * 400, "-" + "9" * 40, "0.1e-400", "NaN", "inf", "0x1F", "1_000",
    "1,2,3",
    "1/0", "10.293", "12:30:45", "2024-02-31", "0000-01-01", "9999-12-31", "2025-13", "-2025", "2025-W05", "99999-01", "31 June 2024",
    "about", "about about 5", "5 to 3 ships", "5–", "≈ −5 %", "٣٤", "½", "²", "Ⅷ", "一億", "1 000 000", "5 %%", "$", "€5 million billion",
    "\u202e12\u202c", "\x00", "\x1b[31m", "\ud800", "\ue000" + "0\ue001", "\ufeff", "\u2028", "a\u0301" * 40, "{value}", "{{ title }}",
    "{% if %}", "..", "../..", "/dev/zero", "/etc/passwd", "con", "a/b", "*", "&a", "!!python/object:os.system", "x" * 5_000,
    "=1+1", "@x",
    "[x](javascript:1)", "<script>", "]]>", "&amp;", "-->", "file:///etc/passwd", "http://[::1", "a: b", "- a", "'", '"', "|",
    "a\nb", "a\tb",
)  # fmt: skip
PLAUSIBLE = (
    "about 5 million USD", "0", "1", "12 %", "3.14159", "1,000,000", "999999999999 km", "0.000001", "-5 people", "2–7 ships",
    "up to 40", "none",
    "10.293 EUR", "2024", "2024-02-29", "1999-12", "2025-Q3", "2023–2024", "unverified", "disputed", "planned", "retracted",
    "withdrawn", "stale",
    "Ünï çødé 한국어 текст", "Kim Jong Un, the leader; and others", "a word", "*a* [b](c) {d}", "x" * 200, "words and " * 60,
    "https://example.org/a?b=c",
)  # fmt: skip
"""What an analyst may well type, although not there."""
NUMBERS = ("0", "1", "7", "1,000", "0.5", "2019", "2031", "99999999", "1.23456789", "40.0", "-3")
DEEP = 40
_NUMBER = re.compile(r"\d[\d.,]*")
_VALUE = re.compile(r"^( *(?:- )?\w+: )(.+)$")
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


def odd_text(choose: Choose) -> str:
    """A text that programs trip over."""
    return choose.choice(ODD) if choose.random() < 0.6 else hostile_text(choose.randrange(1_000_000))


def mutate_file(choose: Choose, path: Path) -> None:
    """Change a text file of a dossier or template: its values, bytes, lines, words or structure."""
    kind = choose.random()
    if kind < 0.5:
        path.write_bytes(mutate_values(choose, path.read_bytes()))
    elif kind < 0.6:
        choose.choice(OF_FILES)(choose, path)
    elif path.suffix in TREES and choose.random() < 0.5:
        read, write = TREES[path.suffix]
        path.write_bytes(mutate_structured(choose, path.read_bytes(), read, write))
    else:
        path.write_bytes(mutate_text(choose, path.read_bytes()))


def mutate_values(choose: Choose, data: bytes) -> bytes:
    """Change one or two lines so that they may well be valid still: another number, another value of that key, another word."""
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    for _ in range(choose.randint(1, 2)):
        at = choose.choice([number for number, line in enumerate(lines) if line.strip() and line[0] != "#"] or [0])
        typed = _VALUE.match(lines[at])
        key, value = typed.groups() if typed else ("", lines[at])
        kind = choose.random()
        if kind < 0.4 and _NUMBER.search(value):
            value = _NUMBER.sub(choose.choice(NUMBERS), value, count=1)
        elif typed and kind < 0.7:
            same = [found[2] for line in lines if (found := _VALUE.match(line)) and found[1].strip() == key.strip()]
            value = choose.choice((*same, *PLAUSIBLE))
        else:
            words = value.split(" ")
            words[choose.randrange(len(words))] = choose.choice(PLAUSIBLE)
            value = " ".join(words)
        lines[at] = key + value
    return as_bytes("\n".join(lines))


def mutate_text(choose: Choose, data: bytes) -> bytes:
    """Change one to four words of a text: left out, doubled, swapped, or put in place of others."""
    words = _TOKEN.findall(data.decode("utf-8", "surrogateescape"))
    for _ in range(choose.randint(1, 4)):
        if not words:
            break
        at = choose.randrange(len(words))
        match choose.randrange(5):
            case 0:
                del words[at : at + choose.choice((1, 1, 2, 20))]
            case 1:
                words[at:at] = words[at : at + choose.choice((1, 2, 10))] * choose.choice((1, 1, 50))
            case 2:
                words[at] = choose.choice(words)
            case 3:
                words[at] = odd_text(choose)
            case _:
                words.insert(at, odd_text(choose))
    return as_bytes("".join(words))


def mutate_bytes(choose: Choose, data: bytes) -> bytes:
    """Change some bytes, cut a file short, double a part of it or put one part in the place of another."""
    changed = bytearray(data)
    for _ in range(choose.choice((1, 1, 2, 8, 60))):
        if not changed:
            break
        at = choose.randrange(len(changed))
        match choose.randrange(12):
            case 0:
                del changed[at:]
            case 1:
                del changed[at : at + choose.choice((1, 4, 500))]
            case 2:
                changed[at:at] = changed[at : at + 300]
            case 3:
                other = choose.randrange(len(changed))
                changed[at : at + 40] = changed[other : other + 40]
            case 4:
                changed[at : at + 4] = choose.choice((b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"9999"))
            case _:
                changed[at] = choose.randrange(256)
    return bytes(changed)


def mutate_structured(
    choose: Choose, data: bytes, read: Callable[[bytes], Any], write: Callable[[Any], bytes]
) -> bytes:
    """Change what a file means: read it, change the tree, and write it again. What cannot be read is changed as text."""
    try:
        tree = read(data)
        return write(mutate_tree(choose, tree))
    except (ValueError, yaml.YAMLError, RecursionError, TypeError):
        return mutate_text(choose, data)


def mutate_tree(choose: Choose, tree: Any) -> Any:
    """Change one to three nodes of mappings, lists and scalars."""
    holder = [copy.deepcopy(tree)]
    for _ in range(choose.randint(1, 3)):
        places = _places(holder)
        parent, key = places[choose.randrange(len(places))]
        _change_node(choose, parent, key, places)
    return holder[0]


def _places(holder: list[Any]) -> list[tuple[Any, Any]]:
    """Every node by the one that holds it and its key there."""
    found: list[tuple[Any, Any]] = []
    waiting: list[Any] = [holder]
    while waiting:
        node = waiting.pop()
        keys = list(node) if isinstance(node, dict) else range(len(node))
        for key in keys:
            found.append((node, key))
            if isinstance(node[key], (dict, list)):
                waiting.append(node[key])
    return found


def _change_node(choose: Choose, parent: Any, key: Any, places: list[tuple[Any, Any]]) -> None:
    node = parent[key]
    names = [str(name) for holder, name in places if isinstance(holder, dict)] or ["x"]
    match choose.randrange(7):
        case 0 | 1:
            parent[key] = odd_scalar(choose, node)
        case 2:
            parent[key] = choose.choice(
                ([], {}, [node], {"x": node}, [[node], node], [node] * 300, _nested(choose, node))
            )
        case 3:
            holder, place = choose.choice(places)
            with contextlib.suppress(LookupError):  # an earlier change may have taken it away
                parent[key] = copy.deepcopy(holder[place])
        case 4 if isinstance(parent, dict):
            del parent[key]
            if choose.random() < 0.5:
                parent[choose.choice((odd_text(choose), *names[:200]))] = node
        case 5 if isinstance(node, dict):
            name, value = choose.choice(CIRCLES)
            node[name] = value.format(id=choose.choice(names), other=choose.choice(names))
            node |= {f"{name}_{number}": value for name, value in list(node.items())[:1] for number in range(30)}
        case _:
            parent[key] = _reshaped(choose, node)


def _nested(choose: Choose, node: Any) -> Any:
    for _ in range(choose.choice((2, DEEP))):
        node = [node] if choose.random() < 0.5 else {"x": node}
    return node


def _reshaped(choose: Choose, node: Any) -> Any:
    """The same things in another shape, or a scalar with something odd beside it."""
    if isinstance(node, list):
        return choose.sample(node, len(node)) if choose.random() < 0.5 else {str(item)[:50]: item for item in node}
    if isinstance(node, dict):
        return list(node.values())
    return choose.choice((f"{node}{odd_text(choose)}", f"{odd_text(choose)}{node}", {str(node): node}))


def odd_scalar(choose: Choose, like: Any) -> Any:
    """A scalar that is not what stood there: for a number mostly another number."""
    numbers = (0, -1, 1, 2**31, 2**63, -(2**63), 10**30, 1.5, -0.0, 1e308, True, False, None)
    return choose.choice(numbers) if isinstance(like, (int, float)) == (choose.random() < 0.8) else odd_text(choose)


def _write_yaml(tree: Any) -> bytes:
    return yaml.dump(tree, sort_keys=False, allow_unicode=False, width=10_000).encode("ascii")


TREES: dict[str, tuple[Callable[[bytes], Any], Callable[[Any], bytes]]] = {
    ".yaml": (lambda data: yaml.load(io.BytesIO(data), yaml.BaseLoader), _write_yaml),
    ".json": (json.loads, lambda tree: json.dumps(tree).encode("ascii")),
}
"""How files with a structure are read and written, by their ending."""
