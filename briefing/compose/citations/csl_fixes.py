"""Work around faults of citeproc-py by changing the tree of a style in place. Each step names the fault."""

from __future__ import annotations

from typing import Any

from briefing.compose.citations.style_file import CSL, Style

ALIKE = "alike"
"""A variable of our own, set only on sources that would otherwise have the same name in notes."""


def prepare(root: Any, style: Style) -> None:
    """Apply all changes to the tree of a style."""
    # Notes do not need the brackets that a citation has in running text.
    layout = root.find(f"{CSL}citation/{CSL}layout")
    bracketed = layout is not None and (layout.get("prefix"), layout.get("suffix")) == ("(", ")")
    if style.kind == "author-date" and bracketed:
        del layout.attrib["prefix"], layout.attrib["suffix"]
    # The list of sources has its own numbers.
    for element in list(root.iter(f"{CSL}text")) if style.kind == "numeric" else ():
        if element.get("variable") == "citation-number":
            element.getparent().remove(element)
    # citeproc-py takes `disambiguate="true"` as always true: make it depend on our variable.
    for element in root.iter(f"{CSL}if", f"{CSL}else-if"):
        if element.attrib.pop("disambiguate", "") == "true":
            element.set("variable", f"{element.get('variable', '')} {ALIKE}".strip())
    # citeproc-py prints the label of a variable, such as "edition", that a source does not have: make labels conditional.
    for label in list(root.iter(f"{CSL}label")):
        variable = label.get("variable")
        if variable and variable != "locator":
            choice = label.makeelement(f"{CSL}choose")
            condition = label.makeelement(f"{CSL}if", {"variable": variable})
            choice.append(condition)
            label.getparent().replace(label, choice)
            condition.append(label)
    # citeproc-py ignores `initialize="false"`: move `initialize-with` from the style to single names.
    mark = root.get("initialize-with")
    if mark is not None and any(name.get("initialize") == "false" for name in root.iter(f"{CSL}name")):
        del root.attrib["initialize-with"]
        for names in root.iter(f"{CSL}names"):
            own = names.find(f"{CSL}name")
            if own is None and names.getparent().tag != f"{CSL}substitute":  # which inherits from the <names> around it
                own = names.makeelement(f"{CSL}name")
                names.insert(0, own)
            if own is not None and own.get("initialize") != "false" and own.get("initialize-with") is None:
                own.set("initialize-with", mark)
