"""What is found in a reviewed copy: words, figures, who changed them, conflicts. The corpus of whole files is in tests/review."""

from __future__ import annotations

from collections import Counter

import pytest

from briefing.document.passages import Passage, Span
from briefing.readers.reading import Spot
from briefing.readers.reviewed import CopyParagraph
from briefing.readers.reviewed_text import Revision, TextRun
from briefing.review.edits.conflicts import with_conflicts
from briefing.review.edits.edits import Edit
from briefing.review.edits.find_edits import pair_notes
from briefing.review.edits.match_passages import match_passages
from briefing.review.edits.paragraph_pairing import Pair, pair
from briefing.review.edits.text_changes import LOST, UNCLEAR, edits_of
from briefing.review.edits.word_diff import Hunk, changed, keys_of, same

BERG, KOHL = Revision("inserted", "Anna Berg", "2026-01-20"), Revision("inserted", "Max Kohl", "2026-01-21")
STRUCK = Revision("deleted", "Anna Berg", "2026-01-20")


def passage(text: str, *facts: tuple[str, str], place: int = 0, row: int = 0) -> Passage:
    """A passage in which each fact stands where its words do, in that order."""
    spans, at = [], 0
    for fact, words in facts:
        at = text.index(words, at)
        name, _, aspect = fact.partition(":")
        spans.append(Span(at, at + len(words), name, aspect or "value", marker=f"_fact_{name}_1"))
        at += len(words)
    return Passage("body/paragraph-1", "table" if row else "paragraph", place, text, tuple(spans), row=row)


def told(base: Passage, *stretches: TextRun | str, spot: Spot | None = None) -> list[tuple[str, str, str, str]]:
    """Kind, fact, old and new words of each edit."""
    written = CopyParagraph([s if isinstance(s, TextRun) else TextRun(s) for s in stretches], spot=spot)
    return [(e.kind, e.fact, e.old, e.new) for e in edits_of(Pair(base, written))]


# ------------------------------------------------------------------ words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It's \"so\".", "It’s “so”."), ("5.6–9.8 billion", "5.6-9.8 billion"), ("a  b\u00a0c", "a b c"), ("on -- and", "on — and"),
        ("so ...", "so …"), ("co\u00adoperate", "cooperate"), ("e\u0301tat", "\u00e9tat"), ("air\u2011defence", "air-defence"),
    ],
)  # fmt: skip
def test_what_an_editor_does_by_itself_is_no_change(one: str, other: str) -> None:
    assert same(one, other)
    assert changed(one, other) == []


@pytest.mark.parametrize(
    ("one", "other"), [("11,000", "12,000"), ("Is", "is"), ("5.6", "56"), ("a.", "a,"), ("45%", "45")]
)
def test_everything_else_is(one: str, other: str) -> None:
    assert not same(one, other)


def test_a_change_covers_whole_words() -> None:
    assert changed("about 11,000 men", "about 12,000 men") == [Hunk(6, 12, 6, 12)]
    assert changed("the men went", "the good men went") == [Hunk(4, 4, 4, 8)]
    assert changed("the good men went", "the men went") == [Hunk(4, 8, 4, 4)]


def test_keys_leave_no_word_out() -> None:
    assert keys_of("Air-defence, $5.6–9.8bn (45%)") == ("Air-defence", ",", "$", "5.6-9.8bn", "(", "45", "%", ")")


# ------------------------------------------------------------------ figures

SENT = passage("Seoul says about 11,000 soldiers went.", ("men", "about 11,000 soldiers"))


@pytest.mark.parametrize(
    ("now", "new"),
    [
        ("Seoul says about 12,000 soldiers went.", "about 12,000 soldiers"),
        ("Seoul says about 11,000 troops went.", "about 11,000 troops"),
        ("Seoul says 11,000 soldiers went.", "11,000 soldiers"),
        ("Seoul says more than 12,500 went.", "more than 12,500"),
    ],
)
def test_a_figure_is_told_whole(now: str, new: str) -> None:
    assert told(SENT, now) == [("figure", "men", "about 11,000 soldiers", new)]


def test_words_beside_a_figure_are_no_part_of_it() -> None:
    assert told(SENT, "Kyiv claims about 12,000 soldiers went.") == [
        ("figure", "men", "about 11,000 soldiers", "about 12,000 soldiers"),
        ("prose", "", "Seoul says", "Kyiv claims"),
    ]


def test_a_word_that_bounds_belongs_to_the_figure_behind_it() -> None:
    base = passage("It sent 300 men.", ("men", "300 men"))
    assert told(base, "It sent nearly 300 men.") == [("figure", "men", "300 men", "nearly 300 men")]
    assert told(base, "It sent brave 300 men.") == [("prose", "", "", "brave")]


