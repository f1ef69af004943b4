"""Each page's wrong example raises what the page says, at its line, and its right example raises nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from checks.problem_codes import FORMED, codes_in_source
from handbook.blocks import Fence, steps_of
from handbook.reference.checks import list_of_checks

import briefing
import briefing.checks
from briefing.build.options import BuildOptions
from briefing.build.pipeline import check_brief
from briefing.checks import CODES
from briefing.checks.explain import other_pages, page_of
from briefing.checks.rules import RULES
from briefing.problems.problem import BriefingError

BLOCK = re.compile(r"^```(\S+)(?: (\S+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)
BASE = {
    "facts/x/dossier.yaml": (
        "title: Arms\nedition: 1\ninformation_cut_off: 2026-01-15\ntemplate: mine\nsections:\n  - body\n  - sources\n"
    ),
    "facts/x/sources.yaml": "mod:\n  title: Defence update\n  publisher: Ministry of Defence\n  date: 2025-06-15\n"
    "nis:\n  title: Statement to parliament\n  publisher: Intelligence Service\n  date: 2025-04-30\n",
    "facts/x/arms.yaml": (
        "title: Arms\nfacts:\n  men:\n    says: Pyongyang sent {value}\n    value: more than 11,000 soldiers\n"
        "    date: 2024-10\n    source: mod, par. 2; nis\n"
    ),
    "facts/x/tables.yaml": "sources:\n  title: Sources\n  rows: sources\n  columns:\n    - number\n    - title\n",
    "templates/mine/brief.md": "{{ front() }}\n\n{% for name in sections %}\n{{ section(name) }}\n\n{% endfor %}\n",
    "templates/mine/sources.md": '# Sources\n\n{{ table("sources") }}\n',
    "templates/mine/body.md": "# Body\n\n{{ men.says }}.\n",
}


def told(section: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is reported of the files in one part of a page, above what the base itself gives rise to."""
    files = BASE | {path: text for _, path, text in BLOCK.findall(section) if path}
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    monkeypatch.chdir(folder)
    return [str(p) for p in check_brief(Path("facts/x"), "facts/x", template_folders=[Path("templates")])]


def parts(code: str) -> tuple[str, str]:
    """What stands under Wrong and under Right."""
    _, wrong, right = re.split(r"^## (?:Wrong|Right)$", page_of(code, CODES), flags=re.MULTILINE)
    return wrong, right


OF_RELEASES = {
    "withheld",
    "unlabelled",
    "nothing-released",
    "release-with-errors",
    "comments-in-release",
}  # see tests/facts/test_tlp.py
EXPLAINED = tuple(code for code in other_pages() if code not in OF_RELEASES)
OTHERS = tuple(code for code in EXPLAINED if "## Wrong" in page_of(code, CODES))
"""Those with an example. Most problems of commands, finished files and Word templates cannot be shown in a dossier."""


