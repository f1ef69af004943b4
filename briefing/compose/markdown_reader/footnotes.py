"""Match the footnote marks of a template, `[^name]`, with their definitions, `[^name]: words`.

Report each mark without a definition, each definition without a mark, and each name that is used twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode

from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import did_you_mean


@dataclass(slots=True)
class Footnotes:
    """The footnotes of one template, by name."""

    defined: dict[str, SyntaxTreeNode] = field(default_factory=dict)
    again: list[SyntaxTreeNode] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    found: list[Problem] = field(default_factory=list)

    @classmethod
    def of(cls, tree: SyntaxTreeNode) -> Footnotes:
        """Return the footnotes that a template defines, in any block."""
        made = cls()
        for node in tree.walk():
            if node.type == "footnote_reference" and made.defined.setdefault(node.meta["label"], node) is not node:
                made.again.append(node)
        return made

    def take(self, name: str, location: Location) -> SyntaxTreeNode | None:
        """Return the definition for a mark; None, with a problem, if there is none or another mark has used it."""
        if name not in self.defined:
            hint = (
                did_you_mean(name, self.defined) or f"define it: [^{name}]: words; to print [^{name}], type \\[^{name}]"
            )
            self.found.append(Problem("unknown-footnote", f'unknown footnote "{name}"', location, hint))
            return None
        if name in self.taken:
            hint = "define a second footnote, or type ^[words] at the second mark"
            self.found.append(Problem("footnote-used-twice", f'the footnote "{name}" has two marks', location, hint))
            return None
        self.taken.add(name)
        return self.defined[name]

    def problems(self, located: Callable[[int, str], Location]) -> list[Problem]:
        """Return all problems once the template is read; `located` returns the location of a text in a line."""
        found = list(self.found)
        for node in self.again:
            name = node.meta["label"]
            message, hint = f'duplicate footnote "{name}"', "give one of them another name"
            found.append(Problem("footnote-defined-twice", message, _place(node, located), hint))
        for name, node in self.defined.items():
            if name not in self.taken:
                message, hint = (
                    f'the footnote "{name}" is not used',
                    f"type [^{name}] where it belongs, or delete it",
                )
                found.append(Problem("unused-footnote", message, _place(node, located), hint, "warning"))
        return found


def _place(node: SyntaxTreeNode, located: Callable[[int, str], Location]) -> Location:
    return located(node.map[0] if node.map else 0, f"[^{node.meta['label']}]:")
