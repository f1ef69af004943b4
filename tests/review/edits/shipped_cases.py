"""Cases of the corpus on the brief that ships: long tables, many claims, judgements, what former editions said."""

from __future__ import annotations

from collections.abc import Callable

from review.edits import surgery as s
from review.edits import surgery_blocks as b
from review.edits.making import Case, both, figure, prose, put
from review.edits.score import Truth
from review.edits.surgery import ANNA, BORIS, Word


def shipped(name: str, make: Callable[[Word], object], *truth: Truth, author: str = ANNA) -> Case:
    return Case(f"shipped: {name}", make, truth, author=author, base="russia-north-korea")


_PANEL = "The UN Panel of Experts will not have been restored"

SHIPPED = (
    shipped("a word", put("wrong ledger", "thin ledger"), prose("wrong", "thin", block="summary/paragraph-2")),
    shipped(
        "a figure on the first page",
        put("1.2", "1.3", "mostly oil and food"),
        figure("returns_value", "up to $1.2 billion", "up to $1.3 billion"),
    ),
    shipped(
        "a range, untracked",
        put("5.6–9.8", "5.6–9.9", "mostly oil and food"),
        figure("exchange_value", "$5.6–9.8 billion", "$5.6–9.9 billion", ""),
        author="",
    ),
    shipped(
        "a figure in a long table",
        put("878,300", "900,000", "649,640–878,300"),
        figure("rockets_supplied", "649,640–878,300 rockets", "649,640–900,000 rockets", block="table/who_gives_what"),
    ),
    shipped(
        "the second of two claims that print the same",
        put("about 50%", "about 45%", "Estimates of the shells sent to Russia", 1),
        figure("artillery_share", "about 50%", "about 45%", claim="times"),
    ),
    shipped(
        "one of many claims, no marks",
        both(s.drop_marks, put("up to 248", "up to 300", "up to 248 missiles")),
        figure("missiles_counted", "up to 248 missiles", "up to 300 missiles", "", claim="fnf"),
        author="",
    ),
    shipped(
        "a former figure",
        put("4,000", "5,000", "was the count of January 2025"),
        Truth("prose", "4,000", "5,000", "troop_casualties", author=ANNA),
    ),
    shipped(
        "a judgement's words in a table",
        put("restored", "revived", _PANEL),
        Truth("cell", "restored", "revived", "panel", author=ANNA),
    ),
    shipped(
        "a judgement's likelihood",
        put("Very likely", "Likely", "Very likely (80–95%)"),
        Truth("cell", "Very likely", "Likely", "china", author=ANNA),
    ),
    shipped(
        "a row of a long table struck out",
        lambda w: b.delete_row(w, "at least 100 missiles"),
        Truth("deleted", "Ballistic missiles | at least 100 missiles | 2024 | MSMT | stated", author=ANNA),
    ),
    shipped(
        "a comment on a claim",
        lambda w: b.comment(w, "13,000 people", "By whose count?", author=BORIS),
        Truth("comment", fact="workers_sent", claim="bbc", author=BORIS, text="By whose count?"),
    ),
)