def test_of_two_facts_with_the_same_words_only_the_changed_one_is_told() -> None:
    base = passage("Of 300 men, 300 men fell.", ("sent", "300 men"), ("fell", "300 men"))
    assert told(base, "Of 300 men, 310 men fell.") == [("figure", "fell", "300 men", "310 men")]
    assert told(base, "Of 310 men, 300 men fell.") == [("figure", "sent", "300 men", "310 men")]


def test_a_sentence_written_anew_keeps_its_figure_by_its_mark() -> None:
    base = passage("It sent 300 men.", ("men", "300 men"))
    marked = TextRun("400", marker="_fact_men_1")
    assert ("figure", "men", "300 men", "400") in told(
        base, "Pyongyang has dispatched some ", marked, " of its soldiers."
    )


def test_a_figure_that_is_gone_is_no_figure_that_changed() -> None:
    (edit,) = edits_of(Pair(SENT, CopyParagraph([TextRun("Seoul says went.")])))
    assert (edit.kind, edit.way, edit.reason, edit.fact) == ("prose", "", LOST, "men")


def test_figures_that_cannot_be_told_apart_are_not_guessed() -> None:
    base = passage("It sent 300 men 40 guns.", ("men", "300 men"), ("guns", "40 guns"))
    (edit,) = edits_of(Pair(base, CopyParagraph([TextRun("It sent 70 tanks.")])))
    assert (edit.kind, edit.way, edit.reason) == ("prose", "", UNCLEAR)


def test_where_one_of_two_figures_was_lost_the_other_is_in_doubt() -> None:
    base = passage(
        "The quay has 900 metres and with the wall 900 metres more.", ("quay", "900 metres"), ("wall", "900 metres")
    )
    found = list(edits_of(Pair(base, CopyParagraph([TextRun("The quay has 1,800 metres with the wall.")]))))
    assert [edit for edit in found if edit.kind == "figure"] == []
    assert all(not edit.way for edit in found if any(c.isdigit() for c in edit.new))


def test_the_words_of_a_fact_itself_are_reworded_where_they_are_typed() -> None:
    base = passage("Food comes as well.", ("food:statement", "Food comes as well"))
    (edit,) = edits_of(Pair(base, CopyParagraph([TextRun("Wheat comes as well.")])))
    assert (edit.kind, edit.fact, edit.aspect, edit.way, edit.old, edit.new) == (
        "prose", "food", "statement", "statement", "Food", "Wheat",
    )  # fmt: skip


def test_numbers_that_fields_count_are_no_change() -> None:
    assert told(passage("See Table 2."), "See ", TextRun("Table 3", counted=True), ".") == []


# ------------------------------------------------------------------ hands


def test_each_change_has_the_hand_that_made_it() -> None:
    stretches = [
        TextRun("The "), TextRun("old", STRUCK), TextRun("new", BERG), TextRun(" men and "), TextRun("brave ", KOHL),
        TextRun("women"),
    ]  # fmt: skip
    found = list(edits_of(Pair(passage("The old men and women"), CopyParagraph(stretches))))
    assert [(e.old, e.new, e.author, e.tracked) for e in found] == [
        ("old", "new", "Anna Berg", True), ("", "brave", "Max Kohl", True),
    ]  # fmt: skip


def test_what_nobody_tracked_has_no_hand() -> None:
    (edit,) = edits_of(Pair(passage("The old men"), CopyParagraph([TextRun("The new men")])))
    assert (edit.author, edit.tracked) == ("", False)


def test_what_was_changed_in_one_go_is_one_edit() -> None:
    stretches = [TextRun("The "), TextRun("red old house", STRUCK), TextRun("blue old home", BERG), TextRun(" fell")]
    assert told(passage("The red old house fell"), *stretches) == [("prose", "", "red old house", "blue old home")]


# ------------------------------------------------------------------ pairing


def paragraphs(*texts: str) -> list[CopyParagraph]:
    return [CopyParagraph([TextRun(text)]) for text in texts]


def test_paragraphs_are_known_by_their_words_and_their_order() -> None:
    base = [passage(text, place=at) for at, text in enumerate(["One is here.", "Two is there.", "Three is gone."])]
    found = pair(
        base, paragraphs("One is here.", "Nothing of all this before.", "Two is over there.", "Three is gone.")
    )
    assert [(p.passage.text, p.written.accepted) for p in found.pairs][1] == ("Two is there.", "Two is over there.")
    assert [w.accepted for _, (w,) in found.inserted] == ["Nothing of all this before."]
    assert found.deleted == []


