"""`briefing freeze` and `briefing diff`: what they print, how they exit, and what is said of wrong first moves."""

from __future__ import annotations

import json
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from editions.sample import ONE, TEMPLATES, TWO, write
from typer.testing import CliRunner, Result
from writers.docx.track_changes.settled_changes import said

from briefing.build.options import BuildOptions
from briefing.build.pipeline import build_brief
from briefing.cli.app import app
from briefing.review import git_revision as revisions

GENERIC = Path(__file__).parents[2] / "templates"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def changes_of(*arguments: str) -> list[dict[str, Any]]:
    done = run("diff", *arguments, "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["schema"] == "briefing/diff/1"
    found: list[dict[str, Any]] = told["changes"]
    return found


def git(*arguments: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], check=True, capture_output=True)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with both editions: `facts/one` as it was, `facts/x` as it is, without the frozen one."""
    write(tmp_path, TEMPLATES, {name.replace("/x/", "/one/"): text for name, text in ONE.items()}, TWO)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def both(here: Path) -> Path:
    """The same with the first edition frozen beside the second."""
    assert run("freeze", "one").exit_code == 0
    (here / "facts/x/editions").mkdir()
    (here / "facts/one/editions/1.json").rename(here / "facts/x/editions/1.json")
    return here


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose tag v1 is the first edition and whose working tree is the second."""
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    git("init", "-q", "-b", "main")
    shared = {
        "facts/common/dossier.yaml": "title: Shared\n",
        "facts/common/sources.yaml": "un:\n  title: T\n  date: 2024\n",
    }
    shared["facts/common/law.yaml"] = "title: Law\nfacts:\n  veto:\n    says: There was a veto\n    source: un\n"
    one = ONE | {"facts/x/dossier.yaml": ONE["facts/x/dossier.yaml"] + "uses: common\n"}
    write(tmp_path, TEMPLATES, one, shared)
    git("add", "-A")
    git("commit", "-qm", "one")
    git("tag", "v1")
    write(tmp_path, TWO)
    return tmp_path


# ------------------------------------------------------------------ freeze


def test_freezing_writes_the_edition_once(here: Path) -> None:
    done = run("freeze", "one")
    assert (done.exit_code, done.stdout) == (0, "facts/one/editions/1.json\n")
    path = here / "facts/one/editions/1.json"
    first = path.read_bytes()
    again = run("freeze", "one")
    assert (again.exit_code, again.stdout) == (0, "facts/one/editions/1.json  unchanged\n")
    (here / "facts/one/arms.yaml").write_text(ONE["facts/x/arms.yaml"].replace("90 %", "91 %"), "utf-8")
    refused = run("freeze", "one")
    assert refused.exit_code == 1
    assert "facts/one/editions/1.json: error[already-frozen]" in refused.stderr
    assert path.read_bytes() == first
    assert run("freeze", "one", "--force").exit_code == 0
    assert b"91%" in path.read_bytes()


def test_freezing_needs_an_edition_and_a_sound_dossier(here: Path) -> None:
    folder = here / "facts/one"
    (folder / "dossier.yaml").write_text("title: Arms\n", "utf-8")
    done = run("freeze", "one")
    assert done.exit_code == 1
    assert "facts/one/dossier.yaml: error[no-edition-number]" in done.stderr
    (folder / "dossier.yaml").write_text("title: Arms\nedition: 1\nrestates: lettr\n", "utf-8")
    done = run("freeze", "one")
    assert done.exit_code == 1
    assert "error[unknown-source]" in done.stderr
    assert not (folder / "editions").exists()
    assert run("freeze", "nobody").exit_code == 2


def test_what_is_frozen_is_seen_by_the_next_build(both: Path) -> None:
    done = run("build", "x", "--format", "docx")
    assert done.exit_code == 0, done.output
    assert "facts/x" not in run("list").stderr


# ------------------------------------------------------------------ diff: what it says


