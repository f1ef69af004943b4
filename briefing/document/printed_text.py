"""The text of blocks, as files record it and as a page shows it."""

from __future__ import annotations

from briefing.document.model import Block, Captioned, Contents, Heading, TitleBlock, caption_inlines, inlines_of, plain


def words_of(block: Block) -> str:
    """Return the words that a block itself prints, one text run per line, without numbers and labels."""
    if isinstance(block, TitleBlock):  # A missing subtitle is an empty line in records.
        return "\n".join((block.title, block.subtitle, *block.byline)).strip()
    return "\n".join(words for run in inlines_of(block) if (words := plain(run)))


def numbered_words(block: Block) -> str:
    """Return a block's words as a page shows them: with numbers and labels, and the entries of contents."""
    words = words_of(block)
    if isinstance(block, Contents):
        return "\n".join([block.title, *(f"{entry.number} {entry.text}".strip() for entry in block.entries)])
    if isinstance(block, Captioned):
        below = words.removeprefix(plain(block.title)).removeprefix("\n")
        return f"{plain(caption_inlines(block))}\n{below}".strip()
    if isinstance(block, Heading):
        return f"{block.number} {words}".strip()
    return words
