"""Make the pictures that a dossier declares: a `FigureSpec` and its file become a Figure.

PNG and JPEG files are read from the dossier's folder; `facts.load` has already checked them.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from briefing.document.model import Figure, Picture, Text
from briefing.facts.ledger import FigureSpec, Ledger
from briefing.language import Language
from briefing.problems.problem import NO_LOCATION, Location

PNG = b"\x89PNG\r\n\x1a\n"
# Start-of-frame markers of JPEG (ITU-T T.81, table B.1): all but DHT, JPG and DAC.
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class PictureBuilder:
    """Builder of the declared figures of one ledger."""

    ledger: Ledger
    language: Language

    def make(self, spec: FigureSpec, location: Location = NO_LOCATION) -> Figure:
        """Return the figure of a spec. Raises ValueError if the file is not a PNG or JPEG after all."""
        data = (self.ledger.folder / spec.file).read_bytes()
        credit = "; ".join(part for part in (spec.credit, spec.licence) if part)
        return Figure(
            key=f"figure/{spec.id}",
            location=location if location.file else spec.location,
            title=(Text(spec.title),),
            alt=spec.alt,
            picture=read_picture(data),
            source=(Text(credit),) if credit else (),
            notes=((Text(spec.note),),) if spec.note else (),
        )


def read_picture(data: bytes) -> Picture:
    """Return the picture with the format and pixel size that its header gives. Raises ValueError for any other format."""
    if data.startswith(PNG):
        width, height = struct.unpack(">II", data[16:24])
        return Picture(data, width, height, "png")
    if data.startswith(b"\xff\xd8"):
        at = 2
        while at + 9 <= len(data) and data[at] == 0xFF:
            if data[at + 1] in JPEG_FRAMES:
                height, width = struct.unpack(">HH", data[at + 5 : at + 9])
                return Picture(data, width, height, "jpeg")
            at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        raise ValueError("a JPEG without a frame")
    raise ValueError("not a PNG or JPEG")
