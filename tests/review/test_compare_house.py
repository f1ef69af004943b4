"""A brief in a house's template says the same as its PDF: whatever the house calls its styles, whatever its cover prints."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from writers.docx.template import house_samples as samples
from writers.docx.template.house_briefs import DOSSIER, ROOT, build_in

from briefing.build.options import BuildOptions
from briefing.build.pipeline import build_brief
from briefing.readers import read_brief
from briefing.readers.reading import Reading
from briefing.review.compare import compare

TITLE = "What Russia and North Korea give each other"
MAIN = "word/document.xml"
TEMPLATES: dict[str, Callable[[], bytes]] = {
    "german": samples.german, "french": samples.french, "landscape": samples.landscape,
    "renamed": samples.renamed, "columned": samples.columned, "plain": samples.plain,
}  # fmt: skip


@pytest.fixture(scope="module")
def pdf() -> Reading:
    built = build_brief(
        DOSSIER, DOSSIER.name, template_folders=[ROOT / "templates"], options=BuildOptions(formats=("pdf",))
    )
    return read_brief(built.files["pdf"].data, "brief.pdf")


def word_file(name: str, folder: Path) -> bytes:
    styles = samples.MAP + 'caption = "macro"\ncontents_title = "Kapitel"\n' if name == "renamed" else ""
    return build_in(folder, TEMPLATES[name](), styles=styles).files["docx"].data


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_brief_in_a_template_says_what_its_pdf_says(name: str, pdf: Reading, tmp_path: Path) -> None:
    assert compare(pdf, read_brief(word_file(name, tmp_path), "brief.docx")) == ()


def test_notes_of_the_templates_own_are_counted_and_nothing_else_differs(pdf: Reading, tmp_path: Path) -> None:
    built = build_in(tmp_path, samples.noted())
    found = compare(pdf, read_brief(built.files["docx"].data, "brief.docx"))
    assert found
    assert {each.aspect for each in found} == {"words"}
    changes = [(change.first, change.second) for each in found for change in each.changes]
    assert all(number(second) == number(first) + 1 for first, second in changes), changes


def number(mark: str) -> int:
    """The number of a note, as its mark or at its head."""
    return int(unicodedata.normalize("NFKC", mark))


def test_a_cover_may_print_its_tokens_between_other_words(pdf: Reading, tmp_path: Path) -> None:
    template = samples.replaced(samples.german(), MAIN, "{{ title }}", "題名「{{ title }}」版")
    template = samples.replaced(template, MAIN, "Stand: ", "第")
    assert compare(pdf, read_brief(build_in(tmp_path, template).files["docx"].data, "")) == ()


def test_an_edition_that_only_begins_like_it_is_told(pdf: Reading, tmp_path: Path) -> None:
    data = samples.replaced(word_file("german", tmp_path), MAIN, "Edition 1", "Edition 12", 1)
    found = compare(pdf, read_brief(data, ""))
    assert [each.aspect for each in found] == ["words", "unread", "unread"]
    assert "Edition 12" in found[1].says[1], "the cover is also held against the one that was built"


def test_a_title_changed_on_the_cover_is_told(pdf: Reading, tmp_path: Path) -> None:
    data = samples.replaced(word_file("german", tmp_path), MAIN, TITLE, "What they give each other")
    found = compare(pdf, read_brief(data, "brief.docx"))
    assert ("missing", TITLE) in [(each.aspect, each.says[0]) for each in found]


def test_particulars_changed_on_the_cover_are_told(pdf: Reading, tmp_path: Path) -> None:
    whole = word_file("german", tmp_path)
    data = samples.replaced(whole, MAIN, "Edition 1", "Edition 2", 1)
    assert ("Edition 1 | July 2025 |", "") in [
        (change.first, change.second) for each in compare(pdf, read_brief(data, "")) for change in each.changes
    ]


def test_what_a_style_is_called_decides_where_nothing_says_its_part(pdf: Reading, tmp_path: Path) -> None:
    def forget(members: dict[str, bytes]) -> None:
        name = next(n for n in members if n.startswith("customXml/") and b"urn:briefing:record:1" in members[n][:200])
        start = members[name].index(b"<style ")
        members[name] = members[name][:start] + b"</record>"

    found = compare(pdf, read_brief(samples.changed(word_file("french", tmp_path), forget), ""))
    assert {each.says for each in found if each.aspect == "kind"} >= {("caption", "paragraph")}
