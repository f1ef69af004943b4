"""sources.yaml → `Source`s by id.

Takes the node of the file, gives the sources in file order; reports ids that cannot be cited, and sources whose original is
not there or that have no date.
"""

from __future__ import annotations

from briefing.errors import Problem
from briefing.facts.filling import fill_in
from briefing.facts.forms import SourceForm
from briefing.facts.names import IdError, check_id
from briefing.facts.plain_text import Node
from briefing.facts.schema import Source
from briefing.nearest import did_you_mean


def read_sources(node: Node) -> tuple[dict[str, Source], list[Problem]]:
    """The sources by id, and the problems with them."""
    problems: list[Problem] = []
    sources: dict[str, Source] = {}
    for source_id, entry in node.group.items():
        try:
            check_id(source_id)
        except IdError as error:
            problems.append(
                Problem(error.code, error.message, entry.key, f"{error.corrected}:" if error.corrected else "")
            )
        form = fill_in(SourceForm, entry, problems)
        # A source that cannot be read is still there: facts that cite it are right.
        sources[source_id] = _source(source_id, entry, form) if form else Source(source_id, entry.key, source_id)
        if form and form.date is None and not form.undated and "date" not in entry.group:
            hint = "add its date, or a line that says why there is none: undated: standing page"
            problems.append(Problem("undated-source", f'"{source_id}" has no date', entry.key, hint, "warning"))
    problems += _check_originals(node, sources)
    return sources, problems


def _source(source_id: str, entry: Node, form: SourceForm) -> Source:
    return Source(
        id=source_id,
        origin=entry.key,
        title=form.title,
        publisher=form.publisher,
        author=form.author,
        date=form.date,
        undated=form.undated,
        url=form.url,
        archived=form.archived,
        accessed=form.accessed,
        type=form.type,
        short=form.short,
        note=form.note,
        reliability=form.reliability,
        read=form.read,
        via=form.via,
        original=form.origin,
        party=form.party,
    )


def _check_originals(node: Node, sources: dict[str, Source]) -> list[Problem]:
    """`origin:` names another source, the one that this repeats: two that repeat one are no two witnesses."""
    problems = []
    for source in sources.values():
        if source.original and (source.original not in sources or source.original == source.id):
            place = node.group[source.id].group["origin"].origin
            hint = did_you_mean(source.original, [s for s in sources if s != source.id])
            problems.append(Problem("unknown-source", f'no other source "{source.original}"', place, hint))
    return problems
