"""No byte of what a release withholds is in anything that a release writes or prints.

A dossier holds a marker of its own in every text field at every label. Each release is made by every command that makes one;
then each file that is there, unpacked to the last stream, and all that was printed are searched for the markers above its label.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from typer.testing import CliRunner, Result

from briefing.cli.app import app
from briefing.facts.schema import (
    ChangeSchema,
    ClaimSchema,
    FactSchema,
    FigureSchema,
    GlossarySchema,
    JudgementSchema,
    ProposalSchema,
    Schema,
    SourceSchema,
    TableSchema,
)
from briefing.facts.value_types import TLP_LABELS
from briefing.readers import read_brief

LABELS = tuple(label.removeprefix("TLP:") for label in TLP_LABELS)
# Keys whose value is no text of the author's, by what stands in them here.
TYPED: dict[type[Schema], dict[str, str]] = {
    FactSchema: {"status": "", "date": "2025-03", "as_of": "2025-04"},
    SourceSchema: {},
}


# Keys of a fact whose text means something to the program; the facts below have them where they fit together.
MEANT = {"value", "unit", "series", "derive", "check", "quote", "speaker", "original", "translation", "source"}


def free_text_keys() -> list[str]:
    """Every key of a fact that takes any text: a new one is searched for too."""
    fields = {key: field for key, field in FactSchema.model_fields.items() if field.annotation is str}
    return [key for key, field in fields.items() if not field.metadata and key not in MEANT]


def marker(label: str, *where: str) -> str:
    """A word that stands in one field of one thing only, and says at which label."""
    return "Q" + "x".join((label.replace("+", "p").lower(), *(part.replace("_", "").lower() for part in where))) + "Q"


def above(label: str) -> re.Pattern[str]:
    """Every marker that a release under this label may not hold."""
    higher = LABELS[LABELS.index(label) + 1 :]
    names = "|".join(re.escape(name.replace("+", "p").lower()) for name in higher)
    return re.compile(f"Q(?:{names})x[a-z0-9x]+Q", re.IGNORECASE)


def write(folder: Path) -> None:
    """A dossier with everything five times over: once for each label."""
    files: dict[str, list[str]] = {name: [] for name in ("sources", "tables", "figures", "judgements", "changes")}
    for at, label in enumerate(LABELS):
        low = f"l{at}"

        def m(*where: str, label: str = label) -> str:
            return marker(label, *where)

        files["sources"] += [
            f"s_{low}_{m('sourceid').lower()}:", f"  title: {m('source', 'title')}", f"  publisher: {m('source', 'publisher')}",
            f"  author: {m('source', 'author')}", f"  undated: {m('source', 'undated')}", f"  url: https://x.org/{m('source', 'url')}",
            f"  archived: https://x.org/{m('source', 'archived')}", f"  type: {m('source', 'type')}",
            f"  short: {m('source', 'short')}", f"  note: {m('source', 'note')}", f"  via: words of {m('source', 'via')}",
            f"  descriptor: {m('source', 'descriptor')}", f"  party: {m('source', 'party')}",
            # Only prose could cite it, and it has no date: a warning that names it.
            f"unused_{low}_{m('unusedid').lower()}:", f"  title: {m('unused', 'title')}", f"  tlp: {label}",
        ]  # fmt: skip
        source = f"s_{low}_{m('sourceid').lower()}"
        fact = [
            "    name: " + m("fact", "name"), "    says: " + m("fact", "says") + " " + m("fact", "worded") + " is {value}",
            "    worded: " + m("fact", "worded"), f"    value: {at + 3} {m('fact', 'unit')}",
            "    counts: " + m("fact", "counts"), "    passage: " + m("fact", "passage"), "    by: " + m("fact", "by"),
            f"    source: {source}, {m('fact', 'locator')}", "    note: " + m("fact", "note"), "    record: " + m("fact", "record"),
            "    tags:", f"      row: {m('fact', 'tag')}", f"      {m('fact', 'tagname').lower()}: {m('fact', 'tagged')}",
        ]  # fmt: skip
        written = {line.split(":")[0].strip() for line in fact}
        fact += [f"    {key}: {m('fact', key)}" for key in free_text_keys() if key not in written]
        topic = [f"title: {m('topic', 'title')}", f"tlp: {label}", "facts:"]
        topic += [f"  f_{low}_{m('factid').lower()}:", *fact]
        # A value that its statement does not place: a warning that quotes it.
        topic += [
            f"  unplaced_{low}:",
            f"    says: {m('unplaced', 'says')} hides",
            f"    value: {at + 1} {m('unplaced', 'value')}",
            f"    source: {source}",
        ]
        topic += [
            f"  quoted_{low}:",
            f"    quote: {m('quote', 'words')}",
            f"    speaker: {m('quote', 'speaker')}",
            f"    original: {m('quote', 'original')}",
            "    original_language: de",
            f"    translation: {m('quote', 'translation')}",
            "    date: 2025",
            f"    source: {source}",
        ]
        topic += [
            f"  series_{low}:",
            f"    name: {m('series', 'name')}",
            "    unit: boats",
            f"    series: series_{low}.csv",
            f"    source: {source}",
        ]
        topic += [
            f"  claims_{low}:", "    name: " + m("claims", "name"), "    unit: ships", "    claims:",
            f"      {m('claimid').lower()}:", "        value: 70", f"        by: {m('claim', 'by')}", "        as_of: 2024",
            f"        counts: {m('claim', 'counts')}", f"        source: {source}", f"        note: {m('claim', 'note')}",
            f"        passage: {m('claim', 'passage')}", "      other:", "        value: 90", "        by: Them", "        as_of: 2025",
            f"        source: {source}", "    proposals:", "      p1:", "        value: 80", f"        by: {m('proposal', 'by')}",
            f"        proposer: {m('proposal', 'proposer')}", f"        note: {m('proposal', 'note')}", "        claim: other",
        ]  # fmt: skip
        (folder / f"topic_{low}_{m('file').lower()}.yaml").write_text("\n".join(topic) + "\n", "utf-8")
        rows = "year,value,note,by\n"
        rows += (
            f"2024,{at + 1},{m('row', 'note')},{m('row', 'by')}\n2025,{at + 2},{m('row', 'note2')},{m('row', 'by')}\n"
        )
        (folder / f"series_{low}.csv").write_text(rows, "utf-8")
        files["tables"] += [
            f"t_{low}_{m('tableid').lower()}:",
            f"  title: {m('table', 'title')}",
            "  rows: facts tagged row",
            "  columns:",
            f"    - row as {m('table', 'column')}",
            "    - value",
            "    - by",
            f"  note: {m('table', 'note')}",
            f"  tlp: {label}",
        ]
        files["figures"] += [
            f"c_{low}_{m('figureid').lower()}:",
            f"  title: {m('figure', 'title')}",
            "  chart: column",
            f"  rows: facts series_{low}",
            f"  measure: {m('figure', 'measure')}",
            f"  note: {m('figure', 'note')}",
            f"  tlp: {label}",
        ]
        files["judgements"] += [
            f"j_{low}_{m('judgementid').lower()}:",
            f"  text: {m('judgement', 'text')} will happen",
            "  likelihood: likely",
            "  horizon: 2027",
            "  confidence: high",
            f"  basis: f_{low}_{m('factid').lower()}",
            f"  name: {m('judgement', 'name')}",
            f"  because: {m('judgement', 'because')}",
            f"  by: {m('judgement', 'by')}",
            "  assumptions:",
            f"    - {m('judgement', 'assumption')}",
            "  would_change:",
            f"    - {m('judgement', 'would')}",
            f"  tlp: {label}",
        ]
    # In tables of all facts the titles of rows are words of the facts; this one says nothing itself and may go anywhere.
    for name, lines in files.items():
        if lines:
            (folder / f"{name}.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "glossary.yaml").write_text(
        f"tlp: RED\nacronyms:\n  QQQ: {marker('RED', 'glossary', 'acronym')}\nnames:\n  - {marker('RED', 'glossary', 'name')}\n",
        "utf-8",
    )
    (folder / f"{marker('RED', 'ignored')}.txt").write_text("secret plans", "utf-8")
    (folder / f"{marker('RED', 'picture')}.xlsb").write_bytes(b"x")
    topics = sorted(path.stem for path in folder.glob("topic_*.yaml"))
    dossier = [
        "title: A brief",
        "date: 2025-06",
        "marking: TLP:RED",
        "template: mine",
        "sections:",
        *(f"  - {t}" for t in topics),
    ]
    dossier += ["  - prose_clear", "  - prose_red", "  - sources", "tlp:", "  prose_clear: CLEAR", "  sources: CLEAR"]
    dossier += ["checks:", f"  single-origin: note, because {marker('RED', 'reason')}"]
    (folder / "dossier.yaml").write_text("\n".join(dossier) + "\n", "utf-8")


def templates(folder: Path) -> None:
    """Prose at two labels; the topics are laid out by the general template."""
    folder.mkdir(parents=True)
    prose = "# Prose\n\nWords of {}.\n\n{{% for t in ['t'] %}}{{% endfor %}}"
    (folder / "prose_clear.md").write_text(prose.format(marker("CLEAR", "prose")) + "\n", "utf-8")
    (folder / "prose_red.md").write_text(prose.format(marker("RED", "prose")) + "\n", "utf-8")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "facts" / "d"
    folder.mkdir(parents=True)
    write(folder)
    templates(tmp_path / "templates" / "mine")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def layers(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, and everything inside it: members of archives, inflated streams, attachments, to any depth."""
    yield name, data
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield f"{name}!{member}", member.encode()
                yield from layers(f"{name}!{member}", archive.read(member))
    elif data[:5] == b"%PDF-":
        # Glyphs are no letters: what the pages show is read by their structure.
        yield f"{name} text", "\n".join(" ".join(piece.words) for piece in read_brief(data, name).pieces).encode()
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for number, item in enumerate(pdf.objects):
                yield f"{name}#{number}", repr(item).encode()
                if isinstance(item, pikepdf.Stream):
                    with_stream = f"{name}#{number} stream"
                    try:
                        yield from layers(with_stream, item.read_bytes())
                    except pikepdf.PdfError:
                        yield with_stream, item.read_raw_bytes()
    else:
        with contextlib.suppress(zlib.error):
            yield f"{name} inflated", zlib.decompress(data)


