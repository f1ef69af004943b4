"""Lay out a document's blocks as layout boxes, in order.

Tables, figures, contents and the title block have modules of their own. Pages are not known here:
`LayoutBox.keep` says what must stay together, `LayoutBox.frame` what is framed.
"""

from __future__ import annotations

from typing import assert_never

from briefing.document.cache import Key, block_key
from briefing.document.model import (
    Block,
    Callout,
    Contents,
    Figure,
    Heading,
    List,
    Paragraph,
    Quote,
    Table,
    Text,
    TitleBlock,
)
from briefing.layout.theme import CalloutStyle, Style
from briefing.layout.typesetting.caption_layout import below, caption
from briefing.layout.typesetting.contents_layout import ContentsSetter
from briefing.layout.typesetting.figures import set_chart
from briefing.layout.typesetting.frames import CalloutFrame
from briefing.layout.typesetting.layout_context import LayoutContext, add_line
from briefing.layout.typesetting.pages import LayoutBox, Line, PlacedPicture
from briefing.layout.typesetting.table_layout import set_table
from briefing.layout.typesetting.title_block_layout import set_front

BULLETS = ("\u2022", "\u2013", "\u00b7")
"""Bullets of lists by depth."""
MOST_PICTURE = 0.7
"""Largest share of the text area's height that a picture may take."""
LEAST_CHART, ROOM_FOR_NOTES = 0.4, 40.0
"""Share of the height that a chart gets however long its caption is; points left for notes cited by its lines."""


