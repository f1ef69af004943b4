"""Classify edits against the current dossier: open, already applied, or outdated; and locate their source.

Take edits against the brief that a copy was built from, and the passages and ledger of the current brief. If the dossier has
changed elsewhere in a passage, the edit is shifted; if it has changed at the same words, the edit is outdated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from briefing.document.passages import Passage
from briefing.facts.ledger import Claim, Fact, Ledger, Proposal
from briefing.language import Language
from briefing.review.edits.edits import Edit, refused, with_location
from briefing.review.edits.match_passages import match_passages
from briefing.review.edits.source_locations import SourceLocator
from briefing.review.edits.word_diff import Hunk, changed, keys_of, same

GONE = "the brief no longer contains this passage"
OUTDATED = "these words have since changed in the dossier"
FORMULA = "it is calculated from other facts: change those"


@dataclass(slots=True)
class EditClassifier:
    """Classifier of edits. `passages` are those of the current brief."""

    passages: Sequence[Passage]
    ledger: Ledger
    language: Language
    locator: SourceLocator = field(init=False)
    _by_place: dict[tuple[str, str, int], Passage] = field(init=False)
    _partners: dict[Passage, Passage] = field(init=False, default_factory=dict)
    _counts: Counter[tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self._by_place = {(p.block, p.kind, p.place): p for p in self.passages}
        self._counts = Counter(keys_of(p.text) for p in self.passages)
        self.locator = SourceLocator(self.passages, self.ledger, self.language)

    def match(self, base: Sequence[Passage]) -> None:
        """Prepare for edits of a copy that was built from these passages."""
        self._partners = match_passages(base, self.passages)

    def classify(self, edit: Edit, built: Counter[tuple[str, ...]]) -> Edit:
        """Return the edit with its state and location. `built` counts the passages that the copy was built from."""
        if edit.kind == "figure":
            return self._figure(edit)
        if edit.kind == "inserted":
            return self._inserted(edit, built)
        if edit.kind in ("deleted", "moved"):
            return self._whole(edit, built)
        if edit.kind == "comment":
            fact = self.ledger.facts.get(edit.fact)
            now = self._now(edit.passage) if edit.passage is not None else None
            if fact is not None:
                return self._with_claim(edit, fact)
            return with_location(edit, self.locator.line_of(now, edit.start)) if now is not None else edit
        return self._words(edit)

    # ------------------------------------------------------------ passages

    def _now(self, passage: Passage) -> Passage | None:
        """Return the current passage for an earlier one; None if it no longer exists."""
        return self._partners.get(passage)

    def already_reads(self, passage: Passage, edits: Sequence[Edit]) -> bool:
        """Return True if a passage already reads as its edits together would make it."""
        now, text = self._now(passage), passage.text
        for edit in sorted(edits, key=lambda e: e.start, reverse=True):
            text = f"{text[: edit.start]} {edit.new} {text[edit.end :]}"
        return now is not None and not same(text, passage.text) and same(text, now.text)

    def _words(self, edit: Edit) -> Edit:
        """Classify an edit of prose, cells or notes."""
        now = self._now(edit.passage) if edit.passage is not None else None
        if edit.passage is None or now is None:
            return refused(edit, GONE, "outdated")
        since = changed(edit.passage.text, now.text)
        if _is_done(edit, edit.passage.text, now.text, since):
            return replace(edit, state="done")
        if any(_overlaps(hunk, edit) for hunk in since):
            return refused(with_location(edit, now.location), OUTDATED, "outdated")
        shift = sum(
            (h.new_end - h.new_start) - (h.end - h.start) for h in since if h.end <= edit.start and h.start < edit.start
        )
        return self.locator.locate_words(edit, now, edit.start + shift)

    def _inserted(self, edit: Edit, built: Counter[tuple[str, ...]]) -> Edit:
        parts = edit.new.split(" | ") if edit.cell is not None else [edit.new]
        if all(self._counts[keys_of(part)] > built[keys_of(part)] for part in parts):
            return replace(edit, state="done")
        now = self._now(edit.passage) if edit.passage is not None else None
        if now is None:
            return refused(edit, GONE)
        return self.locator.locate_insertion(edit, now)

    def _whole(self, edit: Edit, built: Counter[tuple[str, ...]]) -> Edit:
        passage = edit.passage
        if passage is None:
            return edit
        keys = keys_of(passage.text)
        now = self._by_place.get((passage.block, passage.kind, passage.place))
        if edit.kind == "deleted" and self._counts[keys] < built[keys]:
            if now is None or same(now.text, passage.text):
                return replace(edit, state="done")
            was, present = set(keys), set(keys_of(now.text))
            reworded = len(was & present) * 2 > max(len(was), len(present))
            return refused(edit, OUTDATED, "outdated") if reworded else replace(edit, state="done")
        found = self._now(passage)
        return self.locator.locate_passage(edit, found) if found is not None else refused(edit, GONE)

    # ------------------------------------------------------------ figures

    def _figure(self, edit: Edit) -> Edit:
        fact = self.ledger.facts.get(edit.fact)
        if fact is None:
            judged = edit.fact in self.ledger.judgements
            what = "a judgement" if judged else "no longer a fact of the dossier"
            return refused(edit, f'"{edit.fact}" is {what}', "open" if judged else "outdated")
        edit = self._with_claim(edit, fact)
        printed = self._words_of(edit)
        already_printed = bool(printed) and all(same(words, edit.new) for words in printed)
        if already_printed or any(self._proposes(proposal, edit) for proposal in fact.proposals):
            return replace(edit, state="done")
        if printed and not any(same(words, edit.old) for words in printed):
            return refused(edit, OUTDATED, "outdated")
        claim = claim_of(fact, edit.claim, edit.point)
        if edit.aspect == "former":
            return refused(edit, "it is a value of the previous edition")
        if fact.derivation is not None:
            return refused(edit, FORMULA)
        if claim is None:
            return refused(edit, "the dossier no longer has this claim", "outdated")
        return edit

    def _with_claim(self, edit: Edit, fact: Fact) -> Edit:
        """Return the edit with the claim's value, unit and sources as typed, and its location."""
        claim = claim_of(fact, edit.claim, edit.point)
        location = claim.location if claim is not None and claim.location.file.endswith(".yaml") else fact.location
        value = claim.value.written if claim is not None and claim.value is not None else ""
        sources = tuple(c.source for c in (claim.sources if claim is not None else fact.cited))
        return replace(with_location(edit, location), value=value, unit=fact.unit, sources=sources)

    def _proposes(self, proposal: Proposal, edit: Edit) -> bool:
        """Return True if a proposal is this edit, already applied."""
        if (proposal.replaces, proposal.point) != (edit.claim, edit.point):
            return False
        claim = proposal.claim
        forms = [day.words(self.language) for day in (claim.date, claim.as_of) if day is not None]
        forms += [day.when(self.language) for day in (claim.date, claim.as_of) if day is not None]
        if claim.value is not None:
            words = claim.value.words(self.language)
            forms += [words, claim.value.written]
            if edit.aspect == "number" and words.startswith(edit.new):
                return True
        return any(same(edit.new, words) for words in forms)

    def _words_of(self, edit: Edit) -> list[str]:
        """Return the words that the current brief prints for the figure, at each place."""
        wanted = (edit.fact, edit.claim, edit.point, edit.aspect)
        return [
            p.text[s.start : s.end]
            for p in self.passages
            for s in p.spans
            if (s.fact, s.claim, s.point, s.aspect) == wanted
        ]


