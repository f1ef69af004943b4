"""Logo of a theme: a PNG in the folder of the theme file, or below it.

No file outside that folder is opened.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from briefing.document.model import Picture
from briefing.layout.theme.theme_model import Logo

PNG = b"\x89PNG\r\n\x1a\n"
MOST_BYTES, MOST_PIXELS = 2_000_000, 6000
HIGHEST = 140.0
"""Maximum height of a logo in points."""
USUAL_WIDTH = 90.0

Report = Callable[..., None]


def read_logo(keys: Mapping[str, Any] | None, folder: Path | None, report: Report) -> Logo | None:
    """Return the logo, if the theme has one. `report` takes a key of [logo], a code, a message and a hint."""
    if not keys or "file" not in keys:
        if keys:
            report("file", "missing-key", "[logo] needs the key `file`", 'file = "logo.png"')
        return None
    data = _read(str(keys["file"]), folder, report)
    if data is None:
        return None
    width, height = struct.unpack(">II", data[16:24])
    if not (0 < width <= MOST_PIXELS and 0 < height <= MOST_PIXELS):
        report(
            "file",
            "bad-logo",
            f"the logo must have at most {MOST_PIXELS} pixels on each side (got {width} by {height})",
        )
        return None
    wide = keys.get("width", USUAL_WIDTH)
    logo = Logo(Picture(data, width, height, "png"), wide, keys.get("where", "left"), keys.get("pages", "first"))
    if logo.height > HIGHEST:
        fitting = int(HIGHEST * width / height)
        report(
            "width",
            "out-of-bounds",
            f"at width {wide:g} the logo is {logo.height:.0f} points high; at most {HIGHEST:.0f} are allowed",
            f"width = {fitting}",
        )
        return None
    return logo


def _read(name: str, folder: Path | None, report: Report) -> bytes | None:
    """Return the bytes of a PNG in the folder."""
    if folder is None or Path(name).is_absolute():
        report(
            "file",
            "outside-folder",
            "the path of a logo must be relative to the folder of the theme file",
            'file = "logo.png"',
        )
        return None
    path = folder / name
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            report(
                "file",
                "outside-folder",
                f'"{name}" is outside the folder of the theme file',
                "put the picture into that folder",
            )
            return None
        if path.stat().st_size > MOST_BYTES:
            report("file", "too-large", f"the logo is larger than {MOST_BYTES // 1_000_000} MB", "reduce its size")
            return None
        data = path.read_bytes()
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        report("file", "unreadable-file", f'"{name}" cannot be read: {reason}')
        return None
    if not data.startswith(PNG) or len(data) < 33 or data[12:16] != b"IHDR":
        report("file", "bad-logo", f'"{name}" is not a PNG', "save the logo as PNG")
        return None
    return data
