"""Pictures of every kind that people have: each gives a valid file that shows it, or a problem that says where."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from gates.verapdf import verapdf
from PIL import Image
from samples.brief_sample import HERE

from briefing.document.model import Document, Figure, Picture, Properties, Text
from briefing.layout.theme import load_theme
from briefing.writers import OutputFile
from briefing.writers.pdf import write

SIZE = (24, 16)


def saved(image: Image.Image, kind: str, **given: object) -> Picture:
    data = io.BytesIO()
    image.save(data, kind, **given)
    return Picture(data.getvalue(), *image.size, "png" if kind == "PNG" else "jpeg")


def interlaced() -> Picture:
    """A PNG of one grey pixel, interlaced (Adam7): with one pixel, the first pass is all there is."""
    import struct
    import zlib

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 1)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
    return Picture(b"\x89PNG\r\n\x1a\n" + body, 1, 1, "png")


KINDS = {
    "rgb png": saved(Image.new("RGB", SIZE, (10, 90, 200)), "PNG"),
    "alpha png": saved(Image.new("RGBA", SIZE, (10, 90, 200, 128)), "PNG"),
    "grey and alpha png": saved(Image.new("LA", SIZE, (90, 128)), "PNG"),
    "palette png": saved(Image.new("P", SIZE, 3), "PNG", transparency=3),
    "one bit png": saved(Image.new("1", SIZE, 1), "PNG"),
    "16 bit png": saved(Image.new("I;16", SIZE, 32896), "PNG"),
    "interlaced png": interlaced(),
    "rgb jpeg": saved(Image.new("RGB", SIZE, (10, 90, 200)), "JPEG"),
    "grey jpeg": saved(Image.new("L", SIZE, 128), "JPEG"),
    "cmyk jpeg": saved(Image.new("CMYK", SIZE, (0, 255, 255, 0)), "JPEG"),
    "progressive jpeg": saved(Image.new("RGB", SIZE, (10, 90, 200)), "JPEG", progressive=True),
}


def shown(picture: Picture) -> OutputFile:
    figure = Figure(
        "f",
        HERE,
        (Text("A photo"),),
        "A colour",
        picture,
        source=(Text("Photo: Example; CC BY 4.0"),),
        label="Figure 1",
    )
    return write(Document("pictures", Properties("Pictures"), (figure,)), load_theme())


def image_in(data: bytes) -> tuple[Image.Image, bool]:
    with pikepdf.open(io.BytesIO(data)) as file:
        (found,) = file.pages[0].Resources.XObject.values()
        assert isinstance(found, pikepdf.Stream)
        return pikepdf.PdfImage(found).as_pil_image().copy(), found.get("/SMask") is not None


@pytest.mark.parametrize(
    ("kind", "colour"),
    [
        ("16 bit png", (128, 128, 128)),
        ("cmyk jpeg", (254, 0, 0)),
        ("interlaced png", (128, 128, 128)),
        ("rgb png", (10, 90, 200)),
    ],
)
def test_colours_stay_what_they_were(kind: str, colour: tuple[int, int, int]) -> None:
    image, _ = image_in(shown(KINDS[kind]).data)
    pixel = image.convert("RGB").getpixel((0, 0))
    assert isinstance(pixel, tuple)
    assert all(abs(there - wanted) <= 3 for there, wanted in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("kind", ["alpha png", "grey and alpha png", "palette png"])
def test_transparency_is_kept(kind: str) -> None:
    assert image_in(shown(KINDS[kind]).data)[1]


@pytest.mark.parametrize("kind", ["rgb jpeg", "grey jpeg", "progressive jpeg"])
def test_a_jpeg_goes_in_as_it_is(kind: str) -> None:
    assert KINDS[kind].data in shown(KINDS[kind]).data


@pytest.mark.parametrize(
    "data",
    [b"", b"not a picture", KINDS["rgb png"].data[:60], KINDS["rgb jpeg"].data[:200], b"\x89PNG\r\n\x1a\n" + bytes(40)],
)
def test_a_broken_picture_is_a_problem_that_says_where(data: bytes) -> None:
    (problem,) = shown(Picture(data, 24, 16, "png")).problems
    assert (problem.code, problem.location) == ("bad-picture", HERE)


@pytest.mark.reader("verapdf")
def test_every_kind_keeps_to_the_standards(tmp_path: Path) -> None:
    paths = []
    for name, picture in KINDS.items():
        written = shown(picture)
        assert written.problems == ()
        paths.append(tmp_path / f"{name}.pdf")
        paths[-1].write_bytes(written.data)
    verdicts = verapdf(paths, ("ua1", "3a"))
    assert [str(verdict) for verdict in verdicts if not verdict.passed] == []
