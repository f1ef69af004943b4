"""Draw pages of briefs as PNG.

Takes a PDF, or a Word file if LibreOffice is installed. The PNG has few colours and is the same for the same page.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

DOTS_AN_INCH = 120
COLOURS = 64
EDGE = "#c9d1da"


def can_draw(path: Path) -> bool:
    """Return true if a file of this type can be drawn on this machine."""
    return path.suffix == ".pdf" or shutil.which("soffice") is not None


def draw(path: Path, page: int, top: int = 0, bottom: int = 100) -> bytes:
    """Return part of a page, between two heights in percent, with a thin border. Pages count from 1."""
    document = pypdfium2.PdfDocument(path.read_bytes() if path.suffix == ".pdf" else _printed(path))
    try:
        if not 1 <= page <= len(document):
            raise ValueError(f"{path.name} has no page {page}")
        whole = document[page - 1].render(scale=DOTS_AN_INCH / 72).to_pil().convert("RGB")
    finally:
        document.close()
    part = whole.crop((0, whole.height * top // 100, whole.width, whole.height * bottom // 100))
    drawn = io.BytesIO()
    _few_colours(ImageOps.expand(part, 1, EDGE)).save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def _few_colours(picture: Image.Image) -> Image.Image:
    return picture.quantize(COLOURS)


def _printed(path: Path) -> bytes:
    """Return a Word file as a PDF printed by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", folder, str(path)], check=True, capture_output=True, timeout=180)
        return (Path(folder) / f"{path.stem}.pdf").read_bytes()
