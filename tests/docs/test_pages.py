"""The documentation is true: every page is followed as a reader would follow it, once, and the site built from all pages is complete.

See docs/handbook.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
from handbook.lists import COMMAND, DOCS, names_in, outdated, pages_of, with_lists
from handbook.reference import MADE
from handbook.staging import OWN_TESTS, stage

ROOT = DOCS.parent
PAGES = [page.relative_to(DOCS).as_posix() for page in pages_of()]


@dataclass(frozen=True)
class Staged:
    folder: Path
    faults: list[str]


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Staged:
    folder = tmp_path_factory.mktemp("staged")
    return Staged(folder, stage(folder, MADE))


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_says_is_so(staged: Staged, page: str) -> None:
    assert [fault for fault in staged.faults if fault.startswith(f"docs/{page}: ")] == []


def test_pages_that_are_not_followed_here_have_a_test_of_their_own() -> None:
    for page, test in OWN_TESTS.items():
        if page in PAGES:
            assert Path(page).name in (ROOT / test).read_text("utf-8")


def test_the_tutorial_takes_half_an_hour_and_ends_with_a_second_edition() -> None:
    text = (DOCS / "tutorial.md").read_text("utf-8")
    assert sum(int(minutes) for minutes in re.findall(r"^## .*\((\d+) minutes?\)$", text, re.MULTILINE)) == 30
    commands = re.findall(r"^\$ briefing (\S+)", text, re.MULTILINE)
    assert {"new", "check", "build", "facts", "review", "freeze", "diff", "why", "verify"} <= set(commands)


def test_the_guides_that_were_promised_are_there_and_named_in_the_contents() -> None:
    wanted = ["own-template", "own-theme", "word-template", "charts", "markings", "review"]
    contents = (DOCS / "how-to" / "index.md").read_text("utf-8")
    assert [name for name in wanted if f"\n{name}\n" not in contents or f"how-to/{name}.md" not in PAGES] == []
    assert all("$ briefing build" in (DOCS / f"how-to/{name}.md").read_text("utf-8") for name in wanted)


def test_every_generated_list_is_on_one_page_and_current() -> None:
    assert sorted(name for page in pages_of() for name in names_in(page.read_text("utf-8"))) == sorted(MADE)
    assert [page.relative_to(ROOT).as_posix() for page in outdated(MADE)] == [], f"run: {COMMAND}"


def test_lists_are_written_between_their_markers_and_nowhere_else() -> None:
    page = "# A\n\n<!-- generated: b -->\nold\n<!-- end generated -->\n\nText.\n\n<!-- generated: c -->\n<!-- end generated -->\n"
    new = with_lists(page, {"b": lambda: "new\n", "c": lambda: "| c |\n"})
    assert new == (
        "# A\n\n<!-- generated: b -->\n\nnew\n\n<!-- end generated -->\n\nText.\n\n"
        "<!-- generated: c -->\n\n| c |\n\n<!-- end generated -->\n"
    )
    assert with_lists(new, {"b": lambda: "new\n", "c": lambda: "| c |\n"}) == new


@pytest.mark.parametrize(
    "page",
    [
        "# A\n\n<!-- generated: b -->\n\nText.\n",
        "# A\n\nText.\n<!-- end generated -->\n",
        "# A\n\n<!-- generated: b -->\n\nText.\n\n<!-- generated: b -->\n<!-- end generated -->\n",
        "# A\n\n<!-- generated: d -->\n<!-- end generated -->\n",
    ],
)
def test_a_lost_marker_or_an_unknown_list_writes_nothing(page: str) -> None:
    with pytest.raises(ValueError, match=r"needs a|unknown list"):
        with_lists(page, {"b": lambda: "new"})


def test_a_page_whose_list_is_not_current_is_a_fault(tmp_path: Path) -> None:
    docs, into = tmp_path / "docs", tmp_path / "into"
    (docs / "_static").mkdir(parents=True)
    into.mkdir()
    for name in ("conf.py", "page-1.png"):
        (docs / name).write_text("", "utf-8")
    (docs / "index.md").write_text("# A\n\n<!-- generated: b -->\nold\n<!-- end generated -->\n", "utf-8")
    assert stage(into, {"b": lambda: "new"}, docs) == [
        f"docs/index.md: the generated lists are not current: run `{COMMAND}`"
    ]


# ------------------------------------------------------------------ the site


@pytest.fixture(scope="module")
def site(staged: Staged, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    program = "import sys; from handbook.site import make_site; from pathlib import Path; sys.exit(make_site(*map(Path, sys.argv[1:])))"
    done = subprocess.run(
        [sys.executable, "-c", program, str(staged.folder), str(folder)],
        cwd=DOCS, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder


class Seen(HTMLParser):
    """Collect what a page of the site loads, its links, anchors, headings and pictures without a description."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.headings: list[int] = []
        self.language = ""
        self.nameless = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.ids.add(found.get("id", ""))
        self.language = found.get("lang", "") if tag == "html" else self.language
        if tag in {"script", "img", "iframe", "source"} and "src" in found:
            self.fetched.append(found["src"])
        if tag == "link" and found.get("rel") in {"stylesheet", "icon", "preload", "preconnect", "dns-prefetch"}:
            self.fetched.append(found["href"])
        if tag == "img" and not found.get("alt", "").strip():
            self.nameless += 1
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


