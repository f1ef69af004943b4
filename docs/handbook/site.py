"""Has Sphinx make the site of the staged pages. Every warning is an error: a link that leads nowhere, a heading out of order."""

from __future__ import annotations

from pathlib import Path

from sphinx.cmd.build import build_main


def make_site(staged: Path, site: Path) -> int:
    """0, or what Sphinx ends with. Its own memory of pages lies beside the staged ones."""
    doctrees = staged.parent / f"{staged.name}-doctrees"
    return build_main(["-q", "-W", "--keep-going", "-n", "-E", "-d", str(doctrees), str(staged), str(site)])
