"""What is wanted of a brief: its look, its Word file, how far it may go, whether it is a draft.

Takes nothing; carries choices from `cli` to `build`. Reads no file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from briefing.writers.docx.options import USUAL, WordChoices

if TYPE_CHECKING:
    from briefing.document.comment_threads import Thread
    from briefing.layout.theme import Theme


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is wanted of a brief. Without a theme that of the template counts; `word` is what is chosen about the Word file.

    `cut` names a shorter brief of the same facts; `threads` are comments of
    reviewers that the Word file carries on. `label`, one of TLP 2.0, leaves out what is more restricted. A `draft` is
    marked as one, and is made in spite of errors that checks found: they are among its problems. `template` takes the place of
    the one that the dossier names.
    """

    theme: Theme | None = None
    word: WordChoices = USUAL
    label: str = ""
    draft: bool = False
    cut: str = ""
    threads: tuple[Thread, ...] = ()
    template: str = ""
