"""Templates: written by a grammar of expressions and statements, or shipped ones with changes, some of them greedy on purpose."""

from __future__ import annotations

import re
from pathlib import Path

from stress.bad_dossiers import ENDLESS, STRANGE

from briefing.compose.template_reference import ASPECTS, FILTERS, FUNCTIONS, NAMES, OF_JUDGEMENTS
from fuzz.command import Command
from fuzz.dossiers import choose_dossier, commands
from fuzz.material import Material
from fuzz.mutations import Choose, mutate_file, odd_text

MOST_DEPTH = 4
OTHER_FILTERS = (
    "tojson",
    "string",
    "escape",
    "format",
    "replace",
    "batch",
    "slice",
    "groupby",
    "sum",
    "xmlattr",
    "pprint",
)
ALL_FILTERS = (*FILTERS, *OTHER_FILTERS)
TESTS = ("defined", "none", "string", "mapping", "iterable", "sameas(1)", "in(facts)", "divisibleby(0)", "odd", "eq(1)")
OPERATORS = ("+", "-", "*", "/", "//", "%", "**", "~", "==", "<", ">=", "and", "or", "in", "not in")
GREEDY = (
    "{{% set a = [1] %}}{{% for i in range({n}) %}}{{% set a = [a, a] %}}{{% endfor %}}{{{{ a }}}}",
    "{{% set ns = namespace(y='x') %}}{{% for i in range({n}) %}}{{% set ns.y = ns.y ~ ns.y %}}{{% endfor %}}{{{{ ns.y }}}}",
    "{doubling}{{{{ y }}}}",
    "{nesting}{{{{ a == b }}}}",
    "{nesting}{{{{ a in [b] }}}}{{{{ [a, b] | sort }}}}{{{{ [a, b] | unique | list }}}}",
    "{nesting}{{{{ a ~ '' }}}}{{{{ literal(a) }}}}{{{{ figure(a) }}}}",
    "{nesting}{{{{ {{(a, a): 1}} }}}}{{{{ a | length }}}}{{{{ a | string | upper }}}}",
    "{{{{ ([1] * 100000) | join('x' * {n}00000) | upper }}}}",
    "{{{{ range({n}0000000) | list | length }}}}",
    "{{% for a in range({n}000) %}}{{% for b in range({n}000) %}}{{{{ title }}}}{{% endfor %}}{{% endfor %}}",
    "{{% macro m(x) %}}{{{{ m(x ~ x) }}}}{{% endmacro %}}{{{{ m('ab') }}}}",
    "{{{{ 'x' | center({n}0000000) }}}}{{{{ '%{n}00000000d' % 1 }}}}{{{{ 9 ** {n}00000 }}}}",
    "{{% for t in topics recursive %}}{{{{ loop(topics) }}}}{{% endfor %}}",
    "{{{{ facts | list | map('string') | join('{n}' * 100000) }}}}",
    "{{% include section_name ~ '.md' %}}",
    "{{% set _bounded = title %}}{{% for a in range(99999) %}}{{% for b in range(99999) %}}{{% endfor %}}{{% endfor %}}",
)
"""What takes memory or time; `n` is a number, `doubling` makes a long `y`, `nesting` makes deep lists `a` and `b`."""


