"""Every way in which a page can be untrue is found: each is tried with a page that has the fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.blocks import Action, Fence, Given, Quote, Shot, steps_of
from handbook.console import environment_with_briefing
from handbook.staging import stage
from handbook.walk import Walk

BRIEF = """**`facts/x/dossier.yaml`**

```yaml
title: T
date: 2026
sections:
  - body
```

**`facts/x/sources.yaml`**

```yaml
a:
  title: A
  date: 2025
```

**`facts/x/body.yaml`**

```yaml
title: Body
facts:
  men:
    says: It sent {value}
    value: 300 men
    source: a
```

```console
$ briefing build x
…
out/x.pdf  1 page
out/x.docx  1 page
```
"""


def faults(text: str, folder: Path) -> list[str]:
    programs, here = folder / "programs", folder / "here"
    programs.mkdir()
    here.mkdir()
    return Walk(here, environment_with_briefing(programs), makers={"logo": lambda: b"x"}).through(text)


GOOD = (
    "> It sent 300 men.\n",
    "<!-- picture: out/x.pdf#page=1 -->\n*Picture: A page.*\n",
    (
        '**In Word, in `out/x.docx`:**\n\n```word\nas Anna, on 2026-01-02\nchange "300 men" to "310 men"\nsave as b.docx\n```\n\n'
        "```console\n$ briefing review b.docx\n…\n1 edit in 1 copy\n```\n"
    ),
    (
        "**In `facts/x/body.yaml`, change:**\n\n```diff\n-    value: 300 men\n+    value: 301 men\n```\n\n"
        "```console\n$ grep 301 facts/x/body.yaml\n    value: 301 men\n```\n"
    ),
    "<!-- given crest.png: logo -->\n\n```console\n$ cat crest.png && echo\nx\n```\n",
    "**`facts/x/body.yaml` now contains:**\n\n```yaml\n    value: 300 men\n    source: a\n```\n",
    "```text\nshown only\n```\n\n<!-- contents\npages\n-->\n",
    "<!-- generated: checks -->\n\n**`facts/x/a.yaml`**\n\n```yaml\nb: c\n```\n\n> d\n\n<!-- end generated -->\n",
)
BAD = (
    ("> It sent 301 men.\n", "not printed in any brief under out/: It sent 301 men."),
    ("<!-- picture: out/x.pdf#page=1 -->\n", "a picture without a description"),
    ("<!-- picture: out/y.pdf#page=1 -->\n*Picture: A page.*\n", "a picture of out/y.pdf, which does not exist"),
    ("```console\n$ echo a\nb\n```\n", "$ echo a\na\n(exit code 0)"),
    ("```console\n$ false\n…\n```\n", "$ false\n(exit code 1)"),
    (
        "**In `facts/x/body.yaml`, change:**\n\n```diff\n-    value: 299 men\n+    value: 1\n```\n",
        "occur 0 times in body.yaml",
    ),
    (
        "**In `facts/x/body.yaml`, change:**\n\n```diff\n     value: 300 men\nvalue\n```\n",
        "must begin with -, + or a space",
    ),
    ("```yaml\na: b\n```\n", "a block of yaml without the name of its file"),
    (
        "**`facts/x/body.yaml` now contains:**\n\n```yaml\n    value: 299 men\n```\n",
        "facts/x/body.yaml does not contain these lines",
    ),
    (
        '**In Word, in `out/x.docx`:**\n\n```word\nas A, on 2026-01-02\nchange "none such" to "b"\n```\n',
        "cannot do this in x.docx: change",
    ),
    ("**In Word, in `out/x.docx`:**\n\n```word\nsing\n```\n", "unknown instruction: sing"),
)


@pytest.mark.parametrize("page", GOOD)
def test_a_true_page_has_no_fault(page: str, tmp_path: Path) -> None:
    assert faults(f"{BRIEF}\n{page}", tmp_path) == []


@pytest.mark.parametrize(("page", "reported"), BAD)
def test_a_fault_is_reported_with_its_line(page: str, reported: str, tmp_path: Path) -> None:
    (fault,) = faults(f"{BRIEF}\n{page}", tmp_path)
    assert fault.startswith(f"line {BRIEF.count(chr(10)) + 2}: ")
    assert reported in fault


def test_the_steps_of_a_page_know_their_lines() -> None:
    page = (
        "# A\n\n**At the end of `a.yaml`, add:**\n\n```yaml\nb: c\n```\n\n> d\n> e\n\n"
        "<!-- picture: out/g.pdf#page=2&from=10&to=60 -->\n*Picture: a page.*\n<!-- given h: logo -->\n"
    )
    assert list(steps_of(page)) == [
        Fence(3, 7, "yaml", "b: c\n", "a.yaml", Action.APPEND, "At the end of a.yaml, add"),
        Quote(9, 10, "d e"),
        Shot(12, 13, "A page", "out/g.pdf", 2, 10, 60),
        Given(14, 14, "h", "logo"),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "**`a.yaml`**\n\nNo block.\n",
        "**Somewhere in `a.yaml`:**\n\n```yaml\na: b\n```\n",
        "**`a.yaml`**\n\n```yaml\nb: c\n",
        "<!-- picture: out/g.pdf#from=60&to=10 -->\n*Picture: f.*\n",
        "<!-- picture: out/g.pdf#side=2 -->\n*Picture: f.*\n",
    ],
)
def test_a_page_that_cannot_be_parsed_is_reported_with_its_line(page: str) -> None:
    with pytest.raises(ValueError, match="line 1: "):
        list(steps_of(page))


def test_without_libreoffice_pictures_of_word_files_are_left_out_and_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    docs, into = tmp_path / "docs", tmp_path / "into"
    (docs / "_static").mkdir(parents=True)
    into.mkdir()
    for name in ("conf.py", "page-1.png"):
        (docs / name).write_text("", "utf-8")
    shots = "<!-- picture: out/x.docx#page=1 -->\n*Picture: In Word.*\n\n<!-- picture: out/x.pdf#page=1&to=20 -->\n*Picture: In the PDF.*\n"
    (docs / "index.md").write_text(f"# A\n\n{BRIEF}\n{shots}", "utf-8")
    assert stage(into, {}, docs) == []
    staged = (into / "index.md").read_text("utf-8")
    assert "(The documentation shows a picture of the Word file here" in staged
    assert "![In the PDF](/pictures/index-1.png)" in staged
    assert ":caption: facts/x/body.yaml" in staged
    assert "picture left out, LibreOffice is not installed: In Word" in capsys.readouterr().out
