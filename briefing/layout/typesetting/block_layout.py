"""The galley: a document's blocks as slabs, in order.

Takes a document, gives its slabs and the notes it cites. Tables and contents have rooms of their own. Knows no pages: what
must stay together is said by `Slab.keep`, what is boxed by `Slab.frame`.
"""

from __future__ import annotations

from briefing.document.cache import Key, block_key
from briefing.document.model import (
    Block,
    Bullets,
    Callout,
    Contents,
    Document,
    Figure,
    Front,
    Heading,
    Paragraph,
    Quote,
    Table,
    Text,
)
from briefing.layout.theme import CalloutLook, Style
from briefing.layout.typesetting.caption_layout import below, caption
from briefing.layout.typesetting.contents_layout import ContentsSetter
from briefing.layout.typesetting.figures import set_chart
from briefing.layout.typesetting.frames import CalloutFrame
from briefing.layout.typesetting.layout_context import Setting, add_line
from briefing.layout.typesetting.pages import Line, PlacedPicture, Slab
from briefing.layout.typesetting.table_layout import set_table
from briefing.layout.typesetting.title_block_layout import set_front

BULLETS = ("\u2022", "\u2013", "\u00b7")
"""Labels of bullet lists by depth."""
MOST_PICTURE = 0.7
"""The share of the text area's height that a picture may take."""
LEAST_CHART, ROOM_FOR_NOTES = 0.4, 40.0
"""The share that a chart has however long its caption is; points left for the notes that its lines cite."""