class BlockSetter:
    """Turn blocks into layout boxes.

    `contents` collects entries whose page numbers are not known yet; `widths` are column widths of
    tables.
    """

    def __init__(self, context: LayoutContext, height: float) -> None:
        self.context, self.height = context, height
        self.contents = ContentsSetter(context)
        self.widths: dict[str, tuple[float, ...]] = {}
        self._used_keys: set[Key] = set()

    def cached_block(self, block: Block) -> list[LayoutBox]:
        """Return a top-level block, from the cache if an earlier brief had the same one.

        Boxes of cacheable kinds are never changed later. A box must not occur twice in a brief, so
        a block identical to an earlier one of the same brief is laid out again.
        """
        key = block_key(block) if self.context.cache.most else None
        if key is None or key in self._used_keys:
            return self.block(block)
        self._used_keys.add(key)
        boxes, widths = self.context.cached(
            (self.height, key), lambda: (self.block(block), self.widths.get(block.key, ())), _lines
        )
        if widths:
            self.widths[block.key] = widths
        return boxes

    def block(self, block: Block) -> list[LayoutBox]:
        """Return a top-level block."""
        match block:
            case TitleBlock():
                return set_front(self.context, block)
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self._paragraph(block, self._style("body"), 0.0, 0.0)
            case List():
                return self._bullets(block, self._style("list"), 0.0, 0.0, 0)
            case Quote():
                style = self._style("quote")
                boxes = self._inside(block.blocks, style, style.indent, style.indent, 0)
                if boxes:
                    boxes[0].anchors = (block.key, *boxes[0].anchors)
                return boxes
            case Callout():
                return self._callout(block)
            case Table():
                boxes, self.widths[block.key] = set_table(self.context, block, self.height)
                return boxes
            case Figure():
                return self._figure(block)
            case Contents():
                return self._contents(block)
            case _:
                assert_never(block)

    def _style(self, role: str) -> Style:
        return self.context.theme.style(role)

    # ------------------------------------------------------------ text

    def _heading(self, block: Heading) -> list[LayoutBox]:
        style = self._style(f"heading{min(max(block.level, 1), 4)}")
        owner = (block.key, "text")
        if not block.number:
            return self.context.paragraph(block.inlines, style, block.location, owner, key=block.key)
        label = self.context.label(block.number, style, block.location, owner, x=0.0)
        x = label.segments[-1].x + label.segments[-1].width + style.size * 0.45
        boxes = self.context.paragraph(block.inlines, style, block.location, owner, x=x, key=block.key)
        add_line(boxes[0], label)
        return boxes

    def _paragraph(self, block: Paragraph, style: Style, x: float, right: float) -> list[LayoutBox]:
        return self.context.paragraph(
            block.inlines, style, block.location, (block.key, "text"), x=x, right=right, key=block.key
        )

    def _bullets(self, block: List, style: Style, x: float, right: float, depth: int) -> list[LayoutBox]:
        """Return a list. Its text is indented by the list style beyond `x`; labels hang to the left of it."""
        look = self._style("list")
        # Deep nesting on narrow paper: stop indenting while there is still enough width for text.
        inner = x + look.indent if self.context.measure - right - x - look.indent > style.size * 8 else x + look.hanging
        labels: list[Line] = []
        for index in range(len(block.items)):
            text = f"{block.start + index}." if block.ordered else BULLETS[min(depth, len(BULLETS) - 1)]
            labels.append(self.context.label(text, style, block.location, (block.key, "label", index), x=0.0))
        widest = max((label.segments[-1].x + label.segments[-1].width for label in labels), default=0.0)
        inner += max(0.0, widest - look.hanging)
        boxes: list[LayoutBox] = []
        for label, item in zip(labels, block.items, strict=True):
            # Numbers end where the text starts; bullets start where one-digit numbers do.
            width = label.segments[-1].x + label.segments[-1].width
            hanging_label = label._replace(x=inner - (width if block.ordered else max(look.hanging, widest)))
            made = self._inside(item, style, inner, right, depth + 1)
            if made:
                add_line(made[0], hanging_label)
            else:
                made = [LayoutBox(style.leading, after=style.after, lines=(hanging_label,))]
            boxes += made
        if boxes:
            boxes[0].anchors = (block.key, *boxes[0].anchors)
            if depth == 0:
                boxes[-1].after = max(boxes[-1].after, self._style("body").after)
        return boxes

    def _inside(self, blocks: tuple[Block, ...], style: Style, x: float, right: float, depth: int) -> list[LayoutBox]:
        """Return blocks within a list item, a quotation or a callout, in its style."""
        boxes: list[LayoutBox] = []
        for block in blocks:
            match block:
                case Paragraph():
                    boxes += self._paragraph(block, style, x, right)
                case List():
                    boxes += self._bullets(block, style, x, right, depth)
                case _:
                    boxes += self.block(block)
        return boxes

    # ------------------------------------------------------------ boxes and pictures

    def _callout(self, block: Callout) -> list[LayoutBox]:
        look = self.context.theme.callouts.get(block.kind) or CalloutStyle()
        x, right = look.pad + look.bar_width, look.pad
        boxes: list[LayoutBox] = []
        if block.title:
            title = (Text(block.title),)
            style = self._style("callout_title")
            boxes += self.context.paragraph(
                title, style, block.location, (block.key, "title"), x=x, right=right, keep=True
            )
        boxes += self._inside(block.blocks, self._style("callout"), x, right, 0)
        if not boxes:
            return []
        frame = CalloutFrame(0.0, self.context.measure, look)
        for box in boxes:
            box.frame = frame
        boxes[0].anchors = (block.key, *boxes[0].anchors)
        boxes[0].before = max(boxes[0].before, self._style("body").after * 0.6)
        # The frame's padding is below the last line; the space after a callout is larger than after a paragraph.
        boxes[-1].after = self._style("body").after + 5.0
        return boxes

    def _figure(self, block: Figure) -> list[LayoutBox]:
        boxes, lines = caption(self.context, block), below(self.context, block)
        if block.chart is not None:
            taken = sum(box.before + box.height + box.after for box in (*boxes, *lines))
            room = max(self.height - taken - ROOM_FOR_NOTES, self.height * LEAST_CHART)
            boxes.append(set_chart(self.context, block, block.chart, room))
            boxes[-1].keep = bool(lines)
        elif block.picture is not None:
            # As wide as the text, or as high as allowed.
            picture, width = block.picture, self.context.measure
            height = width * max(picture.height, 1) / max(picture.width, 1)
            most = self.height * MOST_PICTURE
            if height > most:
                width, height = width * most / height, most
            x = (self.context.measure - width) / 2
            placed = PlacedPicture(x, 0.0, width, height, picture, (block.key, "picture"))
            boxes.append(LayoutBox(height, after=4.0, keep=bool(lines), picture=placed))
        if boxes:
            boxes[0].anchors = (block.key,)
        return boxes + lines

    def _contents(self, block: Contents) -> list[LayoutBox]:
        boxes: list[LayoutBox] = []
        if block.title:
            style = self._style("contents_title")
            boxes += self.context.paragraph(
                (Text(block.title),), style, block.location, (block.key, "title"), keep=True
            )
        boxes += self.contents.entries(block)
        if boxes:
            boxes[0].anchors = (block.key, *boxes[0].anchors)
            boxes[-1].after += 6.0
        return boxes


def _lines(made: tuple[list[LayoutBox], tuple[float, ...]]) -> int:
    """Return the number of lines, labels and shapes, as the weight of a cache entry."""
    boxes, _ = made
    drawn = sum(len(box.drawing.labels) + len(box.drawing.shapes) for box in boxes if box.drawing is not None)
    return drawn + sum(len(box.lines) + 1 for box in boxes)