def test_the_changes_read_aloud(both: Path) -> None:
    done = run("diff", "facts/x/editions/1.json", "x")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "12 changes from edition 1 to edition 2: 2 corrected, 1 superseded, 2 weakened"
    assert lines[2:9] == [
        "Corrected (2)",
        "  bridge (E8): statement, date, status, sources",
        "    was: Russia is building a railway bridge",
        "    now: Russia is building a road bridge",
        "  trade[2025] (E4) retired",
        "    was: Trade stood at $52.9 million in 2025",
        "",
    ]
    assert lines[-6:] == [
        "",
        "Sources gained (2)",
        "  mod",
        "    Defence update (Ministry of Defence, 2025-06-15)",
        "  nis",
        "    Statement (Intelligence Service, 2025-04-30)",
    ]
    assert max(len(line) for line in lines) < 200


def test_the_changes_for_programs(both: Path) -> None:
    told = json.loads(run("diff", "one", "x", "--json").stdout)
    assert {key: told["old"][key] for key in ("kind", "dossier", "edition", "partial")} == {
        "kind": "dossier", "dossier": "one", "edition": "1", "partial": False,
    }  # fmt: skip
    found = {change["id"]: change for change in told["changes"]}
    assert found["losses"] == {
        "of": "fact",
        "change": "changed",
        "id": "losses",
        "record": "M2",
        "label": "superseded",
        "aspects": ["value", "date", "sources"],
        "was": "about 4,000 soldiers",
        "now": "more than 6,000 soldiers",
        "says": "Losses came to more than 6,000 soldiers",
    }
    assert found["men"]["label"] == ""
    assert (found["trade[2025]"]["change"], found["trade[2025]"]["label"]) == ("retired", "corrected")
    assert (found["more_men"]["of"], found["more_men"]["change"]) == ("judgement", "lowered")
    assert (found["mod"]["of"], found["mod"]["change"]) == ("source", "gained")


def test_nothing_differs_from_itself(both: Path) -> None:
    assert run("build", "x").exit_code == 0
    for same in ("x", "facts/one", "facts/x/editions/1.json", "out/x.pdf", "out/x.docx"):
        done = run("diff", same, same)
        assert (done.exit_code, done.stdout.startswith("no changes from")) == (0, True), done.output
        assert changes_of(same, same) == []
    assert changes_of("out/x.pdf", "out/x.docx") == []


def test_typed_labels_count_only_against_the_edition_that_is_superseded(both: Path) -> None:
    found = {change["id"]: change["label"] for change in changes_of("x", "one")}
    assert found["trade[2025]"] == ""
    assert found.keys() == {change["id"] for change in changes_of("one", "x")}


def test_of_a_finished_file_only_what_it_shows_is_known(both: Path) -> None:
    assert run("build", "x", "--format", "pdf").exit_code == 0
    found = {c["id"]: c for c in changes_of("one", "out/x.pdf")}
    assert found["losses"]["label"] == "superseded"
    assert found["losses"]["was"] == "about 4,000 soldiers"
    assert found["debt"]["change"] == "no longer shown"
    assert {c["change"] for c in changes_of("out/x.pdf", "x")} == {"newly shown"}
    lines = run("diff", "out/x.pdf", "x").stdout.splitlines()
    assert lines[0].startswith("2 changes from out/x.pdf to x")
    assert "Facts newly shown (2)" in lines


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_finished_file_labels_changes_as_it_prints_them(both: Path, kind: str) -> None:
    assert run("build", "x", "--format", kind).exit_code == 0
    labels = {c["id"]: c["label"] for c in changes_of("facts/x/editions/1.json", "x") if c["label"]}
    assert {c["id"]: c["label"] for c in changes_of("facts/x/editions/1.json", f"out/x.{kind}") if c["label"]} == labels
    assert "trade[2025]" in labels


