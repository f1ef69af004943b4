"""Collect the codes of all problems from the source of the package."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import briefing

CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
FORMED = {
    "deprecated-{kind}": ("deprecated-command", "deprecated-option"),
    "unknown-{kind}": ("unknown-figure", "unknown-table"),
    "unknown-{what}": ("unknown-filter", "unknown-test"),
}
"""Codes that are put together, by the f-string that does it."""


def codes_in_source() -> set[str]:
    """The codes given to whatever has a parameter or field `code`, and to `Problem` itself."""
    trees = [ast.parse(path.read_text("utf-8")) for path in sorted(Path(briefing.__file__).parent.rglob("*.py"))]
    takers = dict(taker for tree in trees for taker in _takers(tree))
    found: set[str] = set()
    for call in (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        if name not in takers:
            continue
        given = [*call.args[takers[name] : takers[name] + 1], *(k.value for k in call.keywords if k.arg == "code")]
        for value in given:
            found |= set(_codes(value, bare=name == "Problem"))
    return found


def _takers(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield functions and classes that take a code, with the position of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [a.arg for a in node.args.posonlyargs + node.args.args if a.arg not in ("self", "cls")]
            if "code" in names:
                yield node.name, names.index("code")
        elif isinstance(node, ast.ClassDef):
            fields = [s.target.id for s in node.body if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name)]
            made = [f for f in node.body if isinstance(f, ast.FunctionDef) and f.name == "__init__"]
            fields = [a.arg for f in made for a in f.args.args if a.arg != "self"] or fields
            if "code" in fields:
                yield node.name, fields.index("code")


def _codes(value: ast.expr, *, bare: bool) -> Iterator[str]:
    """Yield the codes in an argument. Only `Problem` itself is known to take a code of one word."""
    if isinstance(value, ast.IfExp):
        yield from _codes(value.body, bare=bare)
        yield from _codes(value.orelse, bare=bare)
    elif isinstance(value, ast.JoinedStr):
        text = ast.unparse(value).strip("f'\"")
        if CODE.fullmatch(re.sub(r"\{\w+\}", "x", text)):
            yield from FORMED[text]
    elif (isinstance(value, ast.Constant) and re.fullmatch(r"[a-z]+" if bare else CODE, str(value.value))) or (
        isinstance(value, ast.Constant) and CODE.fullmatch(str(value.value))
    ):
        yield str(value.value)