def found_in(name: str, data: bytes, wanted: re.Pattern[str]) -> set[str]:
    """The markers in a file: as bytes of any common encoding, with and without the tags between letters."""
    found: set[str] = set()
    for layer, content in layers(name, data):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            text = content.decode(encoding, "replace")
            found |= {f"{layer}: {each}" for each in wanted.findall(text)}
            found |= {f"{layer}: {each}" for each in wanted.findall(re.sub(r"<[^>]*>|[\s()\[\]\-0-9.]", "", text))}
    return found


def leaks(label: str, folder: Path, *results: Result) -> list[str]:
    wanted = above(label)
    found = {f"printed: {each}" for done in results for each in wanted.findall(done.stdout + done.stderr)}
    for path in sorted(folder.rglob("*")):
        found |= {f"name: {each}" for each in wanted.findall(path.name)}
        if path.is_file():
            found |= found_in(path.name, path.read_bytes(), wanted)
    return sorted(found)


def test_the_dossier_holds_a_marker_in_every_text_field_of_every_form(place: Path) -> None:
    text = "\n".join(path.read_text("utf-8") for path in (place / "facts" / "d").iterdir() if path.suffix == ".yaml")
    kinds: dict[str, type[Schema]] = {"fact": FactSchema, "claim": ClaimSchema, "source": SourceSchema, "table": TableSchema,
                                    "figure": FigureSchema, "judgement": JudgementSchema, "proposal": ProposalSchema}  # fmt: skip
    keys = {key for form in kinds.values() for key in form.model_fields} - {
        # Values of a closed set, numbers, dates and names of what is elsewhere: they hold no words of the author's.
        "status", "date", "as_of", "credibility", "reliability", "read", "accessed", "rests_on", "derive", "check", "decimals", "unit",
        "series", "stale_after", "tlp", "claims", "proposals", "tags", "origin", "source", "rows", "group_by", "sort_by", "widths", "chart",
        "lanes", "file", "alt", "credit", "licence", "likelihood", "horizon", "confidence", "basis", "proposed", "claim", "point",
        "instead_of", "value", "columns", "original_language", "decimal_mark",
    }  # fmt: skip
    there = set(re.findall(r"^\s*(\w+):.*Q[a-z]+x", text, re.MULTILINE)) | set(
        re.findall(r"^\s*(\w+):\n\s+- Q", text, re.MULTILINE)
    )
    assert keys - there == set()
    assert {*ChangeSchema.model_fields, *GlossarySchema.model_fields} == {
        "label",
        "says",
        "spellings",
        "acronyms",
        "names",
        "tlp",
    }


