"""What is odd and still right in some country notes: facts that a table of people prints, so that their texts reach the page.

Takes a country's position in the list; gives the YAML of its odd facts, or nothing. Knows of no country and writes no file.
"""

from __future__ import annotations

LONG_NAME = "People who were counted in every parish and every ward, by hand and again by letter, " * 5
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle" * 3
NAMES = {
    "in_korean": "Speakers of Korean (조선말 또는 한국말)",
    "in_russian": "Speakers of Russian (русский язык, «родной»)",
    "in_greek": "Speakers of Greek (νέα ελληνικά)",
    "with_marks": 'Households "of one" & others <counted> at 100 % [sic] {twice} \\\\ $1 * _so_',
    "with_accents": "Ærøskøbing, Łódź, Győr, Ñuñoa, Šiauliai, Þórshöfn, İzmir and Đà Nẵng",
    "with_a_long_name": LONG_NAME.strip(", "),
    "with_a_long_word": LONG_WORD,
}
EVERY, FIRST = 11, 4
"""One country in so many has odd facts: three names of the list in turn."""


def odd_people(position: int) -> str:
    """Facts below `facts:` of the topic people."""
    if position % EVERY != FIRST:
        return ""
    turn, known = position // EVERY, list(NAMES.items())
    chosen = [known[(turn + step * 2) % len(known)] for step in range(3)]
    return "".join(
        f"  {fact}:\n    name: '{name}'\n    value: {1_000 + position * 7 + len(name):,} people\n"
        "    as_of: 2024\n    source: statistics, p. 4\n"
        for fact, name in chosen
    )