def claim_of(fact: Fact, claim: str, point: str) -> Claim | None:
    """Return the claim of a fact, or of a point of its series; None if there is none."""
    points = [p for p in fact.points if p.label == point]
    claims = points[0].claims if points else fact.claims
    return next((c for c in claims if c.id == claim), claims[0] if len(claims) == 1 else None)


def _is_done(edit: Edit, built: str, now: str, since: Sequence[Hunk]) -> bool:
    """Return True if the changes of a passage since it was built do what the edit does, whatever else they do beside it.

    The passage with this edit in it is compared with the current one: no word of the edit may differ there, nor may one stand
    between the words that it joins.
    """
    if not any(hunk.start <= edit.end and hunk.end >= edit.start for hunk in since):
        return False
    head = f"{built[: edit.start]} "
    start, end = len(head), len(head) + len(edit.new)
    rest = changed(f"{head}{edit.new} {built[edit.end :]}", now)
    if not edit.new.strip():
        return not any(hunk.start <= end + 1 and hunk.end >= start for hunk in rest)
    return not any((hunk.start < end and hunk.end > start) or start < hunk.start == hunk.end < end for hunk in rest)


def _overlaps(hunk: Hunk, edit: Edit) -> bool:
    if edit.start == edit.end:
        return hunk.start < edit.start < hunk.end or hunk.start == edit.start == hunk.end
    return hunk.start < edit.end and hunk.end > edit.start
