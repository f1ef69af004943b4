"""The resolved model of each shipped dossier, kept as JSON. `python tests/model_json.py` writes it anew."""

from __future__ import annotations

import pytest
from model_json import GOLDEN, ROOT, golden_text

DOSSIERS = sorted(p.name for p in (ROOT / "facts").iterdir() if (p / "dossier.yaml").is_file())


@pytest.mark.parametrize("dossier", DOSSIERS)
def test_the_model_is_the_golden_one(dossier: str) -> None:
    assert golden_text(dossier) == (GOLDEN / f"{dossier}.json").read_text("utf-8")


def test_there_is_a_dossier() -> None:
    assert "russia-north-korea-edition-1" in DOSSIERS
