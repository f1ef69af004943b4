"""Styles as the processor needs them: what it would read wrongly is put so that it reads it rightly.

Takes the tree of a style in the processor's own elements and changes it in place. Each step says which fault it goes round.
"""

from __future__ import annotations

from typing import Any

from briefing.compose.citations.style_file import CSL, Style

ALIKE = "alike"
"""A variable of our own, which only sources have that notes would else name alike."""


def prepare(root: Any, style: Style) -> None:
    """All steps."""
    _open_brackets(root, style)
    _leave_numbers(root, style)
    _ask_for_alike(root)
    _bind_labels(root)
    _spread_initials(root)


def _open_brackets(root: Any, style: Style) -> None:
    """A note has no need of the brackets that stand in running text."""
    layout = root.find(f"{CSL}citation/{CSL}layout")
    if (
        style.kind == "author-date"
        and layout is not None
        and (layout.get("prefix"), layout.get("suffix")) == ("(", ")")
    ):
        del layout.attrib["prefix"], layout.attrib["suffix"]


def _leave_numbers(root: Any, style: Style) -> None:
    """The numbers of the list are the house's."""
    for element in list(root.iter(f"{CSL}text")) if style.kind == "numeric" else ():
        if element.get("variable") == "citation-number":
            element.getparent().remove(element)


def _ask_for_alike(root: Any) -> None:
    """The processor takes every `disambiguate="true"` for so: the condition asks for a variable instead."""
    for element in root.iter(f"{CSL}if", f"{CSL}else-if"):
        if element.attrib.pop("disambiguate", "") == "true":
            element.set("variable", f"{element.get('variable', '')} {ALIKE}".strip())


def _bind_labels(root: Any) -> None:
    """The processor prints the label of a variable that a source has not ("edition"): it is printed on condition."""
    for label in list(root.iter(f"{CSL}label")):
        variable = label.get("variable")
        if not variable or variable == "locator":
            continue
        choice = label.makeelement(f"{CSL}choose")
        condition = label.makeelement(f"{CSL}if", {"variable": variable})
        choice.append(condition)
        label.getparent().replace(label, choice)
        condition.append(label)


def _spread_initials(root: Any) -> None:
    """The processor passes over `initialize="false"`: what makes initials moves from the style to the names that have them."""
    mark = root.get("initialize-with")
    if mark is None or not any(name.get("initialize") == "false" for name in root.iter(f"{CSL}name")):
        return
    del root.attrib["initialize-with"]
    for names in root.iter(f"{CSL}names"):
        own = names.find(f"{CSL}name")
        if own is None and names.getparent().tag != f"{CSL}substitute":  # there it is the name of the names around it
            own = names.makeelement(f"{CSL}name")
            names.insert(0, own)
        if own is not None and own.get("initialize") != "false" and own.get("initialize-with") is None:
            own.set("initialize-with", mark)