@pytest.fixture(scope="module")
def seen(site: Path) -> dict[str, Seen]:
    return {path.relative_to(site).as_posix(): Seen(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def test_every_page_is_in_the_site_and_reached_from_the_first(seen: dict[str, Seen]) -> None:
    assert {page.removesuffix(".md") + ".html" for page in PAGES} <= set(seen)
    reached, waiting = set[str](), ["index.html"]
    while waiting:
        page = waiting.pop()
        if page not in reached:
            reached.add(page)
            waiting += [to for to, _ in _targets(page, seen[page]) if to in seen]
    assert {page.removesuffix(".md") + ".html" for page in PAGES} <= reached


def _targets(page: str, what: Seen) -> Iterator[tuple[str, str]]:
    """Yield the targets of a page's links as (page, anchor), relative to the root of the site."""
    for link in what.links:
        if not re.match(r"[a-z]+:", link):
            to, _, place = link.partition("#")
            yield (_joined(page, to) if to else page), place


def _joined(page: str, link: str) -> str:
    parts = page.split("/")[:-1]
    for part in link.split("/"):
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def test_every_link_leads_somewhere(seen: dict[str, Seen]) -> None:
    lost = [
        (page, to, place)
        for page, what in seen.items()
        for to, place in _targets(page, what)
        if to not in seen or (place and place not in seen[to].ids)
    ]
    assert lost == []


def test_nothing_is_fetched_from_elsewhere(site: Path, seen: dict[str, Seen]) -> None:
    """The site works when opened from a disk on a machine without a network."""
    fetched = [(page, each) for page, what in seen.items() for each in what.fetched]
    assert len(fetched) > 50
    away = [each for _, each in fetched if re.match(r"(?:[a-z]+:)?//", each)]
    assert away == []
    assert [each for page, each in fetched if not (site / _joined(page, each.partition("?")[0])).is_file()] == []
    styles = "".join(path.read_text("utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"@import[^;]*//|url\([\"']?https?:[^)]*\)", styles) == []


def test_pages_can_be_read_by_those_who_cannot_see_them(seen: dict[str, Seen]) -> None:
    for page in PAGES:
        what = seen[page.removesuffix(".md") + ".html"]
        assert what.language == "en-GB", page
        assert what.nameless == 0, page
        assert what.headings.count(1) == 1, page
        steps = [after - before for before, after in zip(what.headings, what.headings[1:], strict=False)]
        assert all(step <= 1 for step in steps), f"{page}: a heading level is skipped"


def test_pictures_are_made_by_the_build(staged: Staged) -> None:
    from PIL import Image

    drawn = sorted((staged.folder / "pictures").glob("*.png"))
    assert {path.stem.rpartition("-")[0] for path in drawn} >= {"tutorial", "how-to-charts", "how-to-own-theme"}
    for path in drawn:
        with Image.open(path) as picture:
            assert picture.width > 600, path
            assert len(picture.convert("RGB").getcolors(1_000_000) or ()) > 3, path
    assert not list(DOCS.rglob("pictures"))
