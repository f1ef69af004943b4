"""`python -m handbook`: walks through every page, draws its pictures, writes the reference, and has Sphinx make the site of it.

Ends with 1 where a page is not true or a link leads nowhere. The site is in build/site.
"""

from __future__ import annotations

import shutil
import sys

from handbook.reference import MADE
from handbook.site import make_site
from handbook.staging import ROOT, stage

STAGED, SITE = ROOT / "build" / "handbook", ROOT / "build" / "site"


def main() -> int:
    """Makes the site; 0 where all is well."""
    for folder in (STAGED, SITE):
        shutil.rmtree(folder, ignore_errors=True)
    STAGED.mkdir(parents=True)
    faults = stage(STAGED, MADE)
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        return 1
    ended = make_site(STAGED, SITE)
    if not ended:
        print(f"{(SITE / 'index.html').relative_to(ROOT)}")
    return ended


if __name__ == "__main__":
    sys.exit(main())
