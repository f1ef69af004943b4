"""The footnotes that one template defines, `[^name]: words`, and what becomes of them.

Takes the parser's tree; gives the definition that a mark `[^name]` asks for, and a problem for each mark without one, each definition
without a mark and each name that stands for two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from markdown_it.tree import SyntaxTreeNode

from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import did_you_mean


@dataclass(slots=True)
class Footnotes:
    """See the module. Names are those of one template."""

    defined: dict[str, SyntaxTreeNode] = field(default_factory=dict)
    again: list[SyntaxTreeNode] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    told: list[Problem] = field(default_factory=list)

    @classmethod
    def of(cls, tree: SyntaxTreeNode) -> Footnotes:
        """Those that a template defines, in whatever block."""
        made = cls()
        for node in tree.walk():
            if node.type == "footnote_reference" and made.defined.setdefault(node.meta["label"], node) is not node:
                made.again.append(node)
        return made

    def take(self, name: str, location: Location) -> SyntaxTreeNode | None:
        """The definition for a mark that stands there; None, with a problem, where there is none, or another mark has it."""
        if name not in self.defined:
            hint = did_you_mean(name, self.defined) or f"define it: [^{name}]: words; \\[^{name}] prints the signs"
            self.told.append(Problem("unknown-footnote", f'no footnote "{name}"', location, hint))
            return None
        if name in self.taken:
            hint = "define a second footnote, or type ^[words] at the second mark"
            self.told.append(Problem("footnote-used-twice", f'the footnote "{name}" has two marks', location, hint))
            return None
        self.taken.add(name)
        return self.defined[name]

    def problems(self, located: Callable[[int, str], Location]) -> list[Problem]:
        """All that is wrong with them once the template is read; `located` gives the place of a line and of what stands in it."""
        found = list(self.told)
        for node in self.again:
            name = node.meta["label"]
            message, hint = f'the footnote "{name}" is defined twice', "give one of them another name"
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
