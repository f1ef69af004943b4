"""Apply a reviewer's changes to the texts of YAML files and templates, and change nothing else.

Each function takes the text of a file and a change and returns the changed text, or raises `CannotApply` if the change does
not fit exactly one place. Every result is parsed again before it is returned. No file is read or written.
"""

from __future__ import annotations

from briefing.review.rewriting.cannot_apply import CannotApply
from briefing.review.rewriting.template_lines import delete_lines, insert_paragraph
from briefing.review.rewriting.template_words import reword_template
from briefing.review.rewriting.typed_figures import typed_date, typed_value
from briefing.review.rewriting.write_proposals import NewProposal, propose
from briefing.review.rewriting.yaml_words import reword_yaml

__all__ = [
    "CannotApply",
    "NewProposal",
    "delete_lines",
    "insert_paragraph",
    "propose",
    "reword_template",
    "reword_yaml",
    "typed_date",
    "typed_value",
]  # fmt: skip
