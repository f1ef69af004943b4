"""Comments of a Word file and their threads, as Word and LibreOffice write them, and as nobody should."""

from __future__ import annotations

import io
import time
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from gates import libreoffice
from hypothesis import given
from hypothesis import strategies as st
from review.edits import surgery_blocks
from review.edits.dossiers import HARBOUR, built, write_harbour
from review.edits.surgery import ANNA, BORIS, DATE, Word

from briefing.files.ooxml import Package
from briefing.problems.problem import BriefingError, Location
from briefing.readers.docx_comments import LONGEST, LONGEST_NAME, MOST, Comment, read_comments, threads_of

ORIGIN = Location("back.docx")
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def file_with(comments: str | bytes, extended: str = "") -> bytes:
    """A Word file with comments and what tells their threads."""
    text = comments if isinstance(comments, bytes) else f"<w:comments {SPACES}>{comments}</w:comments>".encode()
    kinds = [("comments", f"{TYPES}/comments")]
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="{TYPES}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {SPACES}><w:body/></w:document>",
    }
    if extended:
        kinds.append(("commentsExtended", "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"))
        parts["word/commentsExtended.xml"] = f"<w15:commentsEx {SPACES}>{extended}</w15:commentsEx>"
    lines = "".join(f'<Relationship Id="{n}" Type="{kind}" Target="{n}.xml"/>' for n, kind in kinds)
    parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{RELATIONS}">{lines}</Relationships>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
        archive.writestr("word/comments.xml", text)
    return packed.getvalue()


def paragraph(content: str, name: str = "") -> str:
    named = f' w14:paraId="{name}"' if name else ""
    return f"<w:p{named}>{content}</w:p>"


