"""Build every dossier, variant, theme, profile, Word template and release, and compare them with an earlier run.

    python -m outputs record build/outputs     # before a change
    python -m outputs compare build/outputs    # after it

`compare` ends with 1 where anything differs, and shows the lines.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from outputs.build import build_all, make_word_templates
from outputs.compare import compare_folders

HOUSES = "word-templates"


def main() -> int:
    """Record the outputs, or compare them with those recorded."""
    parser = argparse.ArgumentParser(prog="python -m outputs", description=__doc__)
    parser.add_argument("what", choices=("record", "compare"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lines", type=int, default=20, help="lines shown for each file that differs")
    given = parser.parse_args()
    if given.what == "record":
        built = build_all(given.folder, make_word_templates(given.folder / HOUSES))
        print(f"{built} builds recorded in {given.folder}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        built = build_all(Path(folder), given.folder / HOUSES)
        differences = compare_folders(given.folder, Path(folder), given.lines)
    print("\n".join(differences))
    print(f"{built} builds: {'no difference' if not differences else f'{len(differences)} files differ'}")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