class Grammar:
    """Writes templates from the names that a dossier has."""

    def __init__(self, choose: Choose, folder: Path) -> None:
        texts = [path.read_text("utf-8", "replace") for path in sorted(folder.rglob("*.yaml"))]
        names = sorted({name for text in texts for name in re.findall(r"^ *([a-z]\w+):", text, re.MULTILINE)})
        self.choose = choose
        self.names = [*names, *NAMES, *FUNCTIONS, "loop", "x", "y", "caller", "varargs", "self", "namespace", "range"]

    def template(self) -> str:
        """A whole section."""
        return "\n\n".join(self.block() for _ in range(self.choose.randint(1, 8)))

    def block(self, depth: int = 0) -> str:
        """Prose, a statement, or a call on a line of its own."""
        pick = self.choose.choice
        inner = self.block(depth + 1) if depth < MOST_DEPTH else "Words."
        return pick(
            (
                f"Words {{{{ {self.expression(depth)} }}}} and {{{{ {pick(self.names)} }}}}.",
                f"# {{{{ {self.expression(depth)} }}}}",
                f"| a | {{{{ {self.expression(depth)} }}}} |\n|---|---|\n| {{{{ {self.expression(depth)} }}}} | b |",
                f"> [!{pick(('key', 'note', 'x'))}] {{{{ {self.expression(depth)} }}}}\n> - {inner}",
                f"- {inner}",
                f"{{{{ {pick(list(FUNCTIONS.values()))[0]} }}}}",
                f"{{{{ {pick(list(FUNCTIONS))}({self.argument(depth)}) }}}}",
                f"{{% for x in {self.expression(depth)} %}}{inner}{{{{ loop.{pick(('index', 'last', 'cycle', 'x'))} }}}}{{% endfor %}}",
                f"{{% for x, y in {self.expression(depth)} if {self.expression(depth)} %}}{inner}{{% else %}}{inner}{{% endfor %}}",
                f"{{% if {self.expression(depth)} is {pick(TESTS)} %}}{inner}{{% elif {pick(self.names)} %}}b{{% else %}}c{{% endif %}}",
                f"{{% set {pick(('x', 'y', *self.names))} = {self.expression(depth)} %}}{inner}",
                f"{{% set x %}}{inner}{{% endset %}}{{{{ x }}}}",
                f"{{% macro y(x, z={pick(self.names)}) %}}{inner}{{% endmacro %}}{{{{ y({self.argument(depth)}) }}}}",
                f"{{% filter {pick(ALL_FILTERS)} %}}{inner}{{% endfilter %}}",
                f"{{% call y({self.argument(depth)}) %}}{inner}{{% endcall %}}",
                f"{{% with x = {self.expression(depth)} %}}{inner}{{% endwith %}}",
                f"{{% include {pick((repr('summary.md'), repr('../x.md'), self.expression(depth)))} %}}",
                f"{{% import {self.expression(depth)} as y %}}{{% block x %}}{inner}{{% endblock %}}",
                pick(STRANGE),
            )
        )

    def expression(self, depth: int = 0) -> str:
        """An expression, seldom a sensible one."""
        pick = self.choose.choice
        if depth >= MOST_DEPTH or self.choose.random() < 0.3:
            return pick((pick(self.names), self.literal()))
        one, other = self.expression(depth + 1), self.expression(depth + 1)
        return pick(
            (
                f"{pick(self.names)}.{pick((*ASPECTS, *OF_JUDGEMENTS, *self.names))}",
                f"{pick(self.names)}[{one}]",
                f"{one}.{pick(tuple(ASPECTS))}",
                f"{one} | {pick(ALL_FILTERS)}",
                f"{one} | {pick(ALL_FILTERS)}({self.argument(depth + 1)})",
                f"({one} {pick(OPERATORS)} {other})",
                f"not {one}",
                f"{one} if {other} else {self.literal()}",
                f"{pick(self.names)}({self.argument(depth + 1)})",
                f"[{one}, {other}]",
                f"{{{one}: {other}}}",
                f"({one})[{other}:]",
                f"{one} is {pick(TESTS)}",
            )
        )

    def argument(self, depth: int) -> str:
        """What stands between the brackets of a call."""
        inner, named = self.expression(depth + 1), self.choose.choice(("attribute", "n", "x", "default"))
        return self.choose.choice(
            ("", inner, self.literal(), f"{self.literal()}, {inner}", f"{named}={self.literal()}", "*x", "**x")
        )

    def literal(self) -> str:
        """A text, a number or a constant."""
        text = odd_text(self.choose)[:200].encode("ascii", "backslashreplace").decode()
        return self.choose.choice(
            (f'"{text}"', f"'{self.choose.choice(self.names)}'", str(self.choose.choice((0, -1, 1, 99, 10**20, 2.5))), "none", "true", "[]")
        )  # fmt: skip


def make(choose: Choose, folder: Path, material: Material) -> list[Command]:
    """Lay out a dossier, write or change one of its templates, and say what is done with it."""
    name = choose_dossier(choose)
    material.copy(name, folder)
    files = sorted((folder / "templates").rglob("*.md")) or [folder / "templates" / "summary.md"]
    path = choose.choice([file for file in files if file.name != "brief.md"] or files)
    kind = choose.random()
    if kind < 0.45:
        path.write_bytes(_text(choose, path) + Grammar(choose, folder / "facts").template().encode("utf-8", "replace"))
    elif kind < 0.65:
        path.write_bytes(_text(choose, path) + greedy(choose).encode())
    else:
        for _ in range(choose.randint(1, 3)):
            if path.is_file() and not path.is_symlink():
                mutate_file(choose, path)
    return commands(choose, name)


def greedy(choose: Choose) -> str:
    """Something that takes memory or time without end."""
    times = choose.choice((5, 20, 30, 60))
    doubling = "{% set y = 'word ' %}" + choose.choice(("{% set y = [y, y] | join %}", "{% set y = y ~ y %}")) * times
    nesting = "".join(f"{{% set {name} = [1] %}}" + f"{{% set {name} = [{name}, {name}] %}}" * times for name in "ab")
    numbers = {"n": choose.choice((1, 9, 40, 99)), "doubling": doubling, "nesting": nesting}
    return choose.choice((*ENDLESS, *(pattern.format(**numbers) for pattern in GREEDY)))


def _text(choose: Choose, path: Path) -> bytes:
    """What a template begins with: what it had, or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.read_bytes() + b"\n\n" if path.exists() and choose.random() < 0.6 else b"# A section\n\n"