@pytest.mark.parametrize("label", LABELS[:-1])
def test_a_release_holds_nothing_above_its_label(place: Path, label: str) -> None:
    full = run("build", "d")
    assert full.exit_code == 0, full.output
    assert leaks("CLEAR", place / "out")  # the search finds what is there
    for path in (place / "out").iterdir():
        path.unlink()

    built = run("build", "d", "--release", label)
    assert built.exit_code == 0, built.output
    again = run("build", "d", "--release", label)
    checked = run("check", "d", "--release", label)
    as_json = run("check", "d", "--release", label, "--json")
    exported = run("export", "d", "--release", label, "-f", "json", "-f", "csv", "-f", "xlsx")
    batched = run("batch", "mine", "--release", label, "--jobs", "1", "--json")
    assert [r.exit_code for r in (again, checked, as_json, exported, batched)] == [0] * 5, batched.output
    assert leaks(label, place / "out", built, again, checked, as_json, exported, batched) == []
    (record,) = (place / "out").glob("d_TLP-*.build.json")
    text = record.read_text("utf-8")
    assert marker(label, "fact", "says") in text, "what may go out does"


def test_what_an_earlier_whole_batch_reported_is_not_carried_into_a_release(place: Path) -> None:
    other = place / "facts" / "e"
    other.mkdir()
    (other / "dossier.yaml").write_text("title: Other\nmarking: TLP:CLEAR\n", "utf-8")
    (other / "sources.yaml").write_text("s:\n  title: S\n  date: 2025\n", "utf-8")
    (other / "open.yaml").write_text(
        "title: O\nfacts:\n  f:\n    says: It is {value}\n    value: 3 boats\n    source: s\n", "utf-8"
    )
    (place / "templates" / "mine" / "brief.md").write_text(
        '# T\n\n{% if has("f") %}{{ f.says }}.{% endif %}\n', "utf-8"
    )
    whole = run("batch", "mine", "--jobs", "1")
    assert whole.exit_code == 0, whole.output
    assert above("CLEAR").search((place / "out" / "mine.batch.json").read_text("utf-8"))
    done = run("batch", "mine", "--jobs", "1", "--release", "CLEAR", "--only", "e")
    assert done.exit_code == 0, done.output
    report = (place / "out" / "mine.batch.json").read_text("utf-8")
    assert json.loads(report)["release"] == "TLP:CLEAR"
    assert above("CLEAR").findall(report) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("sources.yaml", "  note: ", "  nte: "),
        ("judgements.yaml", "likelihood: likely", "likelihood: lkely"),
        ("tables.yaml", "facts tagged row", "facts tagged rw"),
        ("dossier.yaml", "tlp:\n", "restates: nosuch\ntlp:\n"),
    ],
)
def test_a_release_of_a_dossier_with_errors_quotes_none_of_them(place: Path, file: str, old: str, new: str) -> None:
    path = place / "facts" / "d" / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    results = [
        run(c, *rest, "--release", "CLEAR")
        for c, *rest in (("build", "d"), ("check", "d"), ("export", "d"), ("batch", "mine"))
    ]
    assert [done.exit_code for done in results] == [1] * 4
    assert all("error[release-with-errors]" in done.output for done in results)
    assert leaks("CLEAR", place / "out", *results) == []


@pytest.mark.parametrize(
    "prose", ["{{ f_l4_%s.says }}", '{{ cite("unused_l4_%s") }}', "{{ f_l4_%s.sys }}", "{{ f_l4_%s | uper }}"]
)
def test_prose_that_prints_what_is_withheld_stops_the_release_and_quotes_nothing(place: Path, prose: str) -> None:
    ids = {"f": marker("RED", "factid").lower(), "u": marker("RED", "unusedid").lower()}
    text = prose % (ids["u"] if "cite" in prose else ids["f"])
    # The template may name it: what it would print may not be printed. A word one letter off must not be told the right one.
    (place / "templates" / "mine" / "prose_clear.md").write_text(
        f"# Prose\n\nSo {text} it is. {{{{ f_l4_{ids['f'][:-1]} }}}}\n", "utf-8"
    )
    done = run("build", "d", "--release", "CLEAR")
    assert done.exit_code == 1
    assert leaks("CLEAR", place / "out", done) == []


def test_comments_do_not_go_into_a_release(place: Path) -> None:
    done = run("build", "d", "--release", "CLEAR", "--comments")
    assert (done.exit_code, "comments-in-release" in done.output) == (2, True)
    assert not (place / "out").exists()
