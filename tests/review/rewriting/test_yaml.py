"""Proposals and rewording in YAML: the file reads back as was wanted, and no other line of it differs."""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from briefing.facts.load import load_ledger
from briefing.facts.scalars import as_typed
from briefing.facts.yaml_reader import parse_yaml
from briefing.review.rewriting import CannotApply, NewProposal, propose, reword_yaml

TEXT = """\
# Arms
title: Arms   # what it is

facts:
  # about men
  men:
    says: >
      It sent {value} to
      the "field", and so
      it went

    # trailing
    name: plain
      continued   # aside
    value: 3
    source: bbc
    note: "a b \\"c\\" d"
    tags:
      what: 'it''s so'
    # the last word

  # next
  losses:
    says: Losses grew by {value} in all
    claims:
      seoul: # who
        value: 4
        source: bbc
      london:
        value: 5
        source: bbc

"""
ANNA = NewProposal("Anna Bérg", value="about 4", instead_of="3", proposed="2026-01-20")


def difference(was: str, now: str) -> list[str]:
    told = difflib.unified_diff(was.splitlines(keepends=True), now.splitlines(keepends=True), n=0)
    return [line.rstrip("\n") for line in told if not line.startswith(("---", "+++", "@@"))]


# ------------------------------------------------------------------ proposals


def test_a_proposal_stands_at_the_end_of_its_fact() -> None:
    made = propose(TEXT, "men", ANNA)
    assert difference(TEXT, made) == [
        "+    proposals:", "+      anna_berg_1:", "+        value: about 4", "+        instead_of: 3",
        "+        proposer: Anna Bérg", "+        proposed: 2026-01-20",
    ]  # fmt: skip
    lines = made.split("\n")
    assert lines[lines.index("    proposals:") - 1] == "    # the last word"
    more = propose(made, "men", replace(ANNA, value="about 5: # or so", note='it says "5"'))
    assert difference(made, more) == [
        "+      anna_berg_2:", '+        value: "about 5: # or so"', "+        instead_of: 3", "+        proposer: Anna Bérg",
        "+        proposed: 2026-01-20", '+        note: it says "5"',
    ]  # fmt: skip
    last = propose(more, "losses", NewProposal("???", as_of="2025-06", claim="london"))
    assert last.split("\n")[-8:] == [
        "        source: bbc", "    proposals:", "      reviewer_1:", "        as_of: 2025-06", "        claim: london",
        "        proposer: ???", "", "",
    ]  # fmt: skip


def test_the_same_proposal_twice_is_one_even_if_it_has_a_source_by_now() -> None:
    made = propose(TEXT, "men", ANNA)
    assert propose(made, "men", replace(ANNA, proposed="2026-02-01", instead_of="three")) == made
    sourced = made.replace("        proposer: Anna Bérg\n", "        proposer: Anna Bérg\n        source: bbc\n")
    assert propose(sourced, "men", ANNA) == sourced
    assert propose(made, "men", replace(ANNA, proposer="Bo")) != made


def test_what_is_written_is_read_as_a_proposal(tmp_path: Path) -> None:
    (tmp_path / "dossier.yaml").write_text("title: T\n", "utf-8")
    (tmp_path / "sources.yaml").write_text("bbc:\n  title: B\n  date: 2025\n", "utf-8")
    made = propose(
        propose(TEXT, "men", ANNA), "losses", NewProposal("Bo", value="6", claim="seoul", source="bbc, p. 3")
    )
    (tmp_path / "arms.yaml").write_text(made, "utf-8")
    ledger, problems = load_ledger(tmp_path, "facts/x")
    assert [str(p) for p in problems if p.severity == "error"] == []
    assert ledger is not None
    (men,), (losses,) = ledger.facts["men"].proposals, ledger.facts["losses"].proposals
    assert (men.proposer, men.claim.value.written if men.claim.value else "") == ("Anna Bérg", "about 4")
    assert (losses.replaces, losses.claim.sources[0].locator) == ("seoul", "p. 3")


@pytest.mark.parametrize(
    ("text", "fact", "proposal"),
    [
        (TEXT, "nobody", ANNA),
        (TEXT, "men", replace(ANNA, proposer=" ")),
        (TEXT, "men", replace(ANNA, value="")),
        (TEXT, "men", replace(ANNA, value="4 \u202e men")),
        ("title: T\nfacts:\n  men: {value: 3}\n", "men", ANNA),
        ("title: T\nfacts:\n  men:\n", "men", ANNA),
        ("facts:\n  men:\n    value: 3\n    proposals:\n", "men", ANNA),
        ("a: [\n", "men", ANNA),
        ("", "men", ANNA),
    ],
)
def test_what_cannot_be_proposed_is_told(text: str, fact: str, proposal: NewProposal) -> None:
    with pytest.raises(CannotApply):
        propose(text, fact, proposal)


def test_line_ends_and_the_end_of_the_file_stay() -> None:
    assert propose(TEXT.replace("\n", "\r\n"), "men", ANNA) == propose(TEXT, "men", ANNA).replace("\n", "\r\n")
    assert propose(TEXT.rstrip("\n"), "losses", ANNA) == propose(TEXT, "losses", ANNA).rstrip("\n")
    assert propose("\ufeff" + TEXT, "men", ANNA) == "\ufeff" + propose(TEXT, "men", ANNA)


# ------------------------------------------------------------------ rewording


