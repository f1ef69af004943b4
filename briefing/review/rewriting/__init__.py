"""Text → text: what a reviewer changed, typed into the files it came from, and not a character beside it.

Takes the text of a file and a change, gives the changed text, or raises `Unplaceable` where the change has no one sure place; what
comes out is read back before it is given. Reads no file, writes none, and knows no brief.
"""

from __future__ import annotations

from briefing.review.rewriting.cannot_apply import Unplaceable
from briefing.review.rewriting.figure_proposals import typed_date, typed_value
from briefing.review.rewriting.template_lines import delete_lines, insert_paragraph
from briefing.review.rewriting.template_words import reword_template
from briefing.review.rewriting.write_proposals import NewProposal, propose
from briefing.review.rewriting.yaml_words import reword_yaml

__all__ = [
    "NewProposal", "Unplaceable", "delete_lines", "insert_paragraph", "propose", "reword_template", "reword_yaml", "typed_date",
    "typed_value",
]  # fmt: skip
