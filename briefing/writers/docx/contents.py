"""The table of contents, and lists of tables and of figures: TOC fields whose results already stand, with page numbers from a
layout pass.

Takes `Contents` and the `Rendering`; gives what Word itself inserts: the contents in a content control, so that Word offers
"Update table", and a list of captions as plain paragraphs.
"""

from __future__ import annotations

from briefing.document.model import Contents, Entry, walk
from briefing.writers.docx import style_names as names
from briefing.writers.docx.captions import SEQUENCES
from briefing.writers.docx.rendering import Rendering
from briefing.writers.docx.wordml import TAB, field, field_end, field_start, internal_link, run, twips

_ROOM_AFTER = 6.0
"""White below a list, in points, as in the PDF."""
_CONTROL = (
    '<w:sdtPr><w:id w:val="{identifier}"/><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
    "<w:docPartUnique/></w:docPartObj></w:sdtPr>"
)


def write_contents(contents: Contents, rendering: Rendering) -> str:
    """Title and entries. Without entries there is no field: Word prints an error for an empty one."""
    pieces = []
    if contents.title:
        turned = "<w:pageBreakBefore/>" if _opens_page(contents, rendering) else ""
        pieces.append(
            rendering.paragraph(run(contents.title), names.CONTENTS_TITLE, turned + rendering.base.contents_title)
        )
    if contents.entries:
        pieces.append(_entries(contents, rendering))
    if not pieces or contents.of != "headings":
        return "".join(pieces)
    control = _CONTROL.format(identifier=rendering.control)
    return f"<w:sdt>{control}<w:sdtContent>{''.join(pieces)}</w:sdtContent></w:sdt>"


def _opens_page(contents: Contents, rendering: Rendering) -> bool:
    """Whether the layout found no room for the contents on the page before.

    LibreOffice keeps no title with the entries of an index, and would leave it alone at the foot of that page.
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
    start = field_start(_instruction(contents))
    last = len(entries) - 1
    return "".join(
        rendering.paragraph(
            (start if index == 0 else "") + _entry(entry, rendering) + (field_end() if index == last else ""),
            names.CONTENTS[entry.level - 1] if contents.of == "headings" else names.CAPTIONS_LIST,
            ("<w:keepNext/>" if index == 0 and last else "") + _look(entry, contents, rendering, closes=index == last),
        )
        for index, entry in enumerate(entries)
    )


def _look(entry: Entry, contents: Contents, rendering: Rendering, *, closes: bool) -> str:
    """What an entry says of itself beside its style. The last one sets the list off from what follows."""
    look = rendering.base.contents[entry.level - 1] if contents.of == "headings" else ""
    if not closes:
        return look
    own = rendering.theme.style("contents1" if entry.level <= 1 else "contents2").after
    tabs, indented, rest = look.partition("<w:ind ")
    return f'{tabs}<w:spacing w:after="{twips(own + _ROOM_AFTER)}"/>{indented}{rest}'


def _instruction(contents: Contents) -> str:
    """What Word gathers when the reader updates the field: headings down to a level, or captions that count with one SEQ."""
    if contents.of == "headings":
        return f'TOC \\o "1-{max(entry.level for entry in contents.entries)}" \\h \\z \\u'
    return f'TOC \\h \\z \\c "{SEQUENCES[contents.of]}"'


def _entry(entry: Entry, rendering: Rendering) -> str:
    """Number, words and page of a heading or a caption, linked to it."""
    words = (run(entry.number) + TAB if entry.number else "") + run(entry.text)
    target = rendering.targets.get(entry.target)
    if target is None or not target.entry:
        rendering.report("reference-target", f'the contents name "{entry.text}", which is not in the brief')
        return words
    page = rendering.pages.get(entry.target)
    number = TAB + field(f"PAGEREF {target.entry} \\h", str(page)) if page else ""
    return internal_link(target.entry, words + number)
