"""Names of the styles that the Word writer uses, as python-docx and Word's interface show them.

They are Word's own names if Word has such a style; our own names begin with "Brief". The rest of
the writer refers to styles by these names and never by id, because ids differ between templates.
"""

from __future__ import annotations

from typing import Final

TITLE: Final = "Title"
SUBTITLE: Final = "Subtitle"
BYLINE: Final = "Brief Byline"
BANNER: Final = "Brief Banner"
MARKING: Final = "Brief Marking"
HEADINGS: Final = ("Heading 1", "Heading 2", "Heading 3", "Heading 4")
UNNUMBERED: Final = tuple(f"{name} Unnumbered" for name in HEADINGS)
BODY: Final = "Body Text"
BULLETS: Final = ("List Bullet", "List Bullet 2", "List Bullet 3")
NUMBERS: Final = ("List Number", "List Number 2", "List Number 3")
CONTINUES: Final = ("List Continue", "List Continue 2", "List Continue 3")
QUOTE: Final = "Quote"
CAPTION: Final = "Caption"
FIGURE: Final = "Brief Figure"
SOURCE: Final = "Brief Source"
TABLE: Final = "Brief Table"
TABLE_HEAD: Final = "Brief Table Head"
TABLE_TEXT: Final = "Brief Table Text"
TABLE_NUMBER: Final = "Brief Table Number"
TABLE_ROW_HEAD: Final = "Brief Table Row Head"
TABLE_BAND: Final = "Brief Table Band"
TABLE_TOTAL: Final = "Brief Table Total"
CONTENTS_TITLE: Final = "TOC Heading"
CONTENTS: Final = ("toc 1", "toc 2", "toc 3", "toc 4")
CAPTIONS_LIST: Final = "table of figures"
PAGE_HEADER: Final = "Header"
PAGE_FOOTER: Final = "Footer"
NOTE: Final = "footnote text"
NOTE_MARK: Final = "footnote reference"
HYPERLINK: Final = "Hyperlink"
FACT: Final = "Brief Fact"

CALLOUT_KINDS: Final = ("key", "note", "warning")


def callout(kind: str) -> str:
    """Return the style of the text of a callout: "Brief Callout Key"."""
    return f"Brief Callout {kind.capitalize()}"


def callout_title(kind: str) -> str:
    """Return the style of a callout's title line: "Brief Callout Key Title"."""
    return f"{callout(kind)} Title"


def all_names() -> tuple[str, ...]:
    """Return every style that the writer uses."""
    single = (
        TITLE, SUBTITLE, BYLINE, BANNER, MARKING, BODY, QUOTE, CAPTION, FIGURE, SOURCE, TABLE, TABLE_HEAD, TABLE_TEXT,
        TABLE_NUMBER, TABLE_ROW_HEAD, TABLE_BAND, TABLE_TOTAL, CONTENTS_TITLE, CAPTIONS_LIST, PAGE_HEADER, PAGE_FOOTER,
        NOTE, NOTE_MARK, HYPERLINK, FACT,
    )  # fmt: skip
    callouts = (name for kind in CALLOUT_KINDS for name in (callout(kind), callout_title(kind)))
    return (*single, *HEADINGS, *UNNUMBERED, *BULLETS, *NUMBERS, *CONTINUES, *CONTENTS, *callouts)
