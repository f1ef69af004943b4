"""Write the container of an Office file: a zip whose bytes depend only on its members (ISO/IEC 29500-2; APPNOTE 6.3).

A `Member` is compressed when it is created, so that a part that never changes is compressed once
per process; the standard library's zipfile cannot take compressed bytes. No dates, no extra fields,
no platform.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

_VERSION = 20  # Version 2.0: deflate.
_DATE = 33  # 1 January 1980, the earliest date of the zip format.
_UTF_8 = 0x800
_STORED_ENDINGS = (".png", ".jpeg", ".xlsx")
_LIMIT = 0xFFFFFFFF

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the container as it is stored in the zip."""

    name: str
    data: bytes
    size: int
    checksum: int
    method: int


def make_member(name: str, content: bytes, level: int = 6) -> Member:
    """Return a member for some content.

    Pictures and workbooks, which are compressed already, are stored as they are.
    """
    checksum = zlib.crc32(content)
    if name.endswith(_STORED_ENDINGS):
        return Member(name, content, len(content), checksum, 0)
    packer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Member(name, packer.compress(content) + packer.flush(), len(content), checksum, 8)


def pack(members: Iterable[Member]) -> bytes:
    """Return the zip, members in the order given.

    Raises ValueError beyond 4 GB or 65,535 members, which would need the zip64 format.
    """
    pieces: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for member in members:
        name = member.name.encode("utf-8")
        flags = 0 if name.isascii() else _UTF_8
        sizes = (member.checksum, len(member.data), member.size)
        head = _LOCAL.pack(b"PK\3\4", _VERSION, flags, member.method, 0, _DATE, *sizes, len(name), 0)
        kind = (_VERSION, _VERSION, flags, member.method)
        directory.append(_CENTRAL.pack(b"PK\1\2", *kind, 0, _DATE, *sizes, len(name), 0, 0, 0, 0, 0, offset) + name)
        pieces += (head, name, member.data)
        offset += len(head) + len(name) + len(member.data)
    listing = b"".join(directory)
    if offset + len(listing) > _LIMIT or len(directory) > 0xFFFF:
        raise ValueError("too large for an Office file")
    end = _END.pack(b"PK\5\6", 0, 0, len(directory), len(directory), len(listing), offset, 0)
    return b"".join((*pieces, listing, end))