@pytest.mark.parametrize("code", [*CODES, *OTHERS])
def test_the_wrong_example_raises_this_alone_at_its_line(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong, _ = parts(code)
    (expected,) = (text for kind, _, text in BLOCK.findall(wrong) if kind == "problems")
    problems = told(wrong, tmp_path, monkeypatch)
    assert "\n".join(problems) == expected.strip()
    assert {re.findall(r"\[([a-z0-9-]+)\]", problem)[0] for problem in problems} == {code}
    assert all(re.match(r"[\w./-]+:\d+", problem) for problem in problems)


@pytest.mark.parametrize("code", [*CODES, *OTHERS])
def test_the_right_example_raises_nothing(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, right = parts(code)
    assert told(right, tmp_path, monkeypatch) == []


@pytest.mark.parametrize("code", CODES)
def test_a_page_says_what_the_check_is_called_and_how_grave_it_is(code: str) -> None:
    text = page_of(code, CODES)
    severity = next(rule.SEVERITY for rule in RULES if code == rule.CODE)
    assert text.startswith(f"# {code}\n")
    assert {"error": "An error:", "warning": "A warning:", "note": "A note:"}[severity] in text


def test_every_rule_has_a_file_and_a_page_of_its_name() -> None:
    room = Path(briefing.checks.__file__).parent
    rules = {path.stem.replace("_", "-") for path in (room / "rules").glob("*.py")} - {"--init--"}
    assert rules == set(CODES) == {path.stem for path in (room / "explanations").glob("*.md")}


def test_other_rooms_have_pages_too_and_a_name_that_is_none_lists_those_near() -> None:
    assert len(other_pages()) == len(EXPLAINED) + len(OF_RELEASES)
    assert len(OTHERS) > 70
    assert all(page_of(code, CODES).startswith(f"# {code}\n") for code in other_pages())
    with pytest.raises(BriefingError) as caught:
        page_of("stale-dated", CODES)
    assert caught.value.problems[0].hint.startswith('did you mean "stale-undated"? similar: ')
    assert "stale" in caught.value.problems[0].hint.partition("similar: ")[2].replace(",", " ").split()
    with pytest.raises(BriefingError) as caught:
        page_of("qqqq", CODES)
    assert caught.value.problems[0].hint == "every problem is printed with its code: error[bad-date]"


def test_every_code_has_a_page() -> None:
    """Those in the source, and those that the specs of facts and templates show."""
    codes = codes_in_source()
    assert len(codes) > 300
    for spec in (Path(__file__).parents[1] / "spec").rglob("*.md"):
        codes |= set(re.findall(r"(?:error|warning|note)\[([a-z0-9-]+)\]: ", spec.read_text("utf-8")))
    assert sorted(codes - {*CODES, *other_pages()}) == []


def test_every_page_is_of_a_code_and_says_how_grave_it_is() -> None:
    package = "".join(path.read_text("utf-8") for path in Path(briefing.__file__).parent.rglob("*.py"))
    formed = {code for codes in FORMED.values() for code in codes}
    assert [code for code in other_pages() if f'"{code}"' not in package and code not in formed] == []
    pages = {code: page_of(code, CODES) for code in other_pages()}
    assert [
        code for code, text in pages.items() if not re.search(r"^(?:An error|A warning|A note)\b", text, re.MULTILINE)
    ] == []


REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def test_what_the_reference_shows_of_checks_and_glossaries_can_be_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {name: (REFERENCE / f"{name}.md").read_text("utf-8") for name in ("checks", "facts")}
    blocks = {
        name: [step.text for step in steps_of(page) if isinstance(step, Fence) and step.language == "yaml"]
        for name, page in pages.items()
    }
    (choices,) = re.findall(r"^checks:\n.*", blocks["checks"][0], re.MULTILINE | re.DOTALL)
    (glossary,) = (text for text in blocks["facts"] if text.startswith("spellings:\n"))
    dossier = BASE["facts/x/dossier.yaml"] + choices
    section = f"```yaml facts/x/dossier.yaml\n{dossier}```\n\n```yaml facts/x/glossary.yaml\n{glossary}```\n"
    assert told(section, tmp_path, monkeypatch) == []


def test_the_reference_lists_errors_first_then_warnings_then_notes() -> None:
    """With what each finds; that every check is there, tests/docs/test_reference.py says."""
    rows = re.findall(r"^\| \[`([a-z-]+)`\]\(#\1\) \| (\w+) \|", list_of_checks(), re.MULTILINE)
    graveness = {rule.CODE: rule.SEVERITY for rule in RULES}
    assert [how for _, how in rows] == sorted(graveness.values(), key=["error", "warning", "note"].index)
    assert dict(rows) == graveness


def test_what_the_page_of_withheld_says_is_so(tmp_path: Path) -> None:
    """Prose that prints what a release leaves out is told; behind the page's guard it is not."""
    arms = BASE["facts/x/arms.yaml"] + "    tlp: AMBER\n  so:\n    says: It is so\n    source: mod; nis\n"
    (guard,) = (text for kind, _, text in BLOCK.findall(page_of("withheld", CODES)) if kind == "markdown")
    for body, codes in (("{{ men.says }}.", ["withheld"]), (guard.replace("stockpile", "men"), [])):
        marked = BASE["facts/x/dossier.yaml"] + "marking: TLP:CLEAR\n"
        files = BASE | {
            "facts/x/dossier.yaml": marked,
            "facts/x/arms.yaml": arms,
            "templates/mine/body.md": f"# Body\n\n{{{{ so.says }}}}. {body}\n",
        }
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, "utf-8")
        found = check_brief(
            tmp_path / "facts/x",
            "facts/x",
            template_folders=[tmp_path / "templates"],
            options=BuildOptions(release="TLP:CLEAR"),
        )
        assert [p.code for p in found if p.severity == "error"] == codes
