"""Upgrades of older forms: the new form is there, and nothing else of the file differs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.facts.yaml_reader import parse_yaml
from briefing.review.rewriting import CannotApply
from briefing.review.rewriting.upgrades import FILES, UPGRADES, upgrade_text

MADE = {
    "cuts:\n  a: b\n": "variants:\n  a: b\n",
    "title: T\n\n# cuts: of old\ncuts: # cuts\n  cuts: cuts\n": "title: T\n\n# cuts: of old\nvariants: # cuts\n  cuts: cuts\n",
    '"cuts" : {a: b}\n': '"variants" : {a: b}\n',
    "'cuts': {a: b}\nz: 1": "'variants': {a: b}\nz: 1",
    "\ufefftitle: T\r\ncuts:\r\n  a: b   # c\r\n": "\ufefftitle: T\r\nvariants:\r\n  a: b   # c\r\n",
    "---\ncuts:\n  a: b\n": "---\nvariants:\n  a: b\n",
    "title: ü…\U0001f600\ncuts: {}\n": "title: ü…\U0001f600\nvariants: {}\n",
}
SAME = (
    "",
    "title: cuts\n",
    "title: T\nmore:\n  cuts: {}\n",
    "# cuts:\ntitle: T\n",
    "variants:\n  cuts: cuts\n",
    "- cuts\n",
    "cuts\n",
)


@pytest.mark.parametrize("old", MADE)
def test_the_key_is_renamed_and_nothing_else(old: str) -> None:
    new, summaries = upgrade_text("dossier.yaml", old)
    assert new == MADE[old]
    assert summaries == ["cuts: is now called variants:"]
    assert upgrade_text("dossier.yaml", new) == (new, [])


@pytest.mark.parametrize("text", SAME)
def test_what_is_in_todays_form_stays(text: str) -> None:
    assert upgrade_text("dossier.yaml", text) == (text, [])


def test_only_files_of_that_name_are_changed() -> None:
    assert upgrade_text("cuts.yaml", "cuts: {}\n") == ("cuts: {}\n", [])
    assert FILES == ("dossier.yaml",)
    assert all(upgrade.summary for upgrade in UPGRADES)


@pytest.mark.parametrize(
    "text", ["cuts: {}\nvariants: {}\n", "cuts: {}\ncuts: {}\n", "cuts: [\n", "cuts: {}\r\nx: 1\n"]
)
def test_what_is_not_certain_is_refused(text: str) -> None:
    with pytest.raises(CannotApply):
        upgrade_text("dossier.yaml", text)


KEYS = st.sampled_from(["title", "date", "language", "sections", "marking"])
VALUES = st.sampled_from(
    ["T", '"cuts: x"', "'variants'", "2025-07-14", "[cuts, b]", ">\n  cuts: long\n  text", "{cuts: b}", ""]
)
ASIDES = st.sampled_from(["", "   # cuts: of old", "\n# a comment", "\n\n"])
LINES = st.lists(st.tuples(KEYS, VALUES, ASIDES), max_size=5, unique_by=lambda each: each[0])


@given(LINES, LINES, st.sampled_from(["cuts", '"cuts"', "'cuts'"]), st.sampled_from(["\n", "\r\n"]))
def test_of_any_dossier_only_the_key_differs(
    above: list[tuple[str, str, str]], below: list[tuple[str, str, str]], key: str, end: str
) -> None:
    below = [each for each in below if each[0] not in {name for name, *_ in above}]

    def typed(name: str) -> str:
        lines = [*above, (name, "\n  one-page: short", "   # aside"), *below]
        return "".join(
            f"{k}: {v}{'' if v.startswith('>') and not a.startswith(chr(10)) else a}\n" for k, v, a in lines
        ).replace("\n", end)

    old, wanted = typed(key), typed(key.replace("cuts", "variants"))
    assert upgrade_text("dossier.yaml", old) == (wanted, ["cuts: is now called variants:"])
    before, after = (parse_yaml(text.replace("\r\n", "\n"), "")[0] for text in (old, wanted))
    assert before is not None
    assert after is not None
    renamed = {"variants" if name == "cuts" else name: node.plain() for name, node in before.group.items()}
    assert {name: node.plain() for name, node in after.group.items()} == renamed
