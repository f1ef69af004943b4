"""Numbers that a tag can hold and nothing can be made of are told in plain words, and where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_reading import read_words
from pdf_reading import structure_text

from briefing.build.pipeline import build_brief, check_brief

FILES = {
    "facts/x/dossier.yaml": "title: A brief\nsections:\n  - body\n",
    "facts/x/sources.yaml": "bbc:\n  title: A report\n  date: 2025-01-22\n",
    "facts/x/arms.yaml": "title: Arms\nfacts:\n  men:\n    says: It sent {value}\n    value: 11 soldiers\n    source: bbc\n",
    "templates/brief.md": "{% for name in sections %}\n{{ section(name) }}\n\n{% endfor %}\n",
}


def write(folder: Path, body: str) -> tuple[Path, list[Path]]:
    for name, content in {**FILES, "templates/body.md": body}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return folder / "facts/x", [folder / "templates"]


@pytest.mark.parametrize(
    "tag",
    [
        "{{ 1e400 }}", "{{ -1e400 }}", "{% if 1e999 > 1 %}x{% endif %}", "{% set x = [1e999] %}", f"{{{{ 0x{'f' * 5000} }}}}",
        f"{{{{ {'9' * 5000} }}}}", f"{{{{ {'9' * 150} }}}}", "{{ 9e99 * 9e99 * 9e99 }}", "{{ f(x=1e999) }}",
        "{% set n = namespace(a=2) %}{% for i in range(20000) %}{% set n.a = n.a + n.a %}{% endfor %}{{ n.a }}",
        "{% set n = namespace(a=9e99) %}{% for i in range(900) %}{% set n.a = n.a + n.a %}{% endfor %}{{ n.a }}",
    ],
)  # fmt: skip
def test_a_number_that_is_too_large_is_told_on_its_line(tag: str, tmp_path: Path) -> None:
    folder, templates = write(tmp_path, f"# Body\n\nIt sent {{{{ men }}}}.\n\n{tag}\n")
    errors = [p for p in check_brief(folder, "facts/x", template_folders=templates) if p.severity == "error"]
    assert [p.location.line for p in errors] == [5]
    assert not {"internal", "unknown-fact"} & {p.code for p in errors}
    for word in ("sys.", "Exceeds", "float", "inf", "cannot be run"):
        assert word not in str(errors[0])


@pytest.mark.parametrize(
    "tag", ['has("{}")', 'tagged("{}")', 'ref("{}")', 'cite("{}")', 'table("{}")', 'facts["{}"]', 'section("{}")']
)
@pytest.mark.parametrize("name", ["\\ud800", "a\\udfff", "\\ud83d\\ude00"])
def test_half_a_character_is_told_in_whatever_tag(tag: str, name: str, tmp_path: Path) -> None:
    folder, templates = write(
        tmp_path, f"# Body\n\nIt sent {{{{ men }}}}.\n\n{{% if {tag.format(name)} %}}x{{% endif %}}\n"
    )
    errors = [p for p in check_brief(folder, "facts/x", template_folders=templates) if p.severity == "error"]
    assert ("broken-character", 5) in [(p.code, p.location.line) for p in errors]
    assert {p.code for p in errors} <= {"broken-character", "unknown-fact", "unknown-source", "unknown-table"}
    str([str(p) for p in errors]).encode()


def test_what_prints_nothing_is_in_neither_file(tmp_path: Path) -> None:
    body = '# Bo&shy;dy\n\nIt sent {{ men }} by tr\u200bain, {{ "h\\u00adar\\u200bbo\\u2060ur\\ufeff" }} and b&ZeroWidthSpace;oat.\n'
    folder, templates = write(tmp_path, body)
    built = build_brief(folder, "facts/x", template_folders=templates)
    read = read_words(built.files["docx"].data, contents=True)
    heard = " ".join(text for _, text in structure_text(built.files["pdf"].data))
    for words in (" ".join(read), heard):
        assert "It sent 11 soldiers by train, harbour and boat." in " ".join(words.split())
        assert not set(words) & set("\u00ad\u200b\u2060\ufeff")
