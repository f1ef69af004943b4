"""Tracked changes: accepted they are the new edition, rejected the old one; and every reader takes the file."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from gates import audit, docx_lint, libreoffice, openxml_sdk
from gates.docx_package import WORD, values
from hypothesis import given, settings
from hypothesis import strategies as st
from samples.random_documents import random_document
from writers.docx.docx_damage import change, put_together, taken_apart
from writers.docx.template import house_samples
from writers.docx.template.house_briefs import build_in
from writers.docx.track_changes.random_edits import edited
from writers.docx.track_changes.redline_pairs import PAIRS, A, B, Z, brief, callout, figure, listed, note, says, table
from writers.docx.track_changes.settled_changes import changes_in, faults, said, trees

from briefing.build.options import BuildOptions
from briefing.build.pipeline import build_brief
from briefing.document.model import Block
from briefing.layout.theme import load_theme
from briefing.problems.problem import BriefingError
from briefing.readers import read_brief
from briefing.writers.docx import write
from briefing.writers.docx.options import WordOptions
from briefing.writers.docx.track_changes import redline

ROOT = Path(__file__).parents[4]
FIRST, SECOND = ROOT / "facts" / "russia-north-korea-edition-1", ROOT / "facts" / "russia-north-korea"
EMPTY_AT_END = {"a deleted table at the end"}


def lined(old: bytes, new: bytes) -> bytes:
    return redline(old, new, author="The desk", date="2026-01-15")


def words(lines: list[str]) -> list[str]:
    """What lines say, without styles, empty paragraphs and the number of spaces."""
    told = (" ".join(line.partition("|")[2].split()) for line in lines)
    return [line for line in told if line]


def without_end(lines: list[str]) -> list[str]:
    """Lines less the empty ones at the end."""
    end = next((at for at in range(len(lines), 0, -1) if not lines[at - 1].endswith("| ")), 0)
    return lines[:end]


def hold(old: bytes, new: bytes, *, empty_at_end: bool = False) -> bytes:
    """The redline, once it is seen that both editions are in it and that no rule is broken."""
    made = lined(old, new)
    accepted, rejected, was, now = said(made, "accept"), said(made, "reject"), said(old), said(new)
    if empty_at_end:
        accepted, rejected, was, now = map(without_end, (accepted, rejected, was, now))
    assert accepted == now
    assert rejected == was
    assert faults(made) == []
    assert set(docx_lint.lint(made)) <= set(docx_lint.lint(new))
    return made


@pytest.fixture(scope="module")
def shipped() -> tuple[bytes, bytes]:
    made = []
    for folder in (FIRST, SECOND):
        built = build_brief(
            folder, folder.name, template_folders=[ROOT / "templates"], options=BuildOptions(formats=("docx",))
        )
        made.append(built.files["docx"].data)
    return made[0], made[1]


@pytest.fixture(scope="module")
def shipped_redline(shipped: tuple[bytes, bytes]) -> bytes:
    return lined(*shipped)


# ------------------------------------------------------------------ both editions are in it


def test_the_shipped_editions_are_both_in_the_redline(shipped: tuple[bytes, bytes]) -> None:
    hold(*shipped)
    hold(shipped[1], shipped[0], empty_at_end=True)


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("backwards", [False, True], ids=["", "backwards"])
def test_both_editions_are_in_the_redline(name: str, backwards: bool) -> None:
    old, new = (brief(*blocks) for blocks in PAIRS[name])
    hold(*((new, old) if backwards else (old, new)), empty_at_end=name in EMPTY_AT_END)


@pytest.mark.parametrize("name", PAIRS)
def test_facts_in_content_controls_are_whole(name: str) -> None:
    old, new = (brief(*blocks, choices=WordOptions(markers="word")) for blocks in PAIRS[name])
    hold(old, new, empty_at_end=name in EMPTY_AT_END)


@given(st.integers(0, 10**6), st.booleans())
@settings(max_examples=25)
def test_random_edits_are_both_in_the_redline(seed: int, charts: bool) -> None:
    document = random_document(seed, 8, charts=charts)
    old, new = (
        write(one, load_theme(), pages={}, embed_fonts=False).data for one in (document, edited(seed, document))
    )
    made = hold(old, new, empty_at_end=True)
    assert lined(old, new) == made


SENTENCES = st.lists(st.sampled_from(["One", "two,", "three", "four.", "2024", "$1.5", "", " "]), max_size=6).map(
    " ".join
)
BLOCKS = st.one_of(
    SENTENCES.map(says),
    st.tuples(SENTENCES, SENTENCES).map(lambda two: says(two[0], note(f"Of {two[1]}"))),
    st.lists(SENTENCES, min_size=1, max_size=3).map(lambda items: listed(*items)),
    st.lists(st.tuples(SENTENCES, SENTENCES), min_size=1, max_size=4).map(lambda rows: table(*rows)),
    st.lists(st.tuples(SENTENCES), min_size=1, max_size=4).map(lambda rows: table(*rows, below="Source: A.")),
    SENTENCES.map(lambda text: callout(says(text))),
    st.just(figure("Bars")),
)


@given(st.lists(BLOCKS, max_size=5), st.lists(BLOCKS, max_size=5))
@settings(max_examples=60)
def test_any_two_briefs_are_both_in_the_redline(old: list[Block], new: list[Block]) -> None:
    hold(brief(*old), brief(*new), empty_at_end=True)


@pytest.mark.parametrize("name", ["german", "landscape", "columned"])
def test_editions_in_a_house_template_are_both_in_the_redline(name: str, tmp_path: Path) -> None:
    template = getattr(house_samples, name)()
    ending = "dotx" if name == "german" else "docx"
    old, new = (
        build_in(tmp_path, template, dossier=folder, ending=ending).files["docx"].data for folder in (FIRST, SECOND)
    )
    hold(old, new, empty_at_end=True)


def test_an_edition_of_another_look_is_in_the_redline(shipped: tuple[bytes, bytes], tmp_path: Path) -> None:
    new = build_in(tmp_path, house_samples.landscape(), dossier=SECOND).files["docx"].data
    made = lined(shipped[0], new)
    assert said(made, "accept") == said(new)
    assert words(said(made, "reject")) == words(said(shipped[0]))
    assert docx_lint.lint(made) == []


# ------------------------------------------------------------------ nothing else is in it


def test_a_file_against_itself_is_the_file(shipped: tuple[bytes, bytes]) -> None:
    for data in shipped:
        assert lined(data, data) == data


def test_the_same_inputs_give_the_same_bytes(shipped: tuple[bytes, bytes], shipped_redline: bytes) -> None:
    assert lined(*shipped) == shipped_redline


def test_a_change_has_author_and_day(shipped_redline: bytes) -> None:
    marks = changes_in(shipped_redline)
    assert {mark.get(WORD + "author") for mark in marks} == {"The desk"}
    assert {mark.get(WORD + "date") for mark in marks} == {"2026-01-15T00:00:00Z"}


def test_an_author_may_be_called_anything() -> None:
    old, new = (brief(*blocks) for blocks in PAIRS["a word"])
    made = redline(old, new, author='A\0 "B" <C>\ud800' + "x" * 400, date="1980")
    (name,) = {str(mark.get(WORD + "author")) for mark in changes_in(made)}
    assert name.startswith('A  "B" <C> x')
    assert len(name) == 255
    assert {mark.get(WORD + "date") for mark in changes_in(made)} == {None}


def test_what_is_not_text_is_the_new_edition_s(shipped: tuple[bytes, bytes], shipped_redline: bytes) -> None:
    new, made = dict(taken_apart(shipped[1])), dict(taken_apart(shipped_redline))
    changed = {name for name in made if made[name] != new.get(name)}
    assert changed == {"word/document.xml", "word/footnotes.xml"}
    assert list(made) == list(new)


def test_the_redline_reads_as_the_new_edition(shipped: tuple[bytes, bytes], shipped_redline: bytes) -> None:
    new, made = (read_brief(data, "x.docx") for data in (shipped[1], shipped_redline))
    assert [(p.kind, p.words) for p in made.pieces if p.words] == [(p.kind, p.words) for p in new.pieces if p.words]
    assert made.record == new.record


def test_contents_and_page_numbers_are_not_tracked(shipped: tuple[bytes, bytes]) -> None:
    for mark in changes_in(lined(shipped[1], shipped[0])):
        around = next(mark.iterancestors(WORD + "sdt"), None)
        assert around is None


# ------------------------------------------------------------------ it is read with ease


def marked(name: str) -> list[tuple[str, str]]:
    """Deleted and inserted texts of a pair, in order."""
    old, new = (brief(*blocks) for blocks in PAIRS[name])
    found = []
    for tree in trees(lined(old, new)).values():
        for mark in tree.iter(WORD + "ins", WORD + "del"):
            text = "".join(node.text or "" for node in mark.iter(WORD + "t", WORD + "delText"))
            if text or len(mark):
                found.append((str(mark.tag).removeprefix(WORD), text))
    return found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a word", [("del", "many"), ("ins", "few")]),
        ("a number", [("del", "$3.8"), ("ins", "$34.4")]),
        ("a list item", [("del", "two pears"), ("ins", "four figs")]),
        ("a cell", [("del", "3.5"), ("ins", "4")]),
        ("a note", [("del", "2024"), ("ins", "2025, par. 3")]),
        ("a heading", [("ins", " and debt")]),
        ("a deleted note", [("del", "")]),
        ("a look", [("del", "very"), ("ins", "quite")]),
        ("a figure that is another", [("del", "[Figure: Bars that rise]"), ("ins", "")]),
    ],
)
def test_words_change_and_not_letters(name: str, expected: list[tuple[str, str]]) -> None:
    assert marked(name) == expected


def test_no_change_begins_or_ends_within_a_word(shipped_redline: bytes) -> None:
    for tree in trees(shipped_redline).values():
        for paragraph in tree.iter(WORD + "p"):
            pieces = []
            for run in paragraph.iter(WORD + "r"):
                text = "".join(node.text or "" for node in run if node.tag in {WORD + "t", WORD + "delText"})
                parent = run.getparent()
                kind = str(parent.tag).removeprefix(WORD) if parent is not None else ""
                pieces.append((kind if kind in {"ins", "del"} else "", text))
            for before, after in pairwise(pieces):
                if {before[0], after[0]} in ({"", "ins"}, {"", "del"}):
                    assert not (before[1][-1:].isalpha() and after[1][:1].isalpha()), (before, after)


def test_crumbs_between_changes_change_too() -> None:
    sentence = "In the summer of 2024, as was known, it {} to the front and to the coast."
    old, new = (
        brief(says(sentence.format(t))) for t in ("sent twenty of the oldest guns", "gave thirty of the newest tanks")
    )
    found = [node.text for node in trees(lined(old, new))["word/document.xml"].iter(WORD + "delText")]
    assert found == ["sent twenty of the oldest guns"]


# ------------------------------------------------------------------ notes, names, links


def test_an_old_note_is_kept_where_its_mark_is_deleted() -> None:
    old, new = (brief(*blocks) for blocks in PAIRS["a deleted note"])
    parts = trees(lined(old, new))
    notes = parts["word/footnotes.xml"]
    assert [text for text in notes.itertext() if text.strip()] == ["Customs.", "A letter."]
    assert not list(notes.iter(WORD + "ins", WORD + "del"))
    marks = list(parts["word/document.xml"].iter(WORD + "footnoteReference"))
    struck = [next(mark.iterancestors(WORD + "del"), None) is not None for mark in marks]
    assert [mark.get(WORD + "id") for mark in marks] == ["1", "2"]
    assert struck == [True, False]


def test_notes_stand_in_the_order_of_their_marks(shipped_redline: bytes) -> None:
    parts = trees(shipped_redline)
    cited = list(values(parts["word/document.xml"], "footnoteReference", "id"))
    kept = list(values(parts["word/footnotes.xml"], "footnote", "id"))
    assert kept == ["-1", "0", *cited]


def test_a_note_of_a_file_without_notes_stands_in_words() -> None:
    old, new = (brief(*blocks) for blocks in PAIRS["a paragraph with a note"])
    damage = change("word/_rels/document.xml.rels", r"<Relationship [^>]*footnotes.xml\"/>", "")
    made = lined(old, put_together(damage(taken_apart(new))))
    assert "[Note: Customs.]" in [node.text for node in trees(made)["word/document.xml"].iter(WORD + "delText")]


def test_a_deleted_link_leads_where_it_led() -> None:
    old, new = (brief(*blocks) for blocks in PAIRS["a deleted link"])
    members = dict(taken_apart(lined(old, new)))
    (link,) = trees(put_together(list(members.items())))["word/document.xml"].iter(WORD + "hyperlink")
    assert link[0].tag == WORD + "del"
    assert b'Target="https://example.org/a?b=1&amp;c" TargetMode="External"' in members["word/_rels/document.xml.rels"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "https://a b", r"\\\\host\\x"])
def test_a_doubtful_address_of_the_old_file_is_left_behind(address: str) -> None:
    old, new = (brief(*blocks) for blocks in PAIRS["a deleted link"])
    old = put_together(
        change("word/_rels/document.xml.rels", r"https://example.org/a[^\"]*", address)(taken_apart(old))
    )
    made = dict(taken_apart(lined(old, new)))
    assert b'Target="' + address.encode() not in made["word/_rels/document.xml.rels"]
    assert b"<w:hyperlink" not in made["word/document.xml"]


# ------------------------------------------------------------------ anybody's files


def python_docx(*paragraphs: str) -> bytes:
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_body(data: bytes, xml: str) -> bytes:
    """A file with more at the beginning of its body."""
    return put_together(change("word/document.xml", "<w:body>", f"<w:body>{xml}")(taken_apart(data)))


def paragraph(text: str, before: str = "", after: str = "") -> str:
    return f'<w:p>{before}<w:r><w:t xml:space="preserve">{text}</w:t></w:r>{after}</w:p>'


BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
END = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
ODD = {
    "a field that never ends": (paragraph("Old one", BEGIN), paragraph("New two", BEGIN)),
    "a field that never begins": (paragraph("Old one", END), paragraph("New two", END)),
    "a field over paragraphs": (
        paragraph("Old", BEGIN) + paragraph("one", "", END),
        paragraph("Old", BEGIN) + paragraph("one", "", END),
    ),
    "a block in a control": (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('Old one here')}{paragraph('It stays as it is')}</w:sdtContent></w:sdt>",
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('It stays as it is')}{paragraph('New one')}</w:sdtContent></w:sdt>",
    ),
    "smart tags": (
        paragraph("x", '<w:smartTag w:element="a"><w:r><w:t>Oldtown</w:t></w:r></w:smartTag>'),
        paragraph("x", '<w:smartTag w:element="a"><w:r><w:t>Newtown</w:t></w:r></w:smartTag>'),
    ),
    "a simple field": (
        paragraph("x", '<w:fldSimple w:instr="AUTHOR"><w:r><w:t>Old</w:t></w:r></w:fldSimple>'),
        paragraph("x", '<w:fldSimple w:instr="AUTHOR"><w:r><w:t>New</w:t></w:r></w:fldSimple>'),
    ),
    "a row in a control": (
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:sdt><w:sdtContent><w:tr><w:tc><w:p><w:r><w:t>Old one</w:t></w:r></w:p>"
        "</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>" + paragraph("Then"),
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:sdt><w:sdtContent><w:tr><w:tc><w:p><w:r><w:t>New two</w:t></w:r></w:p>"
        "</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>" + paragraph("Then"),
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_unexpected_is_still_in_both(name: str) -> None:
    old, new = with_body(python_docx("All"), ODD[name][0]), with_body(python_docx("All"), ODD[name][1])
    made = lined(old, new)
    assert words(said(made, "accept")) == words(said(new))
    assert words(said(made, "reject")) == words(said(old))
    assert faults(made) == []


def test_what_the_old_file_brings_is_only_what_word_has() -> None:
    odd = (
        '<w:p xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" w14:paraId="1A2B3C4D"><w:pPr><w:divId w:val="3"/></w:pPr>'
        '<w:r><w:rPr><w14:glow w14:rad="3"/><w:b/></w:rPr><w:t>Gone with the wind.</w:t><w:object/></w:r></w:p>'
    )
    made = trees(lined(with_body(python_docx("All"), odd), python_docx("All")))["word/document.xml"]
    assert [text.text for text in made.iter(WORD + "delText")] == ["Gone with the wind.[Figure]"]
    assert not list(made.iter("{http://schemas.microsoft.com/office/word/2010/wordml}*", WORD + "object"))


def test_a_file_with_tracked_changes_is_refused() -> None:
    old, new = (brief(*blocks) for blocks in PAIRS["a word"])
    made = lined(old, new)
    for pair, which in (((made, new), "the old Word file"), ((old, made), "the new Word file")):
        with pytest.raises(BriefingError) as caught:
            lined(*pair)
        (problem,) = caught.value.problems
        assert (problem.code, problem.location.file) == ("tracked-already", which)


STRICT = change("word/document.xml", "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main")  # fmt: skip


DOCTYPE = change("word/document.xml", "<w:document", "<!DOCTYPE a [<!ENTITY b 'c'>]><w:document")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda _: b"", "damaged-file"),
        (lambda _: b"%PDF-1.7", "damaged-file"),
        (lambda data: data[: len(data) // 2], "damaged-file"),
        (lambda _: put_together([("a.txt", b"x")]), "unknown-format"),
        (lambda data: put_together(change("word/document.xml", "<w:body>", "<w:bodi>")(taken_apart(data))), "damaged-file"),
        (lambda data: put_together(change("word/document.xml", "<w:body>.*</w:body>", "")(taken_apart(data))), "damaged-file"),
        (lambda data: put_together(DOCTYPE(taken_apart(data))), "damaged-file"),
        (lambda data: with_body(data, "<w:p>" * 300 + "</w:p>" * 300), "damaged-file"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(make: object, code: str) -> None:
    sound = python_docx("All")
    bad = make(sound)  # type: ignore[operator]
    for pair in ((bad, sound), (sound, bad)):
        with pytest.raises(BriefingError) as caught:
            lined(*pair)
        assert caught.value.problems[0].code == code


def test_a_strict_file_may_be_the_old_one_alone() -> None:
    sound, strict = python_docx("Old one", "All"), put_together(STRICT(taken_apart(python_docx("New two", "All"))))
    assert changes_in(lined(strict, sound))
    with pytest.raises(BriefingError) as caught:
        lined(sound, strict)
    assert caught.value.problems[0].code == "strict-form"


@given(st.data())
@settings(max_examples=60)
def test_damage_is_told_and_never_a_crash(data: st.DataObject) -> None:
    sound = brief(*(block for blocks in list(PAIRS.values())[::4] for block in blocks[0]))
    parts = ("document", "footnotes", "styles", "numbering")
    name = f"word/{data.draw(st.sampled_from(parts))}.xml"
    members = dict(taken_apart(sound))
    tags = sorted(set(re.findall(rb"<w:[^>]*/>", members[name])))
    for _ in range(data.draw(st.integers(1, 5))):
        gone, come = data.draw(st.sampled_from(tags)), data.draw(st.sampled_from([*tags, b""]))
        members[name] = members[name].replace(gone, come, data.draw(st.sampled_from([1, 2, -1])))
    damaged = put_together(list(members.items()))
    other = brief(A, B, Z)
    for pair in ((damaged, other), (other, damaged), (sound, damaged), (damaged, sound)):
        try:
            assert faults(lined(*pair)) == []
        except BriefingError as error:
            assert error.problems  # noqa: PT017


# ------------------------------------------------------------------ real readers


@pytest.fixture(scope="module")
def all_pairs() -> bytes:
    """Every pair in one brief."""
    old, new = (brief(*(block for blocks in PAIRS.values() for block in blocks[side])) for side in (0, 1))
    return lined(old, new)


@pytest.mark.reader("openxml_sdk")
def test_the_open_xml_sdk_finds_no_error(shipped_redline: bytes, all_pairs: bytes, tmp_path: Path) -> None:
    for name, data in (("shipped", shipped_redline), ("pairs", all_pairs)):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(data)
        assert openxml_sdk.openxml_sdk(path) == []


@pytest.mark.reader("audit")
def test_openxml_audit_finds_no_error(shipped_redline: bytes, all_pairs: bytes, tmp_path: Path) -> None:
    for name, data in (("shipped", shipped_redline), ("pairs", all_pairs)):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(data)
        assert audit.audit(path) == []


EVERY = 6
"""LibreOffice takes seconds a file: of the pairs it settles so many a part each day, and all of them in the long runs."""


@pytest.mark.reader("uno")
@pytest.mark.parametrize("what", ["accept", "reject"])
def test_libreoffice_settles_changes_alike(what: str, tmp_path: Path) -> None:
    settle_alike(what, list(PAIRS.values())[::EVERY], tmp_path)


@pytest.mark.stress
@pytest.mark.reader("uno")
@pytest.mark.parametrize("what", ["accept", "reject"])
def test_libreoffice_settles_every_change_alike(what: str, tmp_path: Path) -> None:
    settle_alike(what, list(PAIRS.values()), tmp_path)


def settle_alike(what: str, pairs: Sequence[tuple[Any, Any]], folder: Path) -> None:
    """Words alone: LibreOffice leaves an empty paragraph where one before a table, or one with a note, was taken out."""
    files = {}
    for number, (old, new) in enumerate(pairs):
        both = brief(*old), brief(*new)
        files[f"pair-{number}"] = (*both, lined(*both))
    paths = []
    for name, (_, _, made) in files.items():
        paths.append(folder / f"{name}.docx")
        paths[-1].write_bytes(made)
    for path, (old_data, new_data, _) in zip(
        libreoffice.settle_changes(paths, folder, what), files.values(), strict=True
    ):
        expected = words(said(new_data if what == "accept" else old_data))
        assert plain(words(said(path.read_bytes()))) == plain(expected), path.name


def plain(lines: list[str]) -> list[str]:
    """Lines without numbers of captions, which LibreOffice counts anew, and without drawings, of which it keeps inserted shapes."""
    return [re.sub(r"^(Table|Figure) \d+", r"\1", line) for line in lines if line != "[Figure]"]
