"""`python -m handbook` tests every page and builds the site; with `--write-lists` it only renews the generated lists in the pages.

Exit code 1 when a page is not true or a link is broken. The site is in build/site.
"""

from __future__ import annotations

import shutil
import sys

from handbook.lists import ROOT, write_lists
from handbook.reference import MADE

STAGED, SITE = ROOT / "build" / "handbook", ROOT / "build" / "site"


def build_site() -> int:
    """Build the site and return 0, or return 1 or Sphinx's exit code on failure."""
    # Imported here: Sphinx and the libraries for pictures are not needed to write the lists.
    from handbook.site import make_site  # noqa: PLC0415
    from handbook.staging import stage  # noqa: PLC0415

    for folder in (STAGED, SITE):
        shutil.rmtree(folder, ignore_errors=True)
    STAGED.mkdir(parents=True)
    faults = stage(STAGED, MADE)
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        return 1
    exit_code = make_site(STAGED, SITE)
    if not exit_code:
        print(f"{(SITE / 'index.html').relative_to(ROOT)}")
    return exit_code


def main(arguments: list[str]) -> int:
    """Run one of the two commands and return its exit code."""
    if arguments == ["--write-lists"]:
        for page in write_lists(MADE):
            print(f"written: {page.relative_to(ROOT).as_posix()}")
        return 0
    if arguments:
        print("usage: python -m handbook [--write-lists]", file=sys.stderr)
        return 2
    return build_site()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
