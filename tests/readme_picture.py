"""The picture in the README: page 1 of the shipped brief. `python tests/readme_picture.py` draws it anew; needs pdftoppm.

The picture carries a digest of the words of the page that it was drawn from, so that a test can hold it to what is built now.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import tempfile
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from briefing.build.pipeline import build_brief
from briefing.readers import read_brief

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "page-1.png"
DOSSIER = "russia-north-korea"
KEY = "briefing-words"


def page_one() -> bytes:
    """The shipped brief, as PDF."""
    folder = ROOT / "facts" / DOSSIER
    return (
        build_brief(folder, f"facts/{DOSSIER}", formats=("pdf",), template_folders=[ROOT / "templates"])
        .files["pdf"]
        .data
    )


def digest_of_words(data: bytes) -> str:
    """A digest of the words on page 1."""
    pieces = [piece for piece in read_brief(data, "a.pdf").pieces if piece.page == 1]
    assert pieces
    return hashlib.sha256("\n".join(" ".join(piece.words) for piece in pieces).encode()).hexdigest()


def words_in_picture(data: bytes) -> str:
    """The digest that a picture carries."""
    with Image.open(io.BytesIO(data)) as picture:
        return str(picture.info.get(KEY, ""))


def draw() -> None:
    data = page_one()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "brief.pdf"
        path.write_bytes(data)
        subprocess.run(["pdftoppm", "-r", "110", "-f", "1", "-l", "1", "-singlefile", "-png", path, path], check=True)
        with Image.open(f"{path}.png") as drawn:
            few = drawn.quantize(64)
    kept = PngInfo()
    kept.add_text(KEY, digest_of_words(data))
    PICTURE.parent.mkdir(exist_ok=True)
    few.save(PICTURE, pnginfo=kept, optimize=True)


if __name__ == "__main__":
    draw()
