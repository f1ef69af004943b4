"""Write edits as an HTML page for a meeting: a table per section, with boxes to tick.

The page loads nothing: no script, font or picture. All text is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from briefing.review.edits.edits import Edit
from briefing.review.edits.report_text import details, name_of

_STYLE = """
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:64rem;padding:0 1rem;color:#1d2733}
h1{font-size:1.5rem;margin-bottom:.2rem}h2{font-size:1.1rem;margin:1.8rem 0 .4rem;border-bottom:1px solid #b8c2cc}
table{border-collapse:collapse;width:100%;table-layout:fixed}
th:nth-child(1){width:2.2rem}th:nth-child(2){width:10rem}
th:nth-child(4){width:9rem}th:nth-child(5){width:4rem}td{overflow-wrap:anywhere}
th,td{text-align:left;vertical-align:top;padding:.4rem .5rem;border-bottom:1px solid #dde3e8}
th{font-size:.85rem;color:#46525e}del{background:#fbe3e0;color:#7a1f12}ins{background:#dff1e3;color:#12522a;text-decoration:none}
.around,.more{color:#5b6773}.more{font-size:.85rem}.conflict td{background:#fff4d6}
@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}
"""


_HEAD = (
    '<table><thead><tr><th scope="col">No.</th><th scope="col">What</th><th scope="col">Change</th>'
    '<th scope="col">Who</th><th scope="col">Agreed</th></tr></thead><tbody>'
)


def make_page(edits: Sequence[Edit], copies: Sequence[str]) -> str:
    """Return the page as HTML."""
    body = "".join(_sections(edits)) or "<p>No edits and no comments.</p>"
    names = escape(", ".join(copies))
    return (
        '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>Review</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f"<body><main><h1>Reviewers’ edits and comments</h1><p>{names}</p>{body}</main></body></html>\n"
    )


def _sections(edits: Sequence[Edit]) -> Iterator[str]:
    section: str | None = None
    for edit in edits:
        name = "Conflicts" if edit.kind == "conflict" else edit.section or "At the top"
        if name != section:
            yield f"{'</tbody></table>' if section is not None else ''}<h2>{escape(name)}</h2>{_HEAD}"
            section = name
        what = escape(edit.kind) + (f"<br><code>{escape(name_of(edit))}</code>" if edit.fact else "")
        more = "".join(f'<div class="more">{escape(line)}</div>' for line in details(edit))
        who = "<br>".join(escape(part) for part in (edit.author, edit.date[:10], edit.copy) if part)
        kind = ' class="conflict"' if edit.state == "conflict" else ""
        yield (
            f'<tr{kind}><th scope="row">{escape(edit.id)}</th><td>{what}</td><td>{_change(edit)}{more}</td>'
            f'<td class="who">{who}</td><td>&#9744;</td></tr>'
        )
    if section is not None:
        yield "</tbody></table>"


def _change(edit: Edit) -> str:
    if edit.kind == "comment":
        return escape(edit.text).replace("\n", "<br>") + (" (resolved)" if edit.resolved else "")
    if edit.kind == "conflict":
        return f"Edits {escape(', '.join(edit.edits))} contradict each other"
    old = f"<del>{escape(edit.old)}</del>" if edit.old else ""
    new = f"<ins>{escape(edit.new)}</ins>" if edit.new and edit.kind != "moved" else ""
    before, after = (
        f'<span class="around">{escape(text)}</span>' if text else "" for text in (edit.before, edit.after)
    )
    gap = " " if edit.before and not edit.old and not edit.before[-1].isspace() else ""
    return f"{before}{gap}{' '.join(part for part in (old, new) if part)}{after}"