class GalleyMaker:
    """Makes slabs of blocks. `contents` remembers entries whose page numbers are not known yet, `widths` those of tables."""

    def __init__(self, setting: Setting, document: Document, height: float) -> None:
        self.setting, self.document, self.height = setting, document, height
        self.contents = ContentsSetter(setting)
        self.widths: dict[str, tuple[float, ...]] = {}
        self._given: set[Key] = set()

    def galley(self) -> list[Slab]:
        """Every block of the document as slabs."""
        slabs: list[Slab] = []
        for block in self.document.blocks:
            slabs += self.block(block)
        return slabs

    def remembered(self, block: Block) -> list[Slab]:
        """One block of the top level, perhaps as it stood in an earlier brief: nobody changes the slabs of these kinds any more.

        No slab stands twice in a brief, so a block that is the very same as one before it is made anew.
        """
        key = block_key(block) if self.setting.memory.most else None
        if key is None or key in self._given:
            return self.block(block)
        self._given.add(key)
        slabs, widths = self.setting.remember((self.height, key), lambda: self._made(block), _lines)
        if widths:
            self.widths[block.key] = widths
        return slabs

    def _made(self, block: Block) -> tuple[list[Slab], tuple[float, ...]]:
        """A block, with the widths of its columns if it is a table."""
        return self.block(block), self.widths.get(block.key, ())

    def block(self, block: Block) -> list[Slab]:
        """One block of the top level."""
        if isinstance(block, Front):
            return set_front(self.setting, block)
        if isinstance(block, Heading):
            return self._heading(block)
        if isinstance(block, Paragraph):
            return self._paragraph(block, self._style("body"), 0.0, 0.0)
        if isinstance(block, Bullets):
            return self._bullets(block, self._style("list"), 0.0, 0.0, 0)
        if isinstance(block, Quote):
            return self._quote(block)
        if isinstance(block, Callout):
            return self._callout(block)
        if isinstance(block, Table):
            slabs, self.widths[block.key] = set_table(self.setting, block, self.height)
            return slabs
        if isinstance(block, Figure):
            return self._figure(block)
        return self._contents(block)

    def _style(self, role: str) -> Style:
        return self.setting.theme.style(role)

    # ------------------------------------------------------------ text

    def _heading(self, block: Heading) -> list[Slab]:
        style = self._style(f"heading{min(max(block.level, 1), 4)}")
        owner = (block.key, "text")
        if not block.number:
            return self.setting.paragraph(block.inlines, style, block.origin, owner, key=block.key)
        label = self.setting.label(block.number, style, block.origin, owner, x=0.0)
        x = label.segments[-1].x + label.segments[-1].width + style.size * 0.45
        slabs = self.setting.paragraph(block.inlines, style, block.origin, owner, x=x, key=block.key)
        add_line(slabs[0], label)
        return slabs

    def _paragraph(self, block: Paragraph, style: Style, x: float, right: float) -> list[Slab]:
        return self.setting.paragraph(
            block.inlines, style, block.origin, (block.key, "text"), x=x, right=right, key=block.key
        )

    def _bullets(self, block: Bullets, style: Style, x: float, right: float, depth: int) -> list[Slab]:
        """A list. Its text is indented by the list style beside `x`; labels hang to the left of it."""
        look = self._style("list")
        # Deep nesting on narrow paper: stop indenting while there is still a measure to set text in.
        inner = x + look.indent if self.setting.measure - right - x - look.indent > style.size * 8 else x + look.hanging
        labels = [self._label(block, index, style, depth) for index in range(len(block.items))]
        widest = max((label.segments[-1].x + label.segments[-1].width for label in labels), default=0.0)
        inner += max(0.0, widest - look.hanging)
        slabs: list[Slab] = []
        for label, item in zip(labels, block.items, strict=True):
            # Numbers end where the text starts, bullets start where numbers of one figure do.
            width = label.segments[-1].x + label.segments[-1].width
            hung = label._replace(x=inner - (width if block.ordered else max(look.hanging, widest)))
            made = self._inside(item, style, inner, right, depth + 1)
            if made:
                add_line(made[0], hung)
            else:
                made = [Slab(style.leading, after=style.after, lines=(hung,))]
            slabs += made
        if slabs:
            slabs[0].anchors = (block.key, *slabs[0].anchors)
            if depth == 0:
                slabs[-1].after = max(slabs[-1].after, self._style("body").after)
        return slabs

    def _label(self, block: Bullets, index: int, style: Style, depth: int) -> Line:
        text = f"{block.start + index}." if block.ordered else BULLETS[min(depth, len(BULLETS) - 1)]
        return self.setting.label(text, style, block.origin, (block.key, "label", index), x=0.0)

    def _inside(self, blocks: tuple[Block, ...], style: Style, x: float, right: float, depth: int) -> list[Slab]:
        """Blocks within a list item, a quotation or a callout, in that one's style."""
        slabs: list[Slab] = []
        for block in blocks:
            if isinstance(block, Paragraph):
                slabs += self._paragraph(block, style, x, right)
            elif isinstance(block, Bullets):
                slabs += self._bullets(block, style, x, right, depth)
            else:
                slabs += self.block(block)
        return slabs

    def _quote(self, block: Quote) -> list[Slab]:
        style = self._style("quote")
        slabs = self._inside(block.blocks, style, style.indent, style.indent, 0)
        if slabs:
            slabs[0].anchors = (block.key, *slabs[0].anchors)
        return slabs

    # ------------------------------------------------------------ boxes and pictures

    def _callout(self, block: Callout) -> list[Slab]:
        look = self.setting.theme.callouts.get(block.kind) or CalloutLook()
        x, right = look.pad + look.bar_width, look.pad
        slabs: list[Slab] = []
        if block.title:
            title = (Text(block.title),)
            style = self._style("callout_title")
            slabs += self.setting.paragraph(
                title, style, block.origin, (block.key, "title"), x=x, right=right, keep=True
            )
        slabs += self._inside(block.blocks, self._style("callout"), x, right, 0)
        if not slabs:
            return []
        frame = CalloutFrame(0.0, self.setting.measure, look)
        for slab in slabs:
            slab.frame = frame
        slabs[0].anchors = (block.key, *slabs[0].anchors)
        slabs[0].before = max(slabs[0].before, self._style("body").after * 0.6)
        # The frame's padding stands below the last line; the white after the box is more than after a paragraph.
        slabs[-1].after = self._style("body").after + 5.0
        return slabs

    def _figure(self, block: Figure) -> list[Slab]:
        slabs, lines = caption(self.setting, block), below(self.setting, block)
        if block.chart is not None:
            taken = sum(slab.before + slab.height + slab.after for slab in (*slabs, *lines))
            room = max(self.height - taken - ROOM_FOR_NOTES, self.height * LEAST_CHART)
            slabs.append(set_chart(self.setting, block, block.chart, room))
            slabs[-1].keep = bool(lines)
        else:
            slabs += self._picture(block)
        if slabs:
            slabs[0].anchors = (block.key,)
        return slabs + lines

    def _picture(self, block: Figure) -> list[Slab]:
        """The picture as wide as the text, or as tall as it may be."""
        picture = block.picture
        if picture is None:
            return []
        width = self.setting.measure
        height = width * max(picture.height, 1) / max(picture.width, 1)
        most = self.height * MOST_PICTURE
        if height > most:
            width, height = width * most / height, most
        placed = PlacedPicture((self.setting.measure - width) / 2, 0.0, width, height, picture, (block.key, "picture"))
        return [Slab(height, after=4.0, keep=bool(block.source or block.notes), picture=placed)]

    def _contents(self, block: Contents) -> list[Slab]:
        slabs: list[Slab] = []
        if block.title:
            style = self._style("contents_title")
            slabs += self.setting.paragraph((Text(block.title),), style, block.origin, (block.key, "title"), keep=True)
        slabs += self.contents.entries(block)
        if slabs:
            slabs[0].anchors = (block.key, *slabs[0].anchors)
            slabs[-1].after += 6.0
        return slabs


def _lines(made: tuple[list[Slab], tuple[float, ...]]) -> int:
    """The lines of slabs, and the labels and shapes of drawings, which weigh as much."""
    slabs, _ = made
    drawn = sum(len(slab.drawing.labels) + len(slab.drawing.shapes) for slab in slabs if slab.drawing is not None)
    return drawn + sum(len(slab.lines) + 1 for slab in slabs)
