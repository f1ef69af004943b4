"""The page for the meeting: all text literal, nothing from elsewhere, every edit once."""

from __future__ import annotations

import re

from briefing.review.edits.edits import Edit
from briefing.review.edits.report_html import make_page

EDITS = [
    Edit("prose", id="1", copy="a.docx", author="A <b> & c", section="One", old="x < y", new="<script>", before="if ", after=" then"),
    Edit("figure", id="2", copy="a.docx", section="One", fact="men", old="300 men", new="310 men", value="300 men"),
    Edit("comment", id="3", copy="a.docx", section="Two", text="Why?\nAnd when?", resolved=True),
    Edit("conflict", id="4", edits=("1", "2"), state="conflict"),
]  # fmt: skip


def test_what_reviewers_typed_is_text_and_nothing_else() -> None:
    page = make_page(EDITS, ["a<.docx"])
    assert "<script" not in page
    assert "if </span><del>x &lt; y</del> <ins>&lt;script&gt;</ins>" in page
    assert "A &lt;b&gt; &amp; c" in page
    assert "a&lt;.docx" in page


def test_every_edit_stands_on_it_once_under_its_section() -> None:
    page = make_page(EDITS, ["a.docx"])
    assert re.findall(r'<th scope="row">(\d)</th>', page) == ["1", "2", "3", "4"]
    assert re.findall(r"<h2>(.*?)</h2>", page) == ["One", "Two", "Conflicts"]


def test_it_needs_nothing_from_elsewhere() -> None:
    assert re.findall(r"(?:src|href|url)\s*[=(]", make_page(EDITS, ["a.docx"])) == []


def test_where_nothing_was_changed_it_says_so() -> None:
    assert "No edits and no comments" in make_page([], ["a.docx"])
