"""Pictures as image objects (ISO 32000-1, 8.9), each once however often it is shown.

A JPEG in RGB or grey is embedded as it is. Anything else is converted to RGB with its transparency
as a soft mask, because the file's colours are sRGB (ISO 19005-3, 6.2.4). A picture that cannot be
read is a problem.
"""

from __future__ import annotations

import io
import zlib

from PIL import Image
from reportlab.pdfbase import pdfdoc

from briefing.document.model import Document, Figure, Picture, walk
from briefing.problems.problem import Problem
from briefing.readers.pdf_outside_text import fingerprint

PLAIN_JPEG = {"RGB": "/DeviceRGB", "L": "/DeviceGray"}
DEEPER = 257
"""Factor from 8 to 16 bits per channel."""


class Images:
    """The pictures of one file. `names` maps the identity of a `Picture` to its resource name."""

    def __init__(self, file: pdfdoc.PDFDocument) -> None:
        self.file = file
        self.names: dict[int, str] = {}
        self.objects: dict[str, pdfdoc.PDFObjectReference] = {}
        self.problems: list[Problem] = []
        self.hashes: list[str] = []
        """The hash of each picture and mask, by which a reader knows them."""
        self._same: dict[bytes, str] = {}

    def add_all(self, document: Document) -> None:
        """Register the picture of every figure."""
        for figure in (block for block in walk(document.blocks) if isinstance(block, Figure)):
            if not figure.alt.strip():
                message = "this picture has no alt text for people who cannot see it"
                self.problems.append(
                    Problem("missing-alt", message, figure.location, "describe in one sentence what it shows")
                )
            if figure.picture is None:
                continue
            try:
                self._add(figure.picture)
            except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
                message = f"the picture cannot be read: {error}"
                self.problems.append(Problem("bad-picture", message, figure.location, "save it again as PNG or JPEG"))

    def add_ornament(self, picture: Picture) -> None:
        """Register a picture that is not part of the text, such as a logo."""
        try:
            self._add(picture)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            self.problems.append(Problem("bad-logo", f"the logo cannot be read: {error}", hint="save it again as PNG"))

    def _add(self, picture: Picture) -> None:
        name = self._same.get(picture.data)
        if name is None:
            name = f"Im{len(self.objects) + 1}"
            self.objects[name] = self.file.Reference(self._image(picture))
            self._same[picture.data] = name
        self.names[id(picture)] = name

    def _image(self, picture: Picture) -> pdfdoc.PDFStream:
        with Image.open(io.BytesIO(picture.data)) as opened:
            opened.load()
            if opened.format == "JPEG" and opened.mode in PLAIN_JPEG:
                self.hashes.append(fingerprint(picture.data))
                return _stream(opened.size, PLAIN_JPEG[opened.mode], picture.data, "/DCTDecode")
            clear = "A" in opened.getbands() or ("transparency" in opened.info and not _is_deep(opened))
            shown = opened.convert("I").point(lambda value: value / DEEPER) if _is_deep(opened) else opened
            full = (
                shown.convert("L").convert("RGB") if shown is not opened else opened.convert("RGBA" if clear else "RGB")
            )
        image = self._packed(full.size, "/DeviceRGB", full.convert("RGB").tobytes())
        if clear:
            mask = self._packed(full.size, "/DeviceGray", full.getchannel("A").tobytes())
            image.dictionary["SMask"] = self.file.Reference(mask)
        return image

    def _packed(self, size: tuple[int, int], space: str, pixels: bytes) -> pdfdoc.PDFStream:
        self.hashes.append(fingerprint(pixels))
        return _stream(size, space, zlib.compress(pixels), "/FlateDecode")


def _is_deep(image: Image.Image) -> bool:
    """Return whether a picture is 16-bit grey, which Pillow would clip at white instead of scaling."""
    return image.mode.startswith("I")


def _stream(size: tuple[int, int], space: str, data: bytes, encoding: str) -> pdfdoc.PDFStream:
    entries = {
        "Type": "/XObject", "Subtype": "/Image", "Width": size[0], "Height": size[1], "ColorSpace": space,
        "BitsPerComponent": 8, "Filter": encoding,
    }  # fmt: skip
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), data)
