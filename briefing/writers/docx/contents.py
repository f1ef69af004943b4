"""Write the table of contents and lists of tables and figures.

They are TOC fields with page numbers from a layout pass, formatted as Word inserts them: the
contents in a content control, so that Word offers "Update Table", and a list of captions as plain
paragraphs.
"""

from __future__ import annotations

from briefing.document.model import Contents, TocEntry, walk
from briefing.writers.docx import style_names as names
from briefing.writers.docx.captions import SEQUENCES
from briefing.writers.docx.render_state import Rendering
from briefing.writers.docx.wordml import TAB, field, field_end, field_start, internal_link, run, twips

_ROOM_AFTER = 6.0
"""Space below a list in points, as in the PDF."""
_CONTROL = (
    '<w:sdtPr><w:id w:val="{identifier}"/><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
    "<w:docPartUnique/></w:docPartObj></w:sdtPr>"
)


def write_contents(contents: Contents, rendering: Rendering) -> str:
    """Return title and entries. Without entries there is no field, because Word prints an error for an empty one."""
    pieces = []
    if contents.title:
        page_break = "<w:pageBreakBefore/>" if _opens_page(contents, rendering) else ""
        pieces.append(
            rendering.paragraph(run(contents.title), names.CONTENTS_TITLE, page_break + rendering.base.contents_title)
        )
    if contents.entries:
        pieces.append(_entries(contents, rendering))
    if not pieces or contents.of != "headings":
        return "".join(pieces)
    control = _CONTROL.format(identifier=rendering.control)
    return f"<w:sdt>{control}<w:sdtContent>{''.join(pieces)}</w:sdtContent></w:sdt>"


def _opens_page(contents: Contents, rendering: Rendering) -> bool:
    """Return whether the layout found no room for the contents on the page before.

    LibreOffice does not keep a title with the entries of an index, and would leave it alone at the
    foot of that page.
    """
    blocks = rendering.document.blocks
    place = blocks.index(contents)
    if not place:
        return False
    *_, last = walk((blocks[place - 1],))
    before, here = rendering.pages.get(last.key, 0), rendering.pages.get(contents.key, 0)
    return bool(before) and before < here


def _entries(contents: Contents, rendering: Rendering) -> str:
    entries = contents.entries
    # What Word collects when the field is updated: headings to a level, or captions with one SEQ name.
    if contents.of == "headings":
        start = field_start(f'TOC \\o "1-{max(entry.level for entry in entries)}" \\h \\z \\u')
    else:
        start = field_start(f'TOC \\h \\z \\c "{SEQUENCES[contents.of]}"')
    last = len(entries) - 1
    return "".join(
        rendering.paragraph(
            (start if index == 0 else "") + _entry(entry, rendering) + (field_end() if index == last else ""),
            names.CONTENTS[entry.level - 1] if contents.of == "headings" else names.CAPTIONS_LIST,
            ("<w:keepNext/>" if index == 0 and last else "") + _look(entry, contents, rendering, closes=index == last),
        )
        for index, entry in enumerate(entries)
    )


def _look(entry: TocEntry, contents: Contents, rendering: Rendering, *, closes: bool) -> str:
    """Return the direct formatting of an entry. The last one is followed by the space of a block."""
    look = rendering.base.contents[entry.level - 1] if contents.of == "headings" else ""
    if not closes:
        return look
    own = rendering.theme.style("contents1" if entry.level <= 1 else "contents2").after
    tabs, indented, rest = look.partition("<w:ind ")
    return f'{tabs}<w:spacing w:after="{twips(own + _ROOM_AFTER)}"/>{indented}{rest}'


def _entry(entry: TocEntry, rendering: Rendering) -> str:
    """Return number, text and page of a heading or caption, linked to it."""
    words = (run(entry.number) + TAB if entry.number else "") + run(entry.text)
    target = rendering.targets.get(entry.target)
    if target is None or not target.entry:
        rendering.report("reference-target", f'the contents list "{entry.text}", which is not in the brief')
        return words
    page = rendering.pages.get(entry.target)
    number = TAB + field(f"PAGEREF {target.entry} \\h", str(page)) if page else ""
    return internal_link(target.entry, words + number)