@pytest.mark.parametrize(
    ("path", "old", "new", "before", "after", "lines"),
    [
        ("men.says", "\u201cfield\u201d", "sea", "the", ", and", ["      the sea, and so"]),
        ("men.says", "It sent", "They sent", "", "", ["      They sent {value} to"]),
        ("men.says", "", "once", "so", "it went", ['      the "field", and so once']),
        ("men.says", "it went", "", "", "", []),
        ("men.name", "plain", "Note: this", "", "continued", ['    name: "Note: this', '      continued"   # aside']),
        ("men.note", "b", 'x "y" \\', "a", '"c"', ['    note: "a x \\"y\\" \\\\ \\"c\\" d"']),
        ("men.tags.what", "so", "Anna's", "it\u2019s", "", ["      what: 'it''s Anna''s'"]),
        ("losses.says", "", ", they say,", "Losses", "grew", ["    says: Losses, they say, grew by {value} in all"]),
        ("losses.says", "in all", "", "", "", ["    says: Losses grew by {value}"]),
        ("losses.says", "in all", "# in 2024", "", "", ['    says: "Losses grew by {value} # in 2024"']),
        ("losses.says", "Losses", '"Losses"', "", "", ["    says: '\"Losses\" grew by {value} in all'"]),
    ],
)
def test_a_text_is_reworded_in_its_own_manner(  # noqa: PLR0917  # an edit has that many parts
    path: str, old: str, new: str, before: str, after: str, lines: list[str]
) -> None:
    made = reword_yaml(TEXT, ("facts", *path.split(".")), old, new, before, after)
    assert [line[1:] for line in difference(TEXT, made) if line.startswith("+")] == lines


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("losses.says", "by {value}", "of {value}"),
        ("losses.says", "alue", "x"),
        ("losses.says", "all", "{date}"),
        ("losses.says", "all", "{dat}"),
        ("losses.says", "nothing", "x"),
        ("losses.sys", "all", "x"),
        ("losses.claims", "all", "x"),
        ("men.note", 'a b "c" d', ""),
    ],
)
def test_what_has_no_one_sure_place_stays(path: str, old: str, new: str) -> None:
    with pytest.raises(CannotApply):
        reword_yaml(TEXT, ("facts", *path.split(".")), old, new)


def test_items_of_lists_have_their_number_as_a_key() -> None:
    text = "so:\n  text: It is\n  assumptions:\n    - one thing  # first\n    - two: things\n    - 'three'\n"
    assert "- a thing  # first" in reword_yaml(text, ("so", "assumptions", "0"), "one", "a")
    assert "- 'four'" in reword_yaml(text, ("so", "assumptions", "2"), "three", "four")


WORDS = st.lists(
    st.one_of(
        st.sampled_from(
            ["it", "went", "{value}", "\u201cso\u201d", "it's", '"x"', "a:", "b: c", "#d", "d #", "- e", "[f]", "{g", "\\h", "*i", "&j",
             "!k",
             "%l", "@m", "`n", "|", ">", "3", "11,000", "no", "?", "é"]
        ),
        st.text("ab:#'\"\\[]{}-,&*!|>%@` 1", min_size=1, max_size=5),
    ),
    min_size=1,
    max_size=8,
).map(lambda words: " ".join(" ".join(words).split()) or "so")  # fmt: skip
STYLES = st.sampled_from(["plain", "'", '"', ">", "|", ">-", "over lines"])


def write(words: str, style: str) -> list[str]:
    """Lines of `note:` with the words in a style."""
    parts = words.split(" ")
    half = [" ".join(parts[: len(parts) // 2]), " ".join(parts[len(parts) // 2 :])]
    lines = [part for part in half if part]
    if style[0] in ">|":
        return [f"    note: {style}", *(f"      {line}" for line in lines)]
    if style == "'":
        return [f"    note: '{words.replace(chr(39), chr(39) * 2)}'  # aside"]
    if style == '"':
        escaped = words.replace("\\", "\\\\").replace('"', '\\"')
        return [f'    note: "{escaped}"  # aside']
    return (
        [f"    note: {as_typed(words)}"]
        if style == "plain"
        else [f"    note: {lines[0]}", *(f"      {x}" for x in lines[1:])]
    )


@settings(max_examples=400, deadline=None)
@given(WORDS, WORDS, STYLES, st.data())
def test_the_file_reads_as_wanted_and_no_other_line_differs(
    words: str, new: str, style: str, draw: st.DataObject
) -> None:
    above = ["title: T  # t", "facts:", "  # c", "  a:", "    value: 3"]
    below = ["    source: bbc", "", "  # d", "  b:", "    says: '{value}'", "    value: 3 # e", ""]
    typed = write(words, style)
    text = "\n".join([*above, *typed, *below])
    node, problems = parse_yaml(text, "f")
    assume(node is not None and not problems and node.find(("facts", "a", "note")).text == words)
    parts = words.split(" ")
    start = draw.draw(st.integers(0, len(parts) - 1))
    end = draw.draw(st.integers(start, len(parts)))
    before, old, after = (" ".join(part) for part in (parts[:start], parts[start:end], parts[end:]))
    try:
        made = reword_yaml(text, ("facts", "a", "note"), old, new, before, after)
    except CannotApply:
        return
    lines = made.split("\n")
    assert lines[: len(above)] == above
    assert lines[-len(below) :] == below
    again, slips = parse_yaml(made, "f")
    assert again is not None
    assert slips == []
    shown = again.find(("facts", "a", "note")).text
    assert "".join(shown.split()) == "".join([*before.split(), *new.split(), *after.split()])
