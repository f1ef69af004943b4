"""Rules for ids, and the reserved words.

An id is a name in templates, so the words of the template language, of Python and of the template functions
cannot be ids.
"""

from __future__ import annotations

import keyword
import re
import unicodedata

from briefing.facts.dates import UnreadableValue
from briefing.facts.ledger import ASPECTS

ID = re.compile(r"[a-z][a-z0-9_]*")
FILE_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
# Names that templates get besides facts, and words that Jinja reserves.
TEMPLATE_NAMES = frozenset(
    # One text, because ruff format would put each entry of a list on a line of its own.
    """table figure chart conflict judgement judgements ref cite literal contents list_of_tables list_of_figures front section sections
    source_summary what_changed has tagged facts topic topics title dossier loop true false none
    and or not if elif else endif for endfor in is set endset block endblock extends include import from macro endmacro call
    endcall filter endfilter raw endraw with without context self super caller varargs kwargs range dict lipsum cycler joiner
    namespace""".split()  # noqa: SIM905
)
# What follows the name of a fact after a dot: a claim of that name could not be reached.
AFTER_FACT = frozenset(ASPECTS).union(
    # One text, because ruff format would put each entry of a list on a line of its own.
    """change claims credibility first id last origin passage points source sources title tlp topic untold was""".split()  # noqa: SIM905
)


class IdError(UnreadableValue):
    """Raised for a name that cannot be an id. `code` is the code of its problem."""

    def __init__(self, code: str, message: str, corrected: str = "") -> None:
        super().__init__(message, corrected)
        self.code = code


def check_fact_id(name: str) -> None:
    """Raise IdError if a fact cannot have this id."""
    check_id(name)
    if name in TEMPLATE_NAMES or keyword.iskeyword(name):
        raise IdError("reserved-id", f'"{name}" is reserved: it has another meaning in templates', f"{name}_fact")


def check_claim_id(name: str) -> None:
    """Raise IdError if a claim cannot have this id."""
    check_id(name)
    if name in AFTER_FACT or keyword.iskeyword(name):
        raise IdError(
            "reserved-id", f'"{name}" is reserved: it has another meaning after the name of a fact', f"{name}_claim"
        )


def check_id(name: str) -> None:
    """Raise IdError if the name is not in snake case."""
    if not ID.fullmatch(name):
        message = f'"{name}" is not a valid id: use lower-case letters, digits and _, beginning with a letter'
        raise IdError("bad-id", message, snake_case(name))


def snake_case(name: str) -> str:
    """Return the nearest valid id, or "" if no letter or digit is left."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    plain = unicodedata.normalize("NFKD", split).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
    return words if ID.fullmatch(words) else f"n_{words}" if words else ""
