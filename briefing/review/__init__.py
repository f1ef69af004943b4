"""Proof that finished files say the same: what is compared, and what differs where. See `compare`."""

from briefing import _make_callable

_make_callable(__name__)
