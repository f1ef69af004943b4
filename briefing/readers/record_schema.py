"""Schema of the record embedded in a finished file, as `facts.record` writes it: types, lengths and ranges of all that readers use.

The record may have been made or changed by anyone. One that does not match the schema counts as none, and its fault is reported.
"""

from __future__ import annotations

from typing import Any

from briefing.files.record_schema import (
    Group,
    ListOf,
    MapOf,
    Maybe,
    Number,
    NumberOrText,
    OneOf,
    Row,
    Text,
    Whole,
    mismatch,
)

SCHEMA = "briefing/record/1"
NOT_JSON = "its content must be JSON"
_NAME = Text(10_000)
_TEXT = Text()
_PLACE = Group(
    optional={"block": _NAME, "aspect": _NAME, "claim": _NAME, "point": _NAME, "marker": _NAME, "text": _TEXT}
)
_SHOWN = ListOf(_PLACE)
_CITED = ListOf(Group(optional={"source": _NAME, "locator": _NAME}), 1_000)
_CLAIM = Group(
    optional=dict.fromkeys(("value", "date", "as_of", "by", "counts", "status"), _TEXT) | {"sources": _CITED},
)
_SPANS = ListOf(Row((Whole(), Whole(), Whole(), _NAME)))
_MARK = Group(
    optional={"fact": _NAME, "claim": _NAME, "point": _NAME, "text": _TEXT, "low": Number(), "high": Number()}
)
_BLOCK = Group(
    optional={
        "key": _NAME,
        "kind": _NAME,
        "label": _NAME,
        "text": Text(10_000_000),
        "alt": _TEXT,
        "notes": ListOf(_TEXT),
        "noted": ListOf(Whole()),
        "marks": ListOf(_MARK),
        "rows": ListOf(Whole()),
        "spans": _SPANS,
        "note_spans": _SPANS,
    }
)
_RECORD = Group(
    {"schema": OneOf((SCHEMA,))},
    {
        **dict.fromkeys(("dossier", "title", "variant", "cut", "edition", "supersedes", "language", "date"), _NAME),
        **dict.fromkeys(("information_cut_off", "restates"), _NAME),
        "sources": MapOf(
            Group(optional={"number": Whole(), **dict.fromkeys(("title", "publisher", "date", "url"), _TEXT)})
        ),
        "facts": MapOf(Group(optional={"shown": _SHOWN, "claims": MapOf(_CLAIM)})),
        "judgements": MapOf(
            Group(
                optional={
                    "shown": _SHOWN,
                    "range": ListOf(Maybe(NumberOrText()), 2),
                    **dict.fromkeys(("scale", "likelihood", "horizon", "confidence"), _TEXT),
                }
            )
        ),
        "former": MapOf(Group(optional={"shown": _SHOWN, "edition": _NAME})),
        "changes": MapOf(_NAME),
        "more_changes": Whole(),
        "blocks": ListOf(_BLOCK),
    },
)


def read_record(values: Any) -> tuple[dict[str, Any] | None, str]:
    """Return the record in these values, or None; and what is wrong with it, "" if it is right, or of another kind or version."""
    if not isinstance(values, dict) or values.get("schema") != SCHEMA:
        return None, ""
    fault = mismatch(values, _RECORD) or _too_many_rows(values)
    return (None, fault) if fault else (values, "")


def _too_many_rows(record: dict[str, Any]) -> str:
    """Return the block whose rows have more lines than its text, "" if there is none."""
    for number, block in enumerate(record.get("blocks", ())):
        if sum(block.get("rows", ())) > block.get("text", "").count("\n") + 1:
            return f'"blocks[{number}].rows" counts more lines than the text has'
    return ""
