"""Every printed fact is marked in the Word file, under the name that the record gives, and the marks live through a resave."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from gates import audit, libreoffice, openxml_sdk
from gates.docx_lint import lint
from lxml import etree
from samples.random_documents import Maker
from writers.docx.docx_sample import sample, sample_pages
from writers.docx.marked_sample import (
    WORD,
    bookmarked,
    controlled,
    fact,
    marked_document,
    members_of,
    tree_of,
    with_empty_fact,
)

from briefing.build.options import BuildOptions
from briefing.build.pipeline import build_brief
from briefing.document.fact_markers import FactMarkers, control_number, mark_facts, tag
from briefing.document.model import Document, FactReference, Inline, Link, Note
from briefing.layout.theme import load_theme
from briefing.problems.problem import has_errors
from briefing.writers.docx import write
from briefing.writers.docx.options import MarkerKind, WordOptions
from briefing.writers.docx.record import NAMESPACE

ROOT = Path(__file__).parents[3]
KINDS: tuple[MarkerKind, ...] = ("any", "word")


def written(document: Document, kind: MarkerKind, **rest: Any) -> bytes:
    return write(document, load_theme(), pages={}, options=WordOptions(markers=kind), **rest).data


def read_record(data: bytes) -> dict[str, Any] | None:
    """The record of a Word file, wherever among its custom XML it lies."""
    for name, content in members_of(data).items():
        if name.startswith("customXml/item"):
            tree = etree.fromstring(content)
            if tree.tag == f"{{{NAMESPACE}}}record":
                return dict(json.loads(str(tree.text)))
    return None


@pytest.fixture(scope="module", params=KINDS)
def brief(request: pytest.FixtureRequest) -> tuple[MarkerKind, bytes]:
    """The shipped brief."""
    folder = ROOT / "facts/russia-north-korea-edition-1"
    built = build_brief(
        folder,
        "x",
        template_folders=[ROOT / "templates"],
        options=BuildOptions(formats=("docx",), word_markers=request.param),
    )
    return request.param, built.files["docx"].data


# ------------------------------------------------------------------ names


def test_a_name_is_hidden_short_and_tells_the_occurrence() -> None:
    markers = FactMarkers()
    first, second = markers.name(fact("a")), markers.name(fact("b"))
    digest = hashlib.sha256(b"troops\0\0\0value").hexdigest()[:12]
    assert (first, second) == (f"_fact_{digest}_1", f"_fact_{digest}_2")
    assert all(len(markers.name(fact("x", "f" * 200))) <= 40 for _ in range(1000))


def test_each_part_of_an_identity_counts_and_none_runs_into_the_next() -> None:
    identities = [
        {"name": "a"}, {"name": "a", "claim": "b"}, {"name": "a", "point": "b"}, {"name": "a", "aspect": "number"},
        {"name": "ab"}, {"name": "a", "claim": "b", "point": "c"}, {"name": "a", "claim": "bc"},
    ]  # fmt: skip
    markers = FactMarkers()
    names = [markers.name(fact("same words", **identity)) for identity in identities]
    assert len(set(names)) == len(names) and all(name.endswith("_1") for name in names)


def test_what_stands_elsewhere_changes_no_name() -> None:
    plain, more = marked_document(), with_empty_fact(marked_document())
    names = {m.marker for m in mark_facts(plain) if m.fact.fact != "troops"}
    assert names == {m.marker for m in mark_facts(more) if m.fact.fact != "troops"}


def test_a_tag_tells_the_fact_and_is_never_too_long() -> None:
    assert tag(fact("x", "losses", claim="nis", point="2024", aspect="number")) == "fact:losses/nis/2024:number"
    tags = [tag(fact("x", "f" * 100 + end)) for end in "ab"]
    assert len(set(tags)) == 2 and all(len(t) <= 64 and t.startswith("fact:") for t in tags)


# ------------------------------------------------------------------ in the file


def test_each_fact_has_a_bookmark_with_its_words_and_no_content_control() -> None:
    document = marked_document()
    data = written(document, "any")
    wanted = {marked.marker: marked.fact.text for marked in mark_facts(document)}
    assert len(wanted) == 22
    assert bookmarked(data) == wanted
    assert controlled(data) == {}


def test_each_fact_has_a_content_control_with_its_words_and_no_bookmark() -> None:
    document = marked_document()
    data = written(document, "word", fact_names={"troops": "Soldiers & <men>", "losses": "L" * 80})
    found = controlled(data)
    for marked in mark_facts(document):
        told, alias, words = found.pop(control_number(marked.marker))
        assert (told, words) == (tag(marked.fact), marked.fact.text)
        expected = {"troops": "Soldiers & <men>", "losses": "L" * 63 + "…"}.get(marked.fact.fact, marked.fact.fact)
        assert alias == expected
    assert found == {}
    assert bookmarked(data) == {}


def test_a_content_control_holds_one_run_and_what_is_typed_over_it_looks_the_same() -> None:
    tree = tree_of(written(marked_document(), "word"), "word/document.xml")
    for control in tree.iter(WORD + "sdt"):
        (run,) = control.findall(f"{WORD}sdtContent/*")
        own, given = run.find(WORD + "rPr"), control.find(f"{WORD}sdtPr/{WORD}rPr")
        assert own is not None and given is not None
        assert etree.tostring(own) == etree.tostring(given)


class FactMaker(Maker):
    """Random documents in which each fact has words of its own, in notes and links too, so that no two can be taken for each other."""

    def inlines(self, low: int = 1, high: int = 40, *, notes: bool = True) -> tuple[Inline, ...]:
        made: list[Inline] = []
        for inline in super().inlines(low, high, notes=notes):
            if isinstance(inline, Note):
                made.append(Note((), (*inline.inlines, self.fact()), inline.number, inline.key))
            elif isinstance(inline, Link):
                made.append(Link(inline.url, (*inline.inlines, self.fact())))
            else:
                made.append(self.fact() if isinstance(inline, FactReference) else inline)
        return (*made, self.fact())

    def fact(self) -> FactReference:
        self.serial += 1
        return FactReference("fact", f"fact number {self.serial}", claim=self.random.choice(("", "one")))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(6))
def test_the_writer_counts_as_the_record_does_whatever_the_document(seed: int, kind: MarkerKind) -> None:
    document = FactMaker(seed, 30).document()
    made = write(document, load_theme(), pages={}, options=WordOptions(markers=kind))
    assert not has_errors(made.problems)
    wanted = {m.marker: m.fact.text for m in mark_facts(document)}
    assert len(wanted) > 100 and any(m.in_note for m in mark_facts(document))
    if kind == "any":
        assert bookmarked(made.data) == wanted
    else:
        found = {number: words for number, (_, _, words) in controlled(made.data).items()}
        assert found == {control_number(marker): words for marker, words in wanted.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_fact_that_prints_nothing_has_no_mark_and_is_counted_all_the_same(kind: MarkerKind) -> None:
    document = with_empty_fact(marked_document())
    data = written(document, kind)
    wanted = {m.marker: m.fact.text for m in mark_facts(document) if m.fact.text}
    assert len(wanted) == 22
    if kind == "any":
        assert bookmarked(data) == wanted
    else:
        assert {n: words for n, (_, _, words) in controlled(data).items()} == {
            control_number(m.marker): m.fact.text for m in mark_facts(document) if m.fact.text
        }


def test_two_controls_never_share_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.writers.docx.fact_bookmarks.control_number", lambda _: 0x7FFFFFFE)
    data = written(marked_document(), "word")
    assert len(controlled(data)) == 22
    assert {0x7FFFFFFE, 0x7FFFFFFF, 1, 2} <= set(controlled(data))
    assert lint(data) == []


# ------------------------------------------------------------------ the record


def test_the_record_names_every_mark_of_the_brief(brief: tuple[MarkerKind, bytes]) -> None:
    kind, data = brief
    record = read_record(data)
    assert record is not None
    shown = [(name, entry) for name, f in record["facts"].items() for entry in f["shown"] if "marker" in entry]
    assert len(shown) > 150
    if kind == "any":
        assert bookmarked(data) == {entry["marker"]: entry["text"] for _, entry in shown}
        return
    found = controlled(data)
    assert len(found) == len(shown)
    for name, entry in shown:
        told, _, words = found[control_number(entry["marker"])]
        assert words == entry["text"]
        assert told.startswith(f"fact:{name}") and told.endswith(f":{entry['aspect']}")


def test_the_record_is_that_of_the_pdf() -> None:
    import pikepdf

    folder = ROOT / "facts/russia-north-korea-edition-1"
    files = build_brief(folder, "x", template_folders=[ROOT / "templates"]).files
    with pikepdf.open(io.BytesIO(files["pdf"].data)) as pdf:
        attached = json.loads(pdf.attachments["facts.json"].get_file().read_bytes())
    assert read_record(files["docx"].data) == attached


def test_every_character_of_the_record_comes_back() -> None:
    odd = "".join(
        map(chr, [*range(0x20), *range(0x7E, 0xA1), 0x2028, 0x2029, 0xD7FF, 0xE000, 0xFFFD, 0xFFFE, 0xFFFF, 0x1F680])
    )
    record = {"]]> & <b> \" ' \\u0000 \\": odd, "한국": "  two  \r\n\t lines  ", "lone": "\ud800 \udfff"}
    data = written(
        marked_document(), "any", record=json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
    )
    assert read_record(data) == record
    assert lint(data) == []


def test_without_a_record_there_is_no_part_for_it() -> None:
    assert not [name for name in members_of(written(marked_document(), "any")) if name.startswith("customXml")]


# ------------------------------------------------------------------ sound, the same each time, and through other hands


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_document_gives_the_same_bytes(kind: MarkerKind) -> None:
    assert written(marked_document(), kind, record=b"{}") == written(marked_document(), kind, record=b"{}")


@pytest.fixture(params=KINDS)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    made = tmp_path / "marked.docx"
    made.write_bytes(written(marked_document(), request.param, record=b'{"a": "b"}'))
    return made


def test_our_lint_finds_no_fault(path: Path) -> None:
    assert lint(path.read_bytes()) == []


@pytest.mark.reader("openxml_sdk")
def test_the_open_xml_sdk_finds_no_error(path: Path) -> None:
    assert openxml_sdk.openxml_sdk(path) == []


@pytest.mark.reader("audit")
def test_openxml_audit_finds_no_error(path: Path) -> None:
    assert audit.audit(path) == []


def test_python_docx_keeps_marks_and_record(brief: tuple[MarkerKind, bytes]) -> None:
    import docx

    _, data = brief
    saved = io.BytesIO()
    docx.Document(io.BytesIO(data)).save(saved)
    assert bookmarked(saved.getvalue()) == bookmarked(data)
    assert controlled(saved.getvalue()) == controlled(data)
    assert read_record(saved.getvalue()) == read_record(data)


@pytest.mark.reader("libreoffice")
def test_libreoffice_keeps_bookmarks_and_record(tmp_path: Path) -> None:
    """Where the first note stands it ends the bookmarks of that paragraph a character early: an error of its own."""
    folder = ROOT / "facts/russia-north-korea-edition-1"
    built = build_brief(folder, "x", template_folders=[ROOT / "templates"], options=BuildOptions(formats=("docx",)))
    data = built.files["docx"].data
    (tmp_path / "brief.docx").write_bytes(data)
    saved = libreoffice.convert(tmp_path / "brief.docx", tmp_path / "saved", "docx", ":MS Word 2007 XML").read_bytes()
    before, after = bookmarked(data), bookmarked(saved)
    assert set(after) == set(before)
    changed = {name for name in before if after[name] != before[name]}
    assert changed <= marks_beside_first_note(data)
    assert all(after[name] == before[name][:-1] for name in changed)
    assert read_record(saved) == read_record(data)


def marks_beside_first_note(data: bytes) -> set[str]:
    mark = next(tree_of(data, "word/document.xml").iter(WORD + "footnoteReference"))
    paragraph = next(mark.iterancestors(WORD + "p"))
    return {str(start.get(WORD + "name")) for start in paragraph.iter(WORD + "bookmarkStart")}


@pytest.mark.reader("libreoffice", "pdftotext")
def test_libreoffice_shows_the_same_words_whichever_marks_there_are(tmp_path: Path) -> None:
    """Above all in links and in notes: no mark hides or doubles a word."""
    from gates import pdftotext

    shown = []
    for kind in KINDS:
        made = tmp_path / f"{kind}.docx"
        made.write_bytes(written(marked_document(), kind))
        shown.append("".join(pdftotext.pdftotext(libreoffice.to_pdf(made, tmp_path)).split()))
    assert shown[0] == shown[1]
    assert shown[0].count("seethedata") == 2


def test_the_sample_of_the_writer_has_its_marks_too() -> None:
    document = sample(6)
    data = write(document, load_theme(), pages=sample_pages()).data
    assert bookmarked(data) == {m.marker: m.fact.text for m in mark_facts(document)}
