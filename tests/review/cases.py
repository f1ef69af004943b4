"""The corpus: copies of a brief as reviewers send them back, each with the true list of what was done to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from review import surgery as s
from review import surgery_blocks as b
from review.score import Truth
from review.surgery import ANNA, BORIS, Word

SHIPS, RECORD = "about 4,100 ships", "and the year closed with"
HANDS = "Older hands teach the young ones how to read wind and tide before they touch a crane."
COURSES = "Courses in the evening were tried once, and given up when the teacher moved away."
RAILWAY = "A railway runs to the quay, but no train has used it for years."
SHEDS = "Of old sheds, only two stand, and both are let to fishermen."
BASIN = "Nobody has yet decided whether a third basin will be dug."
BOOKS = "The office keeps its books by hand, although a “digital gate” was promised long ago."


@dataclass(frozen=True, slots=True)
class Case:
    """A copy of the brief named `base`, changed by `make`; `markers` as `--word-markers` says."""

    name: str
    make: Callable[[Word], object]
    truth: tuple[Truth, ...] = ()
    author: str = ANNA
    base: str = "harbour"
    markers: str = ""


def untracked(name: str, make: Callable[[Word], object], *truth: Truth) -> Case:
    return Case(name, make, truth, author="")


def tracked(name: str, make: Callable[[Word], object], *truth: Truth) -> Case:
    return Case(name, make, truth)


def silent(name: str, make: Callable[[Word], object]) -> Case:
    """A copy in which nothing was changed that counts."""
    return Case(name, make)


def prose(old: str, new: str, author: str = ANNA, block: str = "", kind: str = "prose") -> Truth:
    return Truth(kind, old, new, author=author, block=block)


def figure(
    fact: str, old: str, new: str, author: str = ANNA, *, claim: str = "", point: str = "", block: str = ""
) -> Truth:
    return Truth("figure", old, new, fact, claim, point, author=author, block=block)


def both(*makes: Callable[[Word], object]) -> Callable[[Word], None]:
    """One change after the other."""

    def make(word: Word) -> None:
        for each in makes:
            each(word)

    return make


def by(author: str, make: Callable[[Word], object]) -> Callable[[Word], None]:
    """A change by somebody else."""

    def made(word: Word) -> None:
        before, word.author = word.author, author
        make(word)
        word.author = before

    return made


def put(old: str, new: str, within: str = "", nth: int = 0) -> Callable[[Word], None]:
    return lambda word: s.replace(word, old, new, within=within, nth=nth)


def settled(make: Callable[[Word], object], *, accept: bool) -> Callable[[Word], None]:
    return both(make, lambda word: s.settle(word, accept=accept))


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
    tracked("several words at once", put("learn on the job", "are trained at school"),
            prose("learn on the job", "are trained at school")),
    tracked("a clause at the end", lambda w: s.insert(w, ".", ", or so they say", within=COURSES), prose("", ", or so they say")),
    tracked("words at the start", put("Older hands", "Old hands", HANDS), prose("Older", "Old")),
    tracked("half a word", put("old", "new", "the old basin"), prose("old", "new")),
    tracked("letters within a word", put("igh", "ar", "wages in the city"), prose("higher", "harer")),
    tracked("words beside a figure", put("earned", "took", "lives on its port"), prose("earned", "took")),
    untracked("words right before a figure", put("closed with", "ended at", RECORD), prose("closed with", "ended at", "")),
    tracked("words right behind a figure", put("from dues alone", "in dues", "lives on its port"), prose("from dues alone", "in dues")),
    tracked("a heading", put("Walls and quays", "Walls and moles"), prose("quays", "moles")),
    tracked("a heading with a number", put("Crews", "Hands", "Crews"), prose("Crews", "Hands", block="")),
    tracked("a heading without a number", put("Training", "Schooling"), prose("Training", "Schooling")),
    tracked("a word in a statement", put("opened", "closed", "and the old basin was"), Truth("prose", "opened", "closed", "opened", author=ANNA)),
    tracked("a word in a quotation", put("close", "shut", "No basin"), Truth("prose", "close", "shut", "pledge", author=ANNA)),
    tracked("a word in the bottom line", put("decided", "settled", BASIN), prose("decided", "settled")),
    tracked("a callout's title", put("Bottom line", "In short"), prose("Bottom line", "In short")),
    tracked("a caption", put("What the office checks", "What the harbour office checks"), prose("", "harbour")),
    tracked("a table's note", put("Weighed", "Measured", "Weighed at the gate"), prose("Weighed", "Measured")),
    tracked("the subtitle", put("known of its trade", "known about its trade"), prose("of", "about", block="front")),
    tracked("a typed note", put("p. 2", "p. 7", "12 June 2025, p. 2"), prose("2", "7", kind="note")),
    untracked("a note, untracked", put("p. 9", "p. 90", "p. 9"), prose("9", "90", "", kind="note")),
    tracked("back and forth", both(put("hard", "easy"), put("easy", "hard"))),
)  # fmt: skip

FIGURES = (
    tracked("a number in a figure", put("35.2", "36.4", "The port grew"),
            figure("freight", "35.2 million tonnes", "36.4 million tonnes", point="2024")),
    untracked("a number in a figure, untracked", put("35.2", "36.4", "The port grew"),
              figure("freight", "35.2 million tonnes", "36.4 million tonnes", "", point="2024")),
    tracked("a whole figure", put(SHIPS, "some 3,900 vessels", RECORD), figure("ships", SHIPS, "some 3,900 vessels", block="trade/paragraph-1")),
    untracked("a whole figure, untracked", put(SHIPS, "some 3,900 vessels", RECORD), figure("ships", SHIPS, "some 3,900 vessels", "")),
    tracked("a figure in the first place of several", put("4,100", "4,200", "The port grew"), figure("ships", SHIPS, "about 4,200 ships", block="summary/paragraph-2")),
    tracked("a figure's bound", put("about", "nearly", RECORD), figure("ships", SHIPS, "nearly 4,100 ships")),
    tracked("a figure's bound put in", lambda w: s.insert(w, "900 metres", "about ", within="The quay"), figure("quay_length", "900 metres", "about 900 metres")),
    tracked("a figure's unit", put("ships", "vessels", RECORD), figure("ships", SHIPS, "about 4,100 vessels")),
    tracked("the first of two like figures", put("900", "950", "The quay", 0), figure("quay_length", "900 metres", "950 metres")),
    tracked("the second of two like figures", put("900", "950", "The quay", 1), figure("wall_length", "900 metres", "950 metres")),
    untracked("the first of two like figures, untracked", put("900", "950", "The quay", 0), figure("quay_length", "900 metres", "950 metres", "")),
    untracked("the second of two like figures, no marks", both(put("900", "950", "The quay", 1), s.drop_marks),
              figure("wall_length", "900 metres", "950 metres", "")),
    tracked("both of two like figures", both(put("900", "950", "The quay", 1), put("900", "870", "The quay", 0)),
            figure("quay_length", "900 metres", "870 metres"), figure("wall_length", "900 metres", "950 metres")),
    tracked("a claim of one side", put("1,200", "1,300", "Of dockers"), figure("dockers", "about 1,200 workers", "about 1,300 workers", claim="port")),
    tracked("a claim of the other side", put("more than 1,500", "up to 1,600", "Of dockers"), figure("dockers", "more than 1,500 workers", "up to 1,600 workers", claim="union")),
    tracked("a range", put("5.6–9.8", "5.6–10.1", "lives on its port"), figure("dues", "€5.6–9.8 million", "€5.6–10.1 million")),
    tracked("a derived figure", put("100", "110", "Pilots and tug crews"), figure("afloat", "100 seafarers", "110 seafarers")),
    tracked("a figure and words beside it", put("closed with about 4,100 ships", "ended at about 4,300 ships", RECORD),
            figure("ships", SHIPS, "about 4,300 ships"), prose("closed with", "ended at")),
    tracked("a date", put("2024", "2023", "The port grew"), figure("ships", "2024", "2023")),
    tracked("a figure, its marks gone", both(put("4,100", "4,250", RECORD), lambda w: s.drop_marks_in(w, "closed with")), figure("ships", SHIPS, "about 4,250 ships")),
    untracked("all marks gone, a figure changed", both(s.drop_marks, put("1,200", "1,300", "Of dockers")),
              figure("dockers", "about 1,200 workers", "about 1,300 workers", "", claim="port")),
    tracked("a figure in a list of runs", both(s.scatter, put("4,100", "4,250", RECORD)), figure("ships", SHIPS, "about 4,250 ships")),
    tracked("a figure struck out", lambda w: s.delete(w, "with about 4,100 ships, ", within=RECORD), Truth("prose", "with about 4,100 ships,", "", author=ANNA)),
    Case("a figure in a content control", put("1,200", "1,300", "Of dockers"), (figure("dockers", "about 1,200 workers", "about 1,300 workers", claim="port"),), markers="word"),
    Case("like figures in content controls", put("900", "950", "The quay", 1), (figure("wall_length", "900 metres", "950 metres"),), markers="word"),
    Case("words with content controls", put("earned", "took", "lives on its port"), (prose("earned", "took"),), markers="word"),
)  # fmt: skip

CELLS = (
    tracked("a cell of a table typed by hand", put("Once a week", "Once a month"), prose("week", "month", kind="cell", block="table/checks")),
    untracked("a cell of a table typed by hand, untracked", put("Survey boat", "Survey ship"), prose("boat", "ship", "", kind="cell")),
    tracked("a cell of figures", put("33.1", "34.0", "33.1"), figure("freight", "33.1", "34.0", point="2023", block="table/freight_by_year")),
    untracked("a cell of figures, untracked", put("31.5", "30.5", "31.5"), figure("freight", "31.5", "30.5", "", point="2022")),
    tracked("a figure within a cell", put("4,100", "4,000", "The port counted"), figure("ships", SHIPS, "about 4,000 ships", block="table/timeline")),
    tracked("a head of a table", put("How often", "How frequently"), prose("often", "frequently", kind="cell")),
    tracked("a cell of a table of sources", put("White paper", "Green paper", "White paper"), prose("White", "Green", kind="cell")),
    tracked("a row put in", lambda w: b.add_row(w, "Keeper of lights", ["Ropes on the quay", "Watchman", "Every night"]),
            Truth("inserted", "", "Ropes on the quay | Watchman | Every night", author=ANNA, block="table/checks")),
    untracked("a row put in, untracked", lambda w: b.add_row(w, "Keeper of lights", ["Ropes on the quay", "Watchman", "Every night"]),
              Truth("inserted", "", "Ropes on the quay | Watchman | Every night")),
    tracked("a row struck out", lambda w: b.delete_row(w, "Keeper of lights"), Truth("deleted", "Lights on the mole | Keeper of lights | Once a week", author=ANNA)),
    untracked("a row struck out, untracked", lambda w: b.delete_row(w, "Keeper of lights"), Truth("deleted", "Lights on the mole | Keeper of lights | Once a week")),
    untracked("a row of figures struck out", lambda w: b.delete_row(w, "33.1"), Truth("deleted", "2023 | 33.1")),
    untracked("a table pasted", lambda w: b.paste_table(w, BOOKS, [["Gate", "Hours of work"], ["North gate", "from six to nine"]]),
              Truth("inserted", "", "Gate | Hours of work"), Truth("inserted", "", "North gate | from six to nine")),
)  # fmt: skip


def _thread(word: Word) -> None:
    first = b.comment(word, "only two", "Only two?", author=ANNA)
    b.comment(word, "only two", "Yes.", author=BORIS, parent=first)


_NEW = "Nobody has ever asked the crews themselves what they would like to learn."
_TAIL = "before they touch a crane."
_ITEM = "Two cranes were sold abroad last spring."

BLOCKS = (
    tracked("a paragraph put in", lambda w: b.add_paragraph(w, HANDS, _NEW), Truth("inserted", "", _NEW, author=ANNA, block="crews/paragraph-5")),
    untracked("a paragraph put in, untracked", lambda w: b.add_paragraph(w, HANDS, _NEW), Truth("inserted", "", _NEW)),
    tracked("a paragraph struck out", lambda w: b.delete_paragraph(w, HANDS), Truth("deleted", HANDS, author=ANNA, block="crews/paragraph-5")),
    untracked("a paragraph struck out, untracked", lambda w: b.delete_paragraph(w, HANDS), Truth("deleted", HANDS)),
    tracked("an item put in", lambda w: b.add_paragraph(w, SHEDS, _ITEM), Truth("inserted", "", _ITEM, author=ANNA)),
    untracked("an item struck out", lambda w: b.delete_paragraph(w, SHEDS), Truth("deleted", SHEDS)),
    tracked("a paragraph moved", lambda w: b.move_paragraph(w, HANDS, COURSES), Truth("moved", HANDS, HANDS, author=ANNA)),
    untracked("a paragraph moved, untracked", lambda w: b.move_paragraph(w, BOOKS, COURSES), Truth("moved", BOOKS, BOOKS)),
    tracked("a paragraph moved far", lambda w: b.move_paragraph(w, BOOKS, COURSES), Truth("moved", BOOKS, BOOKS, author=ANNA)),
    tracked("a paragraph split", lambda w: b.split_paragraph(w, "before they touch a crane"),
            prose(_TAIL, "", ""), Truth("inserted", "", _TAIL)),
    untracked("a paragraph split, untracked", lambda w: b.split_paragraph(w, "before they touch a crane"),
              prose(_TAIL, "", ""), Truth("inserted", "", _TAIL)),
    tracked("paragraphs merged", lambda w: b.merge_paragraphs(w, HANDS), prose("", COURSES, ""), Truth("deleted", COURSES)),
    untracked("paragraphs merged, untracked", lambda w: b.merge_paragraphs(w, HANDS), prose("", COURSES, ""), Truth("deleted", COURSES)),
    untracked("a paragraph typed anew", lambda w: b.retype(w, "Every ship is counted", "Every ship is counted at the gate, and the year closed with about 4,200 ships, which the harbour office calls a record."),
              figure("ships", SHIPS, "about 4,200 ships", "")),
)  # fmt: skip

COMMENTS = (
    Case("a comment on a figure", lambda w: b.comment(w, SHIPS, "Really?", author=BORIS),
         (Truth("comment", fact="ships", author=BORIS, text="Really?", on=SHIPS),)),
    Case("a comment on one of two like figures", lambda w: b.comment(w, "behind it 900 metres", "Since when?", author=BORIS),
         (Truth("comment", fact="wall_length", author=BORIS, text="Since when?"),)),
    Case("a comment on a paragraph", lambda w: b.comment(w, HANDS, "Who says so?", author=ANNA),
         (Truth("comment", author=ANNA, text="Who says so?", on=HANDS, block="crews/paragraph-5"),)),
    Case("a thread", _thread,
         (Truth("comment", author=ANNA, text="Only two?", on="only two"), Truth("comment", author=BORIS, text="Yes.", on="only two", answer=True))),
    Case("a comment that is resolved", lambda w: b.comment(w, "by hand", "Still?", author=ANNA, resolved=True),
         (Truth("comment", author=ANNA, text="Still?", on="by hand", resolved=True),)),
    Case("a comment on a cell", lambda w: b.comment(w, "33.1", "Weighed?", author=ANNA),
         (Truth("comment", fact="freight", point="2023", author=ANNA, text="Weighed?", block="table/freight_by_year"),)),
    Case("a comment and a change", both(lambda w: b.comment(w, "by hand", "Still?", author=BORIS), put("long ago", "years ago", BOOKS)),
         (prose("long", "years"), Truth("comment", author=BORIS, text="Still?", on="by hand"))),
)  # fmt: skip

NOTHING = (
    silent("untouched", lambda w: None),
    silent("runs cut by spelling marks", s.scatter),
    silent("curly quotes", lambda w: s.rewrite(w, lambda text: text.replace("'", "’"))),
    silent("straight quotes", lambda w: s.rewrite(w, lambda text: text.translate({0x201C: '"', 0x201D: '"', 0x2019: "'"}))),
    silent("non-breaking spaces", lambda w: s.rewrite(w, lambda text: text.replace("4,100 ships", "4,100\u00a0ships").replace("p. ", "p.\u00a0"))),
    silent("soft hyphens", lambda w: s.rewrite(w, lambda text: text.replace("harbour", "har\u00adbour"))),
    silent("dashes", lambda w: s.rewrite(w, lambda text: text.replace("–", "-"))),
    silent("words made bold", lambda w: s.embolden(w, "hard to fill")),
    silent("all marks gone", s.drop_marks),
    silent("changes rejected", settled(both(put("higher", "lower"), put("4,100", "4,900", RECORD)), accept=False)),
    silent("spaces doubled", lambda w: s.rewrite(w, lambda text: text.replace(", ", ",  "))),
    Case("untouched, content controls", lambda w: None, markers="word"),
    Case("runs cut, content controls", s.scatter, markers="word"),
    Case("the shipped brief, untouched", lambda w: None, base="russia-north-korea"),
    Case("the shipped brief, runs cut", s.scatter, base="russia-north-korea"),
)  # fmt: skip

ACCEPTED = (
    Case("changes accepted", settled(both(put("hard to fill", "easy to fill"), put("4,100", "4,900", RECORD)), accept=True),
         (prose("hard", "easy", ""), figure("ships", SHIPS, "about 4,900 ships", ""))),
)  # fmt: skip
