"""Records of earlier runs, forged: of builds, batches and writes, inside finished files, frozen editions and replies to reviewers."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf

from fuzz.command import Command
from fuzz.finished_files import PROSE, review
from fuzz.material import Material, packed, unpacked
from fuzz.mutations import TREES, Choose, mutate_bytes, mutate_file, mutate_structured, mutate_tree

RECORD_PART = "customXml/item1.xml"


def make(choose: Choose, folder: Path, material: Material) -> list[Command]:
    """Copy a dossier with all that was made of it, forge one of its records, and do what reads it."""
    name = choose.choice(PROSE)
    shutil.copytree(material.finished(name), folder, symlinks=True, dirs_exist_ok=True)
    makers = (_build_record, _batch, _undo_journal, _embedded, _embedded, _edition, _replies)
    return choose.choice(makers)(choose, folder, name)


def _forge(choose: Choose, path: Path) -> None:
    """Change what a JSON file says, or its bytes."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"{}")
    if choose.random() < 0.8:
        path.write_bytes(mutate_structured(choose, path.read_bytes(), *TREES[".json"]))
    else:
        mutate_file(choose, path)


def _build_record(choose: Choose, folder: Path, name: str) -> list[Command]:
    _forge(choose, folder / "out" / f"{name}_DRAFT.build.json")
    return [("build", name, "--draft"), ("build", name, "--draft")]


def _batch(choose: Choose, folder: Path, name: str) -> list[Command]:
    many = folder / "out/many"
    many.mkdir(parents=True, exist_ok=True)
    report = next(iter(sorted(many.glob("*.batch.json"))), many / f"{name}.batch.json")
    journal = report.with_name(report.name.replace(".json", ".journal"))
    head = {"schema": "briefing/batch-journal/1", "commission": "0"}
    lines = [head, {"name": name, "state": "built"}, {"name": "x", "state": "failed"}]
    journal.write_text("".join(json.dumps(mutate_tree(choose, line)) + "\n" for line in lines), "utf-8")
    _forge(choose, choose.choice((report, many / f"{name}_DRAFT.build.json")))
    batch: Command = ("batch", name, "--draft", "-j", "1", "-o", "out/many")
    return [(*batch, *choose.choice((("--resume",), ("--only", "failed"), ("--only", "changed"), ("--json",))))]


def _undo_journal(choose: Choose, folder: Path, name: str) -> list[Command]:
    for path in sorted((folder / ".briefing").rglob("*.json")):
        _forge(choose, path)
    return [("undo", "--list"), ("undo", "--yes", *choose.choice(((), ("--force",), ("--json",))))]


def _embedded(choose: Choose, folder: Path, name: str) -> list[Command]:
    """A finished file with another record in it."""
    docx, pdf = (f"{name}_DRAFT{ending}" for ending in (".docx", ".pdf"))
    for file in (docx, pdf):
        path = folder / "out" / file
        if path.exists():
            (folder / file).write_bytes(path.read_bytes())
    forged = choose.choice((docx, docx, pdf))
    path = folder / forged
    if path.exists():
        path.write_bytes((_in_word if forged == docx else _in_pdf)(choose, path.read_bytes()))
        if forged == docx and choose.random() < 0.3:
            path.write_bytes(review(choose, path.read_bytes()))
    word = [("review", docx), ("review", docx, "--apply"), ("review", docx, "--json", "--html", "out.html")]
    finished: list[Command] = [
        ("verify", forged), ("compare", docx, pdf), ("why", forged, "2024"), ("why", forged, "staff", "--json"), ("diff", docx, pdf),
        ("diff", name, forged),
    ]  # fmt: skip
    return [choose.choice(finished + word * (forged == docx))]


def _in_word(choose: Choose, data: bytes) -> bytes:
    members = unpacked(data)
    text = members[RECORD_PART].decode("utf-8")
    head, found, tail = re.split(r"(\{\n.*\n\})", text, maxsplit=1, flags=re.DOTALL)
    found = found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    forged = mutate_structured(choose, found.encode(), *TREES[".json"]).decode("utf-8", "replace")
    members[RECORD_PART] = (head + escape(forged) + tail).encode()
    return packed(members)


def _in_pdf(choose: Choose, data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as file:
        for found in file.objects:
            if isinstance(found, pikepdf.Stream) and found.get("/Type") == "/EmbeddedFile":
                content = found.read_bytes()
                known = content.lstrip().startswith(b"{")
                found.write(
                    mutate_structured(choose, content, *TREES[".json"]) if known else mutate_bytes(choose, content)
                )
        out = io.BytesIO()
        file.save(out, deterministic_id=True)
        return out.getvalue()


def _edition(choose: Choose, folder: Path, name: str) -> list[Command]:
    """A frozen edition, with which this one is compared."""
    editions = sorted((folder / "facts" / name / "editions").glob("*.json"))
    for path in editions:
        _forge(choose, path)
    old = f"facts/{name}/editions/{editions[0].name}" if editions else name
    described = folder / "facts" / name / "dossier.yaml"
    text = re.sub(
        r"^edition: .*", "edition: 2\nsupersedes: 1", described.read_text("utf-8"), count=1, flags=re.MULTILINE
    )
    described.write_text(text, "utf-8")
    ways: list[list[Command]] = [
        [("build", name, "--draft")],
        [("diff", old, name)],
        [("diff", old, name, "--redline", "redline.docx")],
        [("freeze", name), ("freeze", name, "--force"), ("undo", "--yes")],
    ]
    return choose.choice(ways)


def _replies(choose: Choose, folder: Path, name: str) -> list[Command]:
    """Replies to comments, and a copy with comments that are carried on."""
    path = folder / "facts" / name / "reviews" / f"{name}_DRAFT.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        "comment_1:\n  author: Anna Reader\n  date: 2025-09-01\n  on: words\n  comment: Is this so?\n  answer: It is.\n"
        "comment_2:\n  author: Boris\n  date: 2025-09-02\n  on: more\n  comment: No\n  answer:\n",
        "utf-8",
    )
    mutate_file(choose, path)
    docx = folder / "out" / f"{name}_DRAFT.docx"
    copied = folder / f"{name}_DRAFT.docx"
    if docx.exists():
        copied.write_bytes(review(choose, docx.read_bytes()))
    ways: list[list[Command]] = [
        [("review", copied.name, "--apply"), ("check", name)],
        [("build", name, "--draft", "--carry-comments", copied.name)],
    ]
    return choose.choice(ways)