def test_what_only_a_finished_file_has_is_called_by_what_it_shows(both: Path) -> None:
    assert run("build", "x", "--format", "pdf").exit_code == 0
    found = {c["id"]: c for c in changes_of("out/x.pdf", "one")}
    assert found["workers"]["says"] == "Thousands of workers went to the factories"
    found = {c["id"]: c for c in changes_of("one", "out/x.pdf")}
    told = "Thousands of workers are to be sent to the factories, it was announced"
    assert (found["workers"]["says"], found["losses"]["says"]) == (told, "Losses: more than 6,000 soldiers")


def test_two_briefs_that_are_not_one_are_remarked_on(both: Path) -> None:
    assert run("diff", "one", "x").stderr == ""
    (both / "facts/x/arms.yaml").write_text(TWO["facts/x/arms.yaml"].replace("  trade:", "  debts:"), "utf-8")
    for name in ("men", "losses", "bridge", "workers", "rumour", "debt"):
        text = (both / "facts/one/arms.yaml").read_text("utf-8").replace(f"  {name}:\n", f"  other_{name}:\n")
        (both / "facts/one/arms.yaml").write_text(text, "utf-8")
    (both / "facts/one/judgements.yaml").unlink()
    (both / "facts/x/changes.yaml").write_text("men:\n  label: corrected\n", "utf-8")
    done = run("diff", "one", "x")
    assert done.exit_code == 0, done.output
    assert "warning[no-common-fact]: one and x have no fact in common" in done.stderr
    assert {c["label"] for c in changes_of("one", "x")} == {""}


def test_the_wrong_order_is_remarked_on(both: Path) -> None:
    done = run("diff", "x", "one")
    assert done.exit_code == 0
    assert "warning[wrong-order]: edition 2 is given as the old one" in done.stderr
    assert run("diff", "one", "x").stderr == ""


# ------------------------------------------------------------------ diff: git


def test_a_revision_is_read_with_what_it_uses(repository: Path) -> None:
    found = {change["id"]: change for change in changes_of("facts/x@v1", "facts/x")}
    assert found["losses"]["label"] == "superseded"
    assert found["veto"]["change"] == "retired"
    assert {c["id"] for c in changes_of("x@HEAD", "facts/x")} == set(found)
    assert changes_of("x@v1", "facts/x@HEAD") == []
    assert subprocess.run(["git", "status", "--porcelain"], check=True, capture_output=True).stdout.count(b"??") >= 1


def test_a_folder_that_is_gone_is_found_where_it_was(repository: Path) -> None:
    (repository / "facts/x").rename(repository / "facts/y")
    assert {c["id"] for c in changes_of("facts/x@v1", "y")} >= {"losses", "bridge"}


@pytest.mark.parametrize(
    ("old", "code", "says"),
    [
        ("facts/x@nosuchrev", "unknown-revision", "choose a tag or branch: main, v1"),
        ("facts/x@v11", "unknown-revision", 'did you mean "v1"?'),
        ("facts/z@v1", "unknown-dossier", 'unknown dossier "facts/z" at v1'),
        ("templates/mine@v1", "unknown-dossier", "unknown dossier"),
        ("../elsewhere@v1", "no-repository", "is not in a git repository"),
        ("facts/x@--output=/tmp/x", "bad-revision", "is not a revision"),
        ("facts/x@", "bad-revision", "is not a revision"),
        ("facts/x@v1:facts", "unknown-revision", "unknown revision"),
        ("facts/x@v1\x07", "bad-revision", "is not a revision"),
    ],
)
def test_a_wrong_revision_is_told(repository: Path, old: str, code: str, says: str) -> None:
    done = run("diff", old, "facts/x")
    assert done.exit_code == 2
    assert f"error[{code}]" in done.stderr
    assert says in done.stderr
    assert not (repository / "x").exists()


def test_without_git_it_is_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    done = run("diff", "facts/x@v1", "facts/x")
    assert done.exit_code == 2
    assert "error[no-git]" in done.stderr


def test_a_revision_of_great_size_is_refused(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revisions, "MAX_BYTES", 100)
    done = run("diff", "facts/x@v1", "facts/x")
    assert done.exit_code == 2
    assert "error[too-large]" in done.stderr


