"""Cases of the corpus in which words and figures of a paragraph are changed."""

from __future__ import annotations

from review.edits import surgery as s
from review.edits.making import (
    BASIN,
    COURSES,
    HANDS,
    RECORD,
    SHIPS,
    Case,
    both,
    by,
    figure,
    prose,
    put,
    tracked,
    untracked,
)
from review.edits.score import Truth
from review.edits.surgery import ANNA, BORIS

WORDS = (
    tracked("a word for a word", put("higher", "better"), prose("higher", "better", block="summary/paragraph-4")),
    untracked("a word for a word, untracked", put("higher", "better"), prose("higher", "better", "")),
    tracked("a word put in", lambda w: s.insert(w, "hard to fill", "very "), prose("", "very")),
    untracked("a word put in, untracked", lambda w: s.insert(w, "hard to fill", "very "), prose("", "very", "")),
    tracked("a word struck out", lambda w: s.delete(w, "only "), prose("only", "")),
    untracked("a word struck out, untracked", lambda w: s.delete(w, "only "), prose("only", "", "")),
    tracked(
        "words in two places of a paragraph",
        both(put("hard", "easy"), put("higher", "lower")),
        prose("hard", "easy"),
        prose("higher", "lower"),
    ),
    tracked(
        "two hands in a paragraph",
        both(put("hard", "easy"), by(BORIS, put("higher", "lower"))),
        prose("hard", "easy"),
        prose("higher", "lower", BORIS),
    ),
    tracked(
        "several words at once",
        put("learn on the job", "are trained at school"),
        prose("learn on the job", "are trained at school"),
    ),
    tracked(
        "a clause at the end",
        lambda w: s.insert(w, ".", ", or so they say", within=COURSES),
        prose("", ", or so they say"),
    ),
    tracked("words at the start", put("Older hands", "Old hands", HANDS), prose("Older", "Old")),
    tracked("half a word", put("old", "new", "the old basin"), prose("old", "new")),
    tracked("letters within a word", put("igh", "ar", "wages in the city"), prose("higher", "harer")),
    tracked("words beside a figure", put("earned", "took", "lives on its port"), prose("earned", "took")),
    untracked(
        "words right before a figure", put("closed with", "ended at", RECORD), prose("closed with", "ended at", "")
    ),
    tracked(
        "words right behind a figure",
        put("from dues alone", "in dues", "lives on its port"),
        prose("from dues alone", "in dues"),
    ),
    tracked("a heading", put("Walls and quays", "Walls and moles"), prose("quays", "moles")),
    tracked("a heading with a number", put("Crews", "Hands", "Crews"), prose("Crews", "Hands", block="")),
    tracked("a heading without a number", put("Training", "Schooling"), prose("Training", "Schooling")),
    tracked(
        "a word in a statement",
        put("opened", "closed", "and the old basin was"),
        Truth("prose", "opened", "closed", "opened", author=ANNA),
    ),
    tracked(
        "a word in a quotation",
        put("close", "shut", "No basin"),
        Truth("prose", "close", "shut", "pledge", author=ANNA),
    ),
    tracked("a word in the bottom line", put("decided", "settled", BASIN), prose("decided", "settled")),
    tracked("a callout's title", put("Bottom line", "In short"), prose("Bottom line", "In short")),
    tracked("a caption", put("What the office checks", "What the harbour office checks"), prose("", "harbour")),
    tracked(
        "a table's note",
        put("Weighed", "Measured", "Weighed at the gate"),
        prose("Weighed", "Measured", block="table/freight_by_year"),
    ),
    tracked("the subtitle", put("known of its trade", "known about its trade"), prose("of", "about", block="front")),
    tracked("a typed note", put("p. 2", "p. 7", "12 June 2025, p. 2"), prose("2", "7", kind="note")),
    untracked("a note, untracked", put("p. 9", "p. 90", "p. 9"), prose("9", "90", "", kind="note")),
    tracked("back and forth", both(put("hard", "easy"), put("easy", "hard"))),
)

