"""A page that is not true is told so: each way in which one can be wrong, seeded."""

from __future__ import annotations

from pathlib import Path

import pytest
from handbook.blocks import Fence, Given, Quote, Shot, steps_of
from handbook.console import environment_with_briefing
from handbook.staging import stage
from handbook.walk import Walk

BRIEF = """```yaml facts/x/dossier.yaml
title: T
date: 2026
sections:
  - body
```

```yaml facts/x/sources.yaml
a:
  title: A
  date: 2025
```

```yaml facts/x/body.yaml
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
    "![A page](out/x.pdf#page=1)\n",
    (
        '```word out/x.docx\nas Anna, on 2026-01-02\nchange "300 men" to "310 men"\nsave as b.docx\n```\n\n'
        "```console\n$ briefing review b.docx\n…\n1 edit in 1 copy\n```\n"
    ),
    (
        "```diff facts/x/body.yaml\n-    value: 300 men\n+    value: 301 men\n```\n\n"
        "```console\n$ grep 301 facts/x/body.yaml\n    value: 301 men\n```\n"
    ),
    "<!-- given crest.png: logo -->\n\n```console\n$ cat crest.png && echo\nx\n```\n",
    "```yaml facts/x/body.yaml (stands there now)\n    value: 300 men\n    source: a\n```\n",
    "```text\nshown only\n```\n\n```{toctree}\npages\n```\n",
)
BAD = (
    ("> It sent 301 men.\n", "no brief under out/ says: It sent 301 men."),
    ("![](out/x.pdf#page=1)\n", "a picture without words"),
    ("![A page](out/y.pdf#page=1)\n", "a picture of out/y.pdf, which is not there"),
    ("```console\n$ echo a\nb\n```\n", "$ echo a\na\n(ended with 0)"),
    ("```console\n$ false\n…\n```\n", "$ false\n(ended with 1)"),
    ("```diff facts/x/body.yaml\n-    value: 299 men\n+    value: 1\n```\n", "stand 0 times in body.yaml"),
    ("```diff facts/x/body.yaml\n     value: 300 men\nvalue\n```\n", "begins with -, + or a space"),
    ("```yaml\na: b\n```\n", "a block of yaml without the name of its file"),
    (
        "```yaml facts/x/body.yaml (stands there now)\n    value: 299 men\n```\n",
        "these lines do not stand in facts/x/body.yaml",
    ),
    ("```yaml facts/x/body.yaml (somewhere)\na: b\n```\n", "unknown remark (somewhere)"),
    ('```word out/x.docx\nas A, on 2026-01-02\nchange "none such" to "b"\n```\n', "does not let one change"),
    ("```word out/x.docx\nsing\n```\n", "nobody knows how to: sing"),
)


@pytest.mark.parametrize("page", GOOD)
def test_a_true_page_has_no_fault(page: str, tmp_path: Path) -> None:
    assert faults(f"{BRIEF}\n{page}", tmp_path) == []


@pytest.mark.parametrize(("page", "told"), BAD)
def test_a_page_that_is_not_true_is_told_with_its_line(page: str, told: str, tmp_path: Path) -> None:
    (fault,) = faults(f"{BRIEF}\n{page}", tmp_path)
    assert fault.startswith(f"line {BRIEF.count(chr(10)) + 2}: ")
    assert told in fault


def test_the_steps_of_a_page_know_their_lines() -> None:
    page = "# A\n\n```yaml a.yaml (add at the end)\nb: c\n```\n\n> d\n> e\n\n![f](out/g.pdf#page=2&from=10&to=60)\n<!-- given h: logo -->\n"
    assert list(steps_of(page)) == [
        Fence(3, 5, "yaml", "b: c\n", "a.yaml", "(add at the end)"),
        Quote(7, 8, "d e"),
        Shot(10, 10, "f", "out/g.pdf", 2, 10, 60),
        Given(11, 11, "h", "logo"),
    ]


@pytest.mark.parametrize(
    "page", ["```yaml a.yaml\nb: c\n", "![f](out/g.pdf#from=60&to=10)\n", "![f](out/g.pdf#side=2)\n"]
)
def test_what_cannot_be_read_is_told_with_its_line(page: str) -> None:
    with pytest.raises(ValueError, match="line 1: "):
        list(steps_of(page))


def test_without_a_program_that_prints_word_files_their_pictures_are_left_out_and_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    docs, into = tmp_path / "docs", tmp_path / "into"
    (docs / "_static").mkdir(parents=True)
    into.mkdir()
    for name in ("conf.py", "page-1.png"):
        (docs / name).write_text("", "utf-8")
    shots = "![In Word](out/x.docx#page=1)\n\n![In the PDF](out/x.pdf#page=1&to=20)\n"
    (docs / "index.md").write_text(f"# A\n\n{BRIEF}\n{shots}", "utf-8")
    assert stage(into, {}, docs) == []
    staged = (into / "index.md").read_text("utf-8")
    assert "(A picture of the Word file stands here" in staged
    assert "![In the PDF](/pictures/index-1.png)" in staged
    assert ":caption: facts/x/body.yaml" in staged
    assert "left out, for want of LibreOffice: In Word" in capsys.readouterr().out