def words(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def comment(number: str, text: str = "said", name: str = "", author: str = ANNA) -> str:
    return f'<w:comment w:id="{number}" w:author="{author}" w:initials="A">{paragraph(words(text), name)}</w:comment>'


def entry(name: str, parent: str = "", done: str = "0") -> str:
    told = f' w15:paraIdParent="{parent}"' if parent else ""
    return f'<w15:commentEx w15:paraId="{name}"{told} w15:done="{done}"/>'


def read(comments: str | bytes, extended: str = "") -> tuple[Comment, ...]:
    return read_comments(Package(file_with(comments, extended), ORIGIN), ORIGIN)


def of_file(data: bytes) -> tuple[Comment, ...]:
    return read_comments(Package(data, ORIGIN), ORIGIN)


def parents(found: tuple[Comment, ...]) -> dict[str, str]:
    return {comment.id: comment.parent for comment in found}


def reviewed(folder: Path) -> bytes:
    """A copy as Word leaves it: two authors, a thread with an answer, one that is resolved."""
    word = Word.read(built(write_harbour(folder), HARBOUR))
    first = surgery_blocks.comment(word, "about 4,100 ships", "Really so many?", author=BORIS)
    surgery_blocks.comment(word, "about 4,100 ships", "I doubt it too.", author=ANNA, parent=first)
    done = surgery_blocks.comment(word, "only two", "Which?", author=ANNA, resolved=True)
    surgery_blocks.comment(word, "only two", "By the mole.", author=BORIS, parent=done)
    surgery_blocks.comment(word, "Survey boat", "Its name?", author=BORIS)
    return word.data()


# ------------------------------------------------------------------ as they should be


def test_threads_authors_dates_and_what_is_resolved(tmp_path: Path) -> None:
    assert of_file(reviewed(tmp_path)) == (
        Comment("0", BORIS, "B", DATE, "Really so many?"),
        Comment("1", ANNA, "A", DATE, "I doubt it too.", parent="0"),
        Comment("2", ANNA, "A", DATE, "Which?", resolved=True),
        Comment("3", BORIS, "B", DATE, "By the mole.", parent="2", resolved=True),
        Comment("4", BORIS, "B", DATE, "Its name?"),
    )


def test_threads_in_the_order_of_the_file(tmp_path: Path) -> None:
    threads = threads_of(of_file(reviewed(tmp_path)))
    assert {root: [c.id for c in thread] for root, thread in threads.items()} == {
        "0": ["0", "1"],
        "2": ["2", "3"],
        "4": ["4"],
    }


@pytest.mark.reader("libreoffice")
def test_what_libreoffice_saves_again(tmp_path: Path) -> None:
    """Versions before 7.6 forget who answers whom: then each comment stands for itself, and none is taken for resolved that is not."""
    made = tmp_path / "back.docx"
    made.write_bytes(reviewed(tmp_path))
    saved = {c.text: c for c in of_file(libreoffice.save_again(made, tmp_path / "saved").read_bytes())}
    assert {(c.text, c.author) for c in saved.values()} == {(c.text, c.author) for c in of_file(made.read_bytes())}
    first = saved["Really so many?"]
    known = saved["I doubt it too."].parent == first.id
    assert {text for text, c in saved.items() if c.resolved} == {"Which?"} | ({"By the mole."} if known else set())
    assert {c.parent for c in saved.values()} <= {"", first.id, saved["Which?"].id}


def test_paragraphs_are_lines_and_tracked_changes_are_accepted() -> None:
    changed = (
        words("one ") + f'<w:ins w:id="1" w:author="B">{words("two")}</w:ins>'
        '<w:del w:id="2" w:author="B"><w:r><w:delText>three</w:delText></w:r></w:del>'
        f'<w:moveFrom w:id="3" w:author="B">{words("four")}</w:moveFrom>'
    )
    last = paragraph("<w:r><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t></w:r>")
    text = f'<w:comment w:id="7">{paragraph(changed)}{paragraph("")}{last}</w:comment>'
    (found,) = read(text)
    assert found == Comment("7", text="one two\na b")


def test_a_thread_is_known_by_any_paragraph_of_a_comment() -> None:
    several = f'<w:comment w:id="1">{paragraph(words("a"), "000000AA")}{paragraph(words("b"), "000000AB")}</w:comment>'
    found = read(several + comment("2", name="000000AC"), entry("000000aa", done="1") + entry("000000AC", "000000AB"))
    assert parents(found) == {"1": "", "2": "1"}
    assert [c.resolved for c in found] == [True, True]


def test_what_stands_for_itself_answers_nothing() -> None:
    """LibreOffice names only the last paragraph of a comment, and an entry without a parent has no name for one."""
    several = f'<w:comment w:id="1">{paragraph(words("a"))}{paragraph(words("b"), "000000AB")}</w:comment>'
    found = read(several + comment("2", name="000000AC"), entry("000000AB") + entry("000000AC") + "<w15:commentEx/>")
    assert parents(found) == {"1": "", "2": ""}


# ------------------------------------------------------------------ as they should not be


def test_without_comments_there_are_none() -> None:
    assert read("") == ()


def test_parents_that_are_not_there_and_comments_that_answer_themselves() -> None:
    found = read(
        comment("1", name="A1") + comment("2", name="A2") + comment("3", name="A3"),
        entry("A1", "FF") + entry("A2", "A2") + entry("FF", "A1") + entry("A3", "A1") + entry("A3", "A2"),
    )
    assert parents(found) == {"1": "", "2": "", "3": "1"}


def test_a_ring_is_one_thread_that_somebody_began() -> None:
    ring = entry("A1", "A2") + entry("A2", "A3") + entry("A3", "A1") + entry("A4", "A3")
    found = read("".join(comment(str(n), name=f"A{n}") for n in range(1, 5)), ring)
    assert parents(found) == {"1": "", "2": "3", "3": "1", "4": "3"}
    assert list(threads_of(found)) == ["1"]


def test_of_several_with_one_id_each_is_kept() -> None:
    found = read(comment("4", "a") + comment("4", "b") + comment("4.2", "c") + comment("", "d"))
    assert [(c.id, c.text) for c in found] == [("4", "a"), ("4.2", "b"), ("4.2.2", "c"), ("0", "d")]


def test_marks_that_turn_the_direction_of_text_are_left_out() -> None:
    (found,) = read(comment("1", "a\u202eb\u2066c\u00ad\u0085d שלום", author="Eve\u200e\u202e"))
    assert (found.author, found.text) == ("Eve", "abc d שלום")


def test_what_nobody_would_type_is_cut() -> None:
    long, short = read(comment("1", "x" * (LONGEST + 1), author="n" * 10_000) + comment("2", "x" * LONGEST))
    assert (len(long.text), long.text[-2:], long.cut) == (LONGEST, "x…", True)
    assert len(long.author) == LONGEST_NAME
    assert (len(short.text), short.cut) == (LONGEST, False)


def test_ten_thousand_comments_that_answer_one_another_are_read_at_once() -> None:
    began = time.perf_counter()
    names = [f"{n:08X}" for n in range(1, MOST + 1)]
    texts = "".join(comment(str(n), name=name) for n, name in enumerate(names))
    found = read(texts, "".join(entry(name, before) for before, name in pairwise(names)))
    assert len(threads_of(found)) == 1
    assert [c.parent for c in found[:3]] == ["", "0", "1"]
    same = read("".join(comment("1") for _ in names))
    assert len({c.id for c in same}) == MOST
    assert time.perf_counter() - began < 10


def code_of(comments: str | bytes) -> str:
    with pytest.raises(BriefingError) as raised:
        read(comments)
    return raised.value.problems[0].code


def test_more_than_anybody_could_answer_are_a_problem() -> None:
    assert code_of(comment("1") * (MOST + 1)) == "too-many-comments"


def test_entities_bombs_and_broken_parts_are_problems() -> None:
    laughs = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><a>&b;</a>'
    assert code_of(laughs) == "damaged-file"
    assert code_of(b"<w:comments") == "damaged-file"
    assert code_of(b" " * (70 * 1024 * 1024)) == "file-too-large"
    assert code_of(b"") == "damaged-file"


@given(st.lists(st.integers(0, 12), max_size=12))
def test_every_comment_is_in_one_thread(above: list[int]) -> None:
    names = [f"{n + 1:08X}" for n in range(len(above))]
    texts = "".join(comment(str(n), name=name) for n, name in enumerate(names))
    extended = "".join(entry(name, f"{up + 1:08X}") for name, up in zip(names, above, strict=True))
    found = read(texts, extended)
    threads = threads_of(found)
    assert sorted(c.id for thread in threads.values() for c in thread) == sorted(c.id for c in found)
    for root, thread in threads.items():
        assert thread[0].id == root
        assert [c.id for c in thread if not c.parent] == [root]
        assert {c.resolved for c in thread} == {thread[0].resolved}
