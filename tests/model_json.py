"""A document as JSON that a person can read and diff: kinds by name, nothing that is empty or left at its default.

Run as a script it writes the golden files anew; look at the diff before you commit it.
"""

from __future__ import annotations

import json
from dataclasses import MISSING, fields, is_dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from briefing.build.pipeline import make_document
from briefing.problems.problem import Origin

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"


def as_json(value: Any) -> Any:
    """Dataclasses as objects with their kind first; origins as file:line; bytes as their hash."""
    if isinstance(value, Origin):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        shown = {"kind": type(value).__name__}
        for field in fields(value):
            item = getattr(value, field.name)
            default = field.default if field.default is not MISSING else None
            if field.compare and item != default and item not in ((), "", None, {}):
                shown[field.name] = as_json(item)
        return shown
    if isinstance(value, bytes):
        return f"sha256:{sha256(value).hexdigest()[:16]}"
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    return value


def golden_text(dossier: str) -> str:
    """The resolved document of a shipped dossier as golden JSON."""
    document, problems = make_document(ROOT / "facts" / dossier, f"facts/{dossier}", [ROOT / "templates"])
    assert document is not None, problems
    text = json.dumps(as_json(replace(document, facts={})), ensure_ascii=False, indent=1)
    return text.replace(f"{ROOT.as_posix()}/", "") + "\n"


if __name__ == "__main__":
    for folder in sorted((ROOT / "facts").iterdir()):
        if (folder / "dossier.yaml").is_file():
            (GOLDEN / f"{folder.name}.json").write_text(golden_text(folder.name), "utf-8")
            print(f"wrote tests/golden/{folder.name}.json")