def test_a_paragraph_that_stands_elsewhere_is_moved() -> None:
    base = [
        passage(text, place=at)
        for at, text in enumerate(["One is here now.", "Two is there now.", "Three is gone now."])
    ]
    found = pair(base, paragraphs("Two is there now.", "Three is gone now.", "One is here now."))
    assert [(p.text, w.accepted) for (p,), (w,) in found.moved] == [("One is here now.", "One is here now.")]
    assert (found.deleted, found.inserted) == ([], [])


def test_cells_are_paired_within_their_rows() -> None:
    base = [passage(text, place=at, row=1 + at // 2) for at, text in enumerate(["Guns", "11", "Men", "12"])]
    written = [
        CopyParagraph([TextRun(text)], spot=Spot(1, 1 + at // 2, 1 + at % 2))
        for at, text in enumerate(["Guns", "13", "Men", "12"])
    ]
    found = pair(base, written)
    assert [(p.passage.text, p.written.accepted) for p in found.pairs] == [
        ("Guns", "Guns"),
        ("11", "13"),
        ("Men", "Men"),
        ("12", "12"),
    ]


# ------------------------------------------------------------------ conflicts


def figure(number: str, new: str, copy: str = "a", fact: str = "men") -> Edit:
    return Edit("figure", id=number, copy=copy, fact=fact, aspect="value", old="300", new=new)


def test_two_values_for_one_figure_contradict_one_another() -> None:
    found = with_conflicts([figure("1", "310"), figure("2", "320", "b"), figure("3", "5", fact="guns")])
    assert Counter(e.state for e in found) == Counter({"conflict": 3, "open": 1})
    assert found[-1].edits == ("1", "2")


def test_the_same_value_twice_is_no_conflict() -> None:
    assert with_conflicts([figure("1", "310"), figure("2", "310", "b")])[-1].kind == "figure"


def test_two_wordings_of_the_same_words_contradict_one_another() -> None:
    base = passage("The old men")
    edits = [
        Edit("prose", id=i, copy=c, old="old", new=n, passage=base, start=4, end=7)
        for i, c, n in (("1", "a", "new"), ("2", "b", "young"))
    ]
    assert with_conflicts(edits)[-1].edits == ("1", "2")


def test_a_value_and_the_bare_number_of_its_column_agree() -> None:
    edits = [
        Edit(
            "figure", id="1", copy="a", fact="cost", aspect="value", old="about €340 million", new="about €360 million"
        ),
        Edit("figure", id="2", copy="a", fact="cost", aspect="number", old="about 340", new="about 360"),
    ]
    assert [e.kind for e in with_conflicts(edits)] == ["figure", "figure"]


# ------------------------------------------------------------------ the dossier of today


def of(block: str, *texts: str) -> list[Passage]:
    return [Passage(f"{block}/paragraph-{at}", "paragraph", 0, text) for at, text in enumerate(texts, start=1)]


DOUBLE = "Nothing has been heard of it since."


def test_a_paragraph_that_has_a_double_is_followed_to_itself() -> None:
    base = [*of("north", "The north is cold.", DOUBLE), *of("south", "The south is warm.", DOUBLE)]
    today = [
        *of("north", "The north is cold.", DOUBLE),
        *of("south", "The south is warm.", "Much has been heard of it since."),
    ]
    assert match_passages(base, today)[base[3]] == today[3]
    assert match_passages(base, today)[base[1]] == today[1]


def test_a_paragraph_that_was_taken_out_moves_no_others() -> None:
    base = of("north", "The north is cold and long.", "Snow falls there for months.", "Few people live in it by now.")
    today = of("north", "The north is cold and long.", "Few people live in it by now.")
    assert match_passages(base, today) == {base[0]: today[0], base[2]: today[1]}


# ------------------------------------------------------------------ notes


def note(text: str, block: str, place: int = 0) -> Passage:
    return Passage(block, "note", place, text)


def test_a_note_that_went_elsewhere_with_its_paragraph_is_neither_gone_nor_new() -> None:
    base = [note("Gazette, page 1 [1].", "a"), note("Herald, page 2 [2].", "b"), note("Post, page 3 [3].", "c")]
    copy = [
        CopyParagraph([TextRun(text)], note=str(n))
        for n, text in enumerate(["Herald, page 2 [2].", "Post, page 3 [3].", "Gazette, page 1 [1]."])
    ]
    found = pair_notes(base, copy)
    assert (found.deleted, found.inserted) == ([], [])
    assert sorted(p.passage.block for p in found.pairs) == ["a", "b", "c"]


def test_words_struck_out_on_either_side_of_what_stayed_are_not_one_word() -> None:
    written = CopyParagraph([TextRun("All night.", STRUCK), TextRun("The east "), TextRun("west", STRUCK)])
    assert written.deleted.split() == ["All", "night.", "west"]
