"""Build the site from the staged pages with Sphinx. Every warning is an error, such as a broken link or a skipped heading level."""

from __future__ import annotations

from pathlib import Path

from sphinx.cmd.build import build_main


def make_site(staged: Path, site: Path) -> int:
    """Build the site and return Sphinx's exit code. Its cache of parsed pages is written beside the staged pages."""
    doctrees = staged.parent / f"{staged.name}-doctrees"
    return build_main(["-q", "-W", "--keep-going", "-n", "-E", "-d", str(doctrees), str(staged), str(site)])