FIGURES = (
    tracked(
        "a number in a figure",
        put("35.2", "36.4", "The port grew"),
        figure("freight", "35.2 million tonnes", "36.4 million tonnes", point="2024"),
    ),
    untracked(
        "a number in a figure, untracked",
        put("35.2", "36.4", "The port grew"),
        figure("freight", "35.2 million tonnes", "36.4 million tonnes", "", point="2024"),
    ),
    tracked(
        "a whole figure",
        put(SHIPS, "some 3,900 vessels", RECORD),
        figure("ships", SHIPS, "some 3,900 vessels", block="trade/paragraph-1"),
    ),
    untracked(
        "a whole figure, untracked",
        put(SHIPS, "some 3,900 vessels", RECORD),
        figure("ships", SHIPS, "some 3,900 vessels", ""),
    ),
    tracked(
        "a figure in the first place of several",
        put("4,100", "4,200", "The port grew"),
        figure("ships", SHIPS, "about 4,200 ships", block="summary/paragraph-2"),
    ),
    tracked("a figure's bound", put("about", "nearly", RECORD), figure("ships", SHIPS, "nearly 4,100 ships")),
    tracked(
        "a figure's bound put in",
        lambda w: s.insert(w, "900 metres", "about ", within="The quay"),
        figure("quay_length", "900 metres", "about 900 metres"),
    ),
    tracked("a figure's unit", put("ships", "vessels", RECORD), figure("ships", SHIPS, "about 4,100 vessels")),
    tracked(
        "the first of two like figures",
        put("900", "950", "The quay", 0),
        figure("quay_length", "900 metres", "950 metres"),
    ),
    tracked(
        "the second of two like figures",
        put("900", "950", "The quay", 1),
        figure("wall_length", "900 metres", "950 metres"),
    ),
    untracked(
        "the first of two like figures, untracked",
        put("900", "950", "The quay", 0),
        figure("quay_length", "900 metres", "950 metres", ""),
    ),
    untracked(
        "the second of two like figures, no marks",
        both(put("900", "950", "The quay", 1), s.drop_marks),
        figure("wall_length", "900 metres", "950 metres", ""),
    ),
    tracked(
        "both of two like figures",
        both(put("900", "950", "The quay", 1), put("900", "870", "The quay", 0)),
        figure("quay_length", "900 metres", "870 metres"),
        figure("wall_length", "900 metres", "950 metres"),
    ),
    tracked(
        "a claim of one side",
        put("1,200", "1,300", "Of dockers"),
        figure("dockers", "about 1,200 workers", "about 1,300 workers", claim="port"),
    ),
    tracked(
        "a claim of the other side",
        put("more than 1,500", "up to 1,600", "Of dockers"),
        figure("dockers", "more than 1,500 workers", "up to 1,600 workers", claim="union"),
    ),
    tracked(
        "a range",
        put("5.6–9.8", "5.6–10.1", "lives on its port"),
        figure("dues", "€5.6–9.8 million", "€5.6–10.1 million"),
    ),
    tracked(
        "a derived figure",
        put("100", "110", "Pilots and tug crews"),
        figure("afloat", "100 seafarers", "110 seafarers"),
    ),
    tracked(
        "a figure and words beside it",
        put("closed with about 4,100 ships", "ended at about 4,300 ships", RECORD),
        figure("ships", SHIPS, "about 4,300 ships"),
        prose("closed with", "ended at"),
    ),
    tracked("a date", put("2024", "2023", "The port grew"), figure("ships", "2024", "2023")),
    tracked(
        "a figure, its marks gone",
        both(put("4,100", "4,250", RECORD), lambda w: s.drop_marks_in(w, "closed with")),
        figure("ships", SHIPS, "about 4,250 ships"),
    ),
    untracked(
        "all marks gone, a figure changed",
        both(s.drop_marks, put("1,200", "1,300", "Of dockers")),
        figure("dockers", "about 1,200 workers", "about 1,300 workers", "", claim="port"),
    ),
    tracked(
        "a figure in a list of runs",
        both(s.scatter, put("4,100", "4,250", RECORD)),
        figure("ships", SHIPS, "about 4,250 ships"),
    ),
    tracked(
        "a figure struck out",
        lambda w: s.delete(w, "with about 4,100 ships, ", within=RECORD),
        Truth("prose", "with about 4,100 ships,", "", author=ANNA),
    ),
    Case(
        "a figure in a content control",
        put("1,200", "1,300", "Of dockers"),
        (figure("dockers", "about 1,200 workers", "about 1,300 workers", claim="port"),),
        markers="word",
    ),
    Case(
        "like figures in content controls",
        put("900", "950", "The quay", 1),
        (figure("wall_length", "900 metres", "950 metres"),),
        markers="word",
    ),
    Case(
        "words with content controls",
        put("earned", "took", "lives on its port"),
        (prose("earned", "took"),),
        markers="word",
    ),
)
