"""What cannot be read at all is a located problem, in whatever way it is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.build.pipeline import check_brief

FILES = {
    "facts/x/dossier.yaml": "title: A brief\nsections:\n  - body\n",
    "facts/x/sources.yaml": "bbc:\n  title: A report\n  date: 2025-01-22\n",
    "facts/x/arms.yaml": (
        "title: Arms\nfacts:\n  men:\n    says: It sent {value}\n    value: 11 soldiers\n    date: 2024\n    source: bbc\n"
    ),
    "templates/brief.md": "{% for name in sections %}\n{{ section(name) }}\n\n{% endfor %}\n",
}


def check(tmp_path: Path, files: dict[str, str | bytes]) -> list[str]:
    for name, content in ({**FILES, **files}).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    problems = check_brief(tmp_path / "facts/x", "facts/x", template_folders=[tmp_path / "templates"])
    return [f"{p.origin.file}:{p.origin.line} {p.code}" for p in problems if p.severity == "error"]


@pytest.mark.parametrize(
    "start", [b"\x89PNG\r\n\x1a\n", b"\x89PNG\r\n\x1a\n\x00\x00", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\x00"]
)
def test_a_picture_that_is_cut_off_is_told_at_its_entry(tmp_path: Path, start: bytes) -> None:
    files: dict[str, str | bytes] = {
        "facts/x/figures.yaml": "map:\n  title: A map\n  file: map.png\n  alt: Two countries\n",
        "facts/x/map.png": start,
        "templates/body.md": '# Body\n\nIt sent {{ men }}.\n\n{{ figure("map") }}\n',
    }
    assert check(tmp_path, files) == ["facts/x/figures.yaml:1 bad-picture"]


@pytest.mark.parametrize("scale", ["", "nonsense", '[[words]]\nword = "likely"\nlow = 80\nhigh = 55\n'])
@pytest.mark.parametrize("placing", ['{{ table("judged") }}', '{{ figure("drawn") }}', '{{ judgement("growth") }}'])
def test_a_scale_that_cannot_be_read_is_told_at_its_own_file(tmp_path: Path, scale: str, placing: str) -> None:
    growth = "growth:\n  text: it will grow\n  likelihood: likely\n  horizon: 2026\n  confidence: low\n  basis: men\n"
    files: dict[str, str | bytes] = {
        "facts/x/dossier.yaml": "title: A brief\nlikelihood_scale: house.toml\nsections:\n  - body\n",
        "facts/x/house.toml": scale,
        "facts/x/judgements.yaml": growth,
        "facts/x/tables.yaml": "judged:\n  title: T\n  rows: judgements\n  columns:\n    - likelihood\n",
        "facts/x/figures.yaml": "drawn:\n  title: T\n  chart: range\n  rows: judgements\n",
        "templates/body.md": f"# Body\n\nIt sent {{{{ men }}}}.\n\n{placing}\n",
    }
    found = check(tmp_path, files)
    assert found
    assert {line.partition(":")[0] for line in found} == {"facts/x/house.toml"}


@pytest.mark.parametrize("placing", ['{{ table("judged") }}', '{{ table("judgements") }}', '{{ judgement("growth") }}'])
def test_judgements_that_are_no_yaml_are_told_at_their_own_file(tmp_path: Path, placing: str) -> None:
    files: dict[str, str | bytes] = {
        "facts/x/judgements.yaml": 'growth:\n  text: "it will grow\n likelihood\n',
        "facts/x/tables.yaml": "judged:\n  title: T\n  rows: judgements\n  columns:\n    - likelihood\n",
        "templates/body.md": f"# Body\n\nIt sent {{{{ men }}}}.\n\n{placing}\n",
    }
    found = check(tmp_path, files)
    assert found
    assert {line.partition(":")[0] for line in found} == {"facts/x/judgements.yaml"}


@pytest.mark.parametrize("typed", ["", "# Nothing yet\n"])
def test_an_empty_file_of_judgements_has_none_to_draw(tmp_path: Path, typed: str) -> None:
    files: dict[str, str | bytes] = {
        "facts/x/judgements.yaml": typed,
        "facts/x/figures.yaml": "drawn:\n  title: T\n  chart: range\n  rows: judgements\n",
        "templates/body.md": '# Body\n\nIt sent {{ men }}.\n\n{{ figure("drawn") }}\n',
    }
    found = check(tmp_path, files)
    assert found
    assert {line.partition(":")[0] for line in found} <= {"facts/x/figures.yaml", "facts/x/judgements.yaml"}


def test_a_character_that_no_font_has_is_told_where_its_source_was_typed(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "facts/x/dossier.yaml": "title: A brief\nsections:\n  - body\n  - sources\n",
        "facts/x/sources.yaml": "bbc:\n  title: A report\n  date: 2025\nmod:\n  title: 日\n  publisher: MOD\n  date: 2025\n",
        "facts/x/tables.yaml": "sources:\n  title: Sources\n  rows: sources\n  columns:\n    - title\n",
        "templates/body.md": '# Body\n\nIt sent {{ men }}.{{ cite("mod") }}\n',
        "templates/sources.md": '# Sources\n\n{{ table("sources") }}\n',
    }
    assert check(tmp_path, files) == ["facts/x/sources.yaml:4 missing-glyph"]