def test_links_of_a_revision_are_not_made(repository: Path) -> None:
    secret = repository.parent / f"{repository.name}.secret.yaml"
    secret.write_text("title: Secret\nfacts:\n  secret:\n    says: It is so\n    source: letter\n", "utf-8")
    (repository / "facts/x/secret.yaml").symlink_to(secret)
    git("add", "-A")
    git("commit", "-qm", "a link")
    assert not [c for c in changes_of("facts/x@HEAD", "facts/x@v1") if c["id"] == "secret"]


def test_a_name_with_an_at_sign_is_a_name(here: Path) -> None:
    (here / "facts/one").rename(here / "facts/one@home")
    assert changes_of("facts/one@home", "facts/one@home") == []


# ------------------------------------------------------------------ diff: wrong first moves


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.json", b"{}", "bad-edition"),
        ("a.json", b"[" * 100_000, "bad-edition"),
        ("a.json", b'{"schema": "briefing/build/1"}', "bad-edition"),
        ("a.json", b'{"schema": "briefing/edition/1", "edition": "1", "facts": 7}', "bad-edition"),
        ("a.json", b" " * 20_000_001, "too-large"),
        ("a.pdf", b"%PDF-1.7 rubbish", "damaged-file"),
        ("a.docx", b"rubbish", "unknown-format"),
        ("notes.txt", b"notes", "bad-edition"),
        ("empty", b"", "bad-edition"),
    ],
)
def test_what_is_neither_is_refused(here: Path, name: str, data: bytes, code: str) -> None:
    (here / name).write_bytes(data)
    done = run("diff", name, "x")
    assert done.exit_code == 2
    assert f"error[{code}" in done.stderr, done.stderr
    told = run("diff", "x", name, "--json")
    assert told.exit_code == 2
    assert json.loads(told.stdout)["schema"] == "briefing/problems/1"


@pytest.mark.parametrize("missing", ["nobody", "facts/nobody", "editions/1.json", "out/x.pdf", "", "a" * 5000, "a\0b"])
def test_what_is_not_there_is_told(here: Path, missing: str) -> None:
    done = run("diff", missing, "x")
    assert done.exit_code == 2
    assert "error[" in done.stderr
    assert "Traceback" not in done.output


def test_a_file_of_a_dossier_leads_to_the_dossier(here: Path) -> None:
    done = run("diff", "facts/one/arms.yaml", "x")
    assert done.exit_code == 2
    assert "facts/one/arms.yaml: error[not-a-dossier]: this is one file of a dossier" in done.stderr
    assert "hint: compare the dossier: facts/one" in done.stderr


def test_both_sides_that_are_missing_are_told_at_once(here: Path) -> None:
    done = run("diff", "nobody", "nothing")
    assert done.stderr.count("error[unknown-dossier]") == 2


def test_a_dossier_with_errors_cannot_be_compared(here: Path) -> None:
    (here / "facts/one/arms.yaml").write_text("title: Arms\nfacts:\n  men:\n    says: It sent {vlaue}\n", "utf-8")
    done = run("diff", "one", "x")
    assert done.exit_code == 2
    assert "facts/one/arms.yaml" in done.stderr


# ------------------------------------------------------------------ diff: tracked changes


@pytest.fixture
def redliner(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, bytes, str, str]]:
    """Stands where the writer of tracked changes stands; keeps what it was called with."""
    calls: list[tuple[bytes, bytes, str, str]] = []

    def redline(old: bytes, new: bytes, *, author: str, date: str) -> bytes:
        calls.append((old, new, author, date))
        return b"PK redlined"

    module = types.ModuleType("briefing.writers.docx.track_changes")
    module.__dict__["redline"] = redline
    monkeypatch.setitem(sys.modules, "briefing.writers.docx.track_changes", module)
    return calls


