"""What rests on what: the order in which derived facts are worked out, and those that come back to themselves.

Takes facts and the formulas read of them; gives the order and the circles. Works without recursion: a dossier may hold a chain of
thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from briefing.facts.ledger import Claim, Fact, Operand

# A fact, and the claim of it that is meant or "" for all.
Stand = tuple[str, str]


class Grounds:
    """What each fact or claim rests on: the inputs of its formula, and what `rests_on:` names."""

    def __init__(self, facts: Mapping[str, Fact], inputs: Mapping[str, tuple[Operand, ...]]) -> None:
        self.facts, self.inputs = facts, inputs

    def of(self, stand: Stand) -> list[Stand]:
        fact = self.facts.get(stand[0])
        if fact is None:
            return []
        named = [(name, "") for claim in _claims(fact, stand[1]) for name in claim.rests_on]
        derived = [(operand.fact, operand.claim) for operand in self.inputs.get(fact.id, ())]
        return list(dict.fromkeys(derived + named))

    def order(self, starts: Iterable[Stand]) -> tuple[list[str], list[list[str]]]:
        """Ids of facts, what others rest on first; and each circle met, as the ids on its way round."""
        done: dict[Stand, None] = {}
        circles: list[list[str]] = []
        for start in starts:
            way: dict[Stand, Iterator[Stand]] = {} if start in done else {start: iter(self.of(start))}
            while way:
                here = next(reversed(way))
                following = next(way[here], None)
                if following is None:
                    del way[here]
                    done[here] = None
                elif following in way:
                    names = [stand[0] for stand in way]
                    circles.append(names[list(way).index(following) :])
                elif following not in done:
                    way[following] = iter(self.of(following))
        return list(dict.fromkeys(stand[0] for stand in done)), circles

    def leads_to(self, starts: Iterable[Stand], goal: str) -> bool:
        """Whether what these rest on comes to that fact."""
        seen: set[Stand] = set()
        waiting = list(starts)
        while waiting:
            stand = waiting.pop()
            if stand in seen:
                continue
            seen.add(stand)
            following = self.of(stand)
            if any(name == goal for name, _ in following):
                return True
            waiting += following
        return False


def _claims(fact: Fact, claim: str) -> Iterator[Claim]:
    for one in (*fact.claims, *(c for point in fact.points for c in point.claims)):
        if not claim or one.id == claim:
            yield one
