"""Write PDF objects: object streams, a cross-reference stream and an identifier derived from the content.

reportlab's object registry numbers every object; objects that are already bytes (structure
elements, annotations), of which a brief has many, are added here. Same objects, same bytes. ISO
32000-1, 7.5.7 and 7.5.8.
"""

from __future__ import annotations

import hashlib
import zlib

from reportlab.pdfbase import pdfdoc

from briefing.document.cache import BoundedCache

BINARY = b"%\xe2\xe3\xcf\xd3\n"
"""Comment with bytes beyond ASCII, so that nobody treats the file as text (ISO 32000-1, 7.5.2)."""
IN_ONE_STREAM = 400
LEVEL = 4
"""Compression level of deflate: two thirds of the time of level 6, for a file a twentieth larger."""
END_OF_STREAM = b"endstream"


class Ready(pdfdoc.PDFObject):  # type: ignore[misc]  # reportlab has no types
    """An object whose bytes are known, or will be when the file is saved."""

    __RefOnly__ = 1

    def __init__(self, data: bytes = b"null") -> None:
        self.data = data

    def format(self, document: pdfdoc.PDFDocument) -> bytes:  # noqa: ARG002  # reportlab calls it so
        return self.data


CACHE_BYTES = 600_000
"""Compressed bytes in each generation of the cache of streams: pages that an edition leaves unchanged."""
DEFLATED: BoundedCache[bytes] = BoundedCache(CACHE_BYTES)


def deflate(data: bytes) -> bytes:
    """Return compressed data, from the cache if an earlier file had the same."""
    key = hashlib.sha256(data).digest()
    known = DEFLATED.get(key)
    if known is None:
        known = zlib.compress(data, LEVEL)
        DEFLATED.keep(key, known, len(known))
    return known


def stream_bytes(data: bytes, entries: str = "", *, compressed: bool = True) -> bytes:
    """Return a stream object's bytes. `entries` are further entries of its dictionary."""
    if compressed:
        data, entries = deflate(data), entries + "/Filter/FlateDecode"
    return b"<<%s/Length %d>>stream\n%s\n%s" % (entries.encode("ascii"), len(data), data, END_OF_STREAM)


class TaggedFile(pdfdoc.PDFDocument):  # type: ignore[misc]  # as above
    """A file being written. Register objects with `number`, then `save` it."""

    def __init__(self, version: str) -> None:
        self.version = version
        # invariant: reportlab then reads no clock. Its own catalogue, outline and information are not used.
        super().__init__(dummyoutline=1, compression=1, invariant=1, pdfVersion=(1, 7))

    def number(self, thing: pdfdoc.PDFObject) -> int:
        """Return the number of an object; register it if it is new."""
        name = self.Reference(thing).name
        return int(self.idToObjectNumberAndVersion[name][0])

    def stream(self, data: bytes, entries: str = "", *, compressed: bool = True) -> Ready:
        """Return a stream object. `entries` are further entries of its dictionary."""
        return Ready(stream_bytes(data, entries, compressed=compressed))

    @property
    def next_number(self) -> int:
        """Return the first number that no registered object has. Registering an object changes it."""
        return int(self.objectcounter) + 1

    def save(self, catalog: int, information: int, late: dict[int, bytes]) -> bytes:
        """Return the whole file.

        `late` are objects with numbers beyond the registered ones; the other two are object
        numbers, 0 for none.
        """
        bodies = self._bodies()
        bodies.update(late)
        writer = _Writer(b"%%PDF-%s\n%s" % (self.version.encode("ascii"), BINARY))
        small: list[tuple[int, bytes]] = []
        for number in sorted(bodies):
            body = bodies[number]
            if body.endswith(END_OF_STREAM):
                writer.add(number, body)
            else:
                small.append((number, body))
        free = max(bodies) + 1
        for at in range(0, len(small), IN_ONE_STREAM):
            writer.add_stream(free, small[at : at + IN_ONE_STREAM])
            free += 1
        return writer.finish(free, f"/Root {catalog} 0 R" + (f"/Info {information} 0 R" if information else ""))

    def _bodies(self) -> dict[int, bytes]:
        """Return every registered object's bytes by number; formatting one may register more."""
        bodies: dict[int, bytes] = {}
        number = 1
        while number in self.numberToId:
            body = pdfdoc.format(self.idToObject[self.numberToId[number]], self, toplevel=1)
            if body.endswith(END_OF_STREAM + b"\n"):
                # reportlab leaves out the end-of-line before "endstream" that PDF/A requires (ISO 19005-3, 6.1.7.1).
                body = body[: -len(END_OF_STREAM) - 1] + b"\n" + END_OF_STREAM
            bodies[number] = body.rstrip(b"\n")
            number += 1
        return bodies


class _Writer:
    """The bytes written so far, and the offset of each object."""

    def __init__(self, head: bytes) -> None:
        self.parts = [head]
        self.size = len(head)
        self.places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}

    def add(self, number: int, body: bytes) -> None:
        """Add an object of its own."""
        self.places[number] = (1, self.size, 0)
        part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        self.parts.append(part)
        self.size += len(part)

    def add_stream(self, number: int, objects: list[tuple[int, bytes]]) -> None:
        """Add many small objects in one compressed stream."""
        index: list[bytes] = []
        offset = 0
        for at, (inner, body) in enumerate(objects):
            index.append(b"%d %d" % (inner, offset))
            self.places[inner] = (2, number, at)
            offset += len(body) + 1
        head = b" ".join(index) + b"\n"
        data = deflate(head + b"\n".join([body for _, body in objects]))
        entries = b"/Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d" % (len(objects), len(head), len(data))
        self.add(number, b"<<%s>>stream\n%s\n%s" % (entries, data, END_OF_STREAM))

    def finish(self, number: int, entries: str) -> bytes:
        """Write the cross-reference stream, which is object `number`, and the end of the file."""
        start = self.size
        self.places[number] = (1, start, 0)
        rows = [self.places.get(at, (0, 0, 0)) for at in range(number + 1)]
        data = zlib.compress(
            b"".join(kind.to_bytes(1, "big") + a.to_bytes(4, "big") + b.to_bytes(2, "big") for kind, a, b in rows),
            LEVEL,
        )
        digest = hashlib.sha256(b"".join(self.parts)).hexdigest()[:32]
        head = (
            f"<</Type/XRef/Size {number + 1}/W[1 4 2]{entries}/ID[<{digest}><{digest}>]/Filter/FlateDecode/Length {len(data)}>>"
        ).encode("ascii")
        self.add(number, head + b"stream\n" + data + b"\n" + END_OF_STREAM)
        return b"".join((*self.parts, b"startxref\n%d\n%%%%EOF\n" % start))