def test_a_redline_is_made_of_both_word_files(both: Path, redliner: list[tuple[bytes, bytes, str, str]]) -> None:
    done = run("diff", "one", "x", "--redline", "out/red.docx")
    assert done.exit_code == 0, done.output
    ((old, new, author, date),) = redliner
    for data, name in ((old, "one"), (new, "x")):
        built = build_brief(
            both / "facts" / name,
            f"facts/{name}",
            template_folders=[both / "templates", GENERIC],
            options=BuildOptions(formats=("docx",)),
        )
        assert data == built.files["docx"].data
    assert (author, date) == ("briefing", "2026-01-01")
    assert (both / "out/red.docx").read_bytes() == b"PK redlined"
    assert [path.name for path in (both / "out").iterdir()] == ["red.docx"]
    assert done.stdout.startswith("12 changes")


def test_a_redline_has_both_editions_in_it(both: Path) -> None:
    done = run("diff", "one", "x", "--redline", "red.docx")
    assert done.exit_code == 0, done.output
    made = (both / "red.docx").read_bytes()
    for name, what in (("one", "reject"), ("x", "accept")):
        built = build_brief(
            both / "facts" / name,
            f"facts/{name}",
            template_folders=[both / "templates", GENERIC],
            options=BuildOptions(formats=("docx",)),
        )
        told = [line.partition("|")[2].strip() for line in said(made, what)]  # type: ignore[arg-type]
        kept = [line.partition("|")[2].strip() for line in said(built.files["docx"].data)]
        assert list(filter(None, told)) == list(filter(None, kept))
    again = run("diff", "red.docx", "x", "--redline", "more.docx")
    assert again.exit_code == 2
    assert "the old Word file: error[tracked-already]" in again.stderr


def test_a_redline_of_a_revision_uses_the_templates_of_then(
    repository: Path, redliner: list[tuple[bytes, bytes, str, str]]
) -> None:
    body = repository / "templates/mine/body.md"
    body.write_text(body.read_text("utf-8") + "\n{{ workers.says }}, they said.\n", "utf-8")
    (repository / "facts/x/dossier.yaml").write_text(ONE["facts/x/dossier.yaml"] + "publisher: The desk\n", "utf-8")
    (repository / "facts/x/changes.yaml").unlink()
    (repository / "facts/x/tables.yaml").unlink()
    (repository / "facts/x/sources.yaml").write_text(TWO["facts/x/sources.yaml"], "utf-8")
    done = run("diff", "x@v1", "x", "--redline", "red.docx")
    assert done.exit_code == 0, done.output
    ((old, new, author, _),) = redliner
    assert old != new
    assert author == "The desk"


def test_a_finished_word_file_is_taken_as_it_is(both: Path, redliner: list[tuple[bytes, bytes, str, str]]) -> None:
    assert run("build", "x").exit_code == 0
    assert run("diff", "one", "out/x.docx", "--redline", "red.docx").exit_code == 0
    assert redliner[0][1] == (both / "out/x.docx").read_bytes()


@pytest.mark.parametrize("old", ["out/x.pdf", "facts/x/editions/1.json"])
def test_what_has_no_word_file_is_refused(both: Path, redliner: list[tuple[bytes, bytes, str, str]], old: str) -> None:
    assert run("build", "x", "--format", "pdf").exit_code == 0
    done = run("diff", old, "x", "--redline", "red.docx")
    assert done.exit_code == 2
    assert "error[not-word]" in done.stderr
    assert "give its dossier" in done.stderr
    assert not redliner
    assert not (both / "red.docx").exists()


def test_a_redline_goes_into_a_word_file(both: Path, redliner: list[tuple[bytes, bytes, str, str]]) -> None:
    done = run("diff", "one", "x", "--redline", "red.pdf")
    assert done.exit_code == 2
    assert "hint: type --redline red.docx" in done.stderr
    assert not redliner


def test_a_brief_that_does_not_build_gives_no_redline(
    here: Path, redliner: list[tuple[bytes, bytes, str, str]]
) -> None:
    done = run("diff", "one", "x", "--redline", "red.docx")
    assert done.exit_code == 2
    assert "error[no-edition]" in done.stderr
    assert not redliner
