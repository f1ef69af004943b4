"""Read a file that somebody else may have put there: only a regular file of limited size, never through a link, a pipe or a device."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_FLAGS = (
    os.O_RDONLY
    # A link is an error, and opening a pipe does not wait for somebody to write into it.
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)


def read_regular(path: Path, largest: int) -> bytes:
    """Return the bytes of a regular file. Raise OSError if it is anything else, a link included, or larger than `largest`."""
    if not hasattr(os, "O_NOFOLLOW") and path.is_symlink():
        raise OSError(errno.ELOOP, "it is a link")
    descriptor = os.open(path, _FLAGS)
    with os.fdopen(descriptor, "rb") as opened:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file")
        data = opened.read(largest + 1)
    if len(data) > largest:
        raise OSError(errno.EFBIG, "it is too large")
    return data
