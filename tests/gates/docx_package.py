"""A Word file taken apart, for the lints that look into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(slots=True)
class Package:
    """A container taken apart: raw members, and those that are XML as trees."""

    names: list[str]
    members: dict[str, bytes]
    trees: dict[str, etree._Element] = field(default_factory=dict)

    @property
    def word(self) -> Iterator[tuple[str, etree._Element]]:
        """The parts with WordprocessingML in them."""
        for name, tree in self.trees.items():
            if name.startswith("word/") and name.endswith(".xml") and name.count("/") == 1:
                yield name, tree


def values(tree: etree._Element, tag: str, attribute: str = "val") -> Iterator[str]:
    """An attribute of each element of a kind."""
    for element in tree.iter(WORD + tag):
        yield str(element.get(WORD + attribute))


def doubles(kind: str, found: Iterable[str]) -> Iterator[str]:
    """A fault for each value that stands there more than once."""
    yield from (f"two {kind} {value}" for value, count in Counter(found).items() if count > 1)
