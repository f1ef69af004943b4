"""HTML comments of templates leave no trace in a brief, and what follows them keeps its lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.build.pipeline import make_brief
from briefing.compose.html_comments import UnclosedCommentError, drop_comments
from briefing.facts.record import write_record

FILES = {
    "facts/x/dossier.yaml": "title: Arms\nedition: 1\ntemplate: mine\nsections:\n  - body\n",
    "facts/x/sources.yaml": "bbc:\n  title: A report\n  publisher: BBC\n  date: 2025-01-22\n",
    "facts/x/arms.yaml": (
        "title: Arms\nfacts:\n  men:\n    says: It sent {value}\n    value: more than 11,000 soldiers\n    date: 2024-10\n"
        "    source: bbc, par. 2\n  secret:\n    says: It lost {value}\n    value: 40 soldiers\n    source: bbc, par. 3\n"
    ),
    "facts/x/tables.yaml": "sent:\n  title: What was sent\n  rows: facts men secret\n  columns:\n    - says\n    - value\n",
    "templates/mine/brief.md": '{{ section("body") }}\n',
}
SAME = {
    "inline": ("It sent {{ men }} <!-- check this --> in all.", "It sent {{ men }} in all."),
    "inside a word": ("It se<!-- x -->nt.", "It sent."),
    "before a full stop": ("It sent {{ men }} <!-- x -->.", "It sent {{ men }}."),
    "in brackets": ("It sent men (<!-- x --> many).", "It sent men (many)."),
    "at the end of a line": ("It sent  <!-- x -->\nmen.", "It sent\nmen."),
    "before two spaces": ("It sent <!-- x -->  \nmen.", "It sent\nmen."),
    "at the beginning of a line": ("<!-- x --> It sent men.", "It sent men."),
    "two side by side": ("It sent <!-- a --> <!-- b --> men.", "It sent men."),
    "alone": ("One.\n\n<!-- x -->\n\nTwo.", "One.\n\nTwo."),
    "within a paragraph": ("One\n<!-- x -->\ntwo.", "One\ntwo."),
    "over several lines": ("One.\n\n<!-- a\n\nb -- c > d\n-->\n\nTwo.", "One.\n\nTwo."),
    "over lines, then words": ("One <!-- a\n\nb --> two.", "One two."),
    "a fact in it": ("One.\n\n<!-- {{ secret }} and {{ no_such_fact }} -->\n\nTwo.", "One.\n\nTwo."),
    "a citation in it": ('One.<!-- {{ cite("bbc") }} -->', "One."),
    "a table in it": ('One.\n\n<!-- {{ table("sent") }} -->', "One."),
    "half a tag in it": ("One. <!-- {% if men %} {{ -->Two.", "One. Two."),
    "around tags": ("{% if men %}\n<!-- x -->\nOne.\n{% endif %}", "{% if men %}\nOne.\n{% endif %}"),
    "before a tag": ("<!-- x -->\n{% if men %}\nOne.\n{% endif %}", "{% if men %}\nOne.\n{% endif %}"),
    "behind a tag": ("{% if men %} <!-- x -->\nOne.\n{% endif %}", "{% if men %}\nOne.\n{% endif %}"),
    "in a loop of rows": (
        "Table: T\n\n| A |\n|---|\n<!-- rows -->\n{% for f in topics[0].facts %}\n| {{ f.says }}<!-- x --> |\n{% endfor %}",
        "Table: T\n\n| A |\n|---|\n{% for f in topics[0].facts %}\n| {{ f.says }} |\n{% endfor %}",
    ),
    "in a heading": ("## Head <!-- x -->\n\nOne.", "## Head\n\nOne."),
    "before a heading's words": ("## <!-- x --> Head\n\nOne.", "## Head\n\nOne."),
    "instead of a heading": ("## <!-- x -->\n\nOne.", "One."),
    "between items": ("- a\n<!-- x -->\n- b", "- a\n- b"),
    "in an item": ("- a <!-- x -->\n- <!-- y --> b", "- a\n- b"),
    "instead of an item": ("So:\n- <!-- x -->\n- b", "So:\n- b"),
    "in an item's text": ("- a\n\n  <!-- x\n\n  y -->\n\n  c", "- a\n\n  c"),
    "in a quotation": ("> a\n> <!-- x -->\n> b", "> a\n> b"),
    "over a quotation's lines": ("> a <!-- x\n> y -->\n> b", "> a\n> b"),
    "instead of a quotation": ("One.\n\n> <!-- x -->\n\nTwo.", "One.\n\nTwo."),
    "in a callout": ("> [!key] Title <!-- x -->\n> <!-- y -->\n> a", "> [!key] Title\n> a"),
    "in a cell": ("Table: T\n\n| a <!-- x --> | b |\n|---|---|\n| <!-- y --> | d |", "Table: T\n\n| a | b |\n|---|---|\n| | d |"),
    "behind a table's name": ("Table: T {#t} <!-- x -->\n\n| a |\n|---|\n| b |", "Table: T {#t}\n\n| a |\n|---|\n| b |"),
    "in emphasis": ("*It <!-- x --> sent*", "*It sent*"),
    "the shortest": ("One<!---->, two<!-->, three<!--->.", "One, two, three."),
    "between raw": ("{% raw %}One <!-- a\nb --> two.{% endraw %}", "One two."),
    "in a comment of Jinja": ("One.{# <!-- #} Two.", "One. Two."),
}  # fmt: skip


def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> tuple[str, list[str]]:
    for name, text in (FILES | {"templates/mine/body.md": f"# Body\n\n{body}\n"}).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    document, ledger, problems = make_brief(Path("facts/x"), "facts/x", template_folders=[Path("templates")])
    assert document is not None and ledger is not None
    told = [f"{p.code}: {p.message}" for p in problems]
    return write_record(document, ledger).decode("utf-8"), told


@pytest.mark.parametrize("case", SAME)
def test_a_comment_leaves_no_trace(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_it, without = (built(tmp_path, monkeypatch, body) for body in SAME[case])
    assert with_it == without


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        ("Type \\<!-- so -->.", "Type <!-- so -->."),
        ("A {{ '<!-- no comment -->' }} b.", "A <!-- no comment --> b."),
        ("A --> b.", "A --> b."),
    ],
)
def test_what_is_escaped_or_a_tags_own_prints(
    body: str, printed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert printed in built(tmp_path, monkeypatch, body)[0]


@pytest.mark.parametrize(
    "before",
    [
        "<!-- a\n\nb\nc -->\n\n",
        "One <!-- a\nb --> two.\n\n",
        "- a\n<!-- b\n-->\n- c\n\n",
        "a\n\n  <!-- b\n--> c\n\n",
    ],
)
def test_lines_behind_a_comment_keep_their_numbers(
    before: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (FILES | {"templates/mine/body.md": f"{before}The\n{{{{ nobody }}}}\n![x](y)\n"}).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    _, _, problems = make_brief(Path("facts/x"), "facts/x", template_folders=[Path("templates")])
    line = before.count("\n") + 2
    told = {p.code: (p.origin.line, p.origin.column) for p in problems}
    assert told["unknown-fact"] == (line, 4)
    assert told["unsupported-markup"][0] == line + 1


def test_a_comment_that_never_ends_is_told_where_it_begins() -> None:
    with pytest.raises(UnclosedCommentError) as told:
        drop_comments("a\nb <!-- x -->\nc <!-- d\n\ne -- >")
    assert told.value.line == 3
