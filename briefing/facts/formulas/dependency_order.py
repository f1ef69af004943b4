"""Dependencies between facts: the order in which derived facts are calculated, and cycles among them.

Work without recursion, because a dossier may contain a chain of thousands of facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from briefing.facts.ledger import Fact, Operand

Dependency = tuple[str, str]
"""Id of a fact, and of the claim that is meant; "" for all of its claims."""


class DependencyOrder:
    """Dependency graph of facts and claims: the inputs of their formulas, and the facts that `rests_on:` names."""

    def __init__(self, facts: Mapping[str, Fact], inputs: Mapping[str, tuple[Operand, ...]]) -> None:
        self.facts, self.inputs = facts, inputs

    def of(self, node: Dependency) -> list[Dependency]:
        """Return what a fact or claim depends on directly."""
        fact = self.facts.get(node[0])
        if fact is None:
            return []
        claims = (*fact.claims, *(claim for point in fact.points for claim in point.claims))
        named = [(name, "") for claim in claims if node[1] in ("", claim.id) for name in claim.rests_on]
        derived = [(operand.fact, operand.claim) for operand in self.inputs.get(fact.id, ())]
        return list(dict.fromkeys(derived + named))

    def order(self, starts: Iterable[Dependency]) -> tuple[list[str], list[list[str]]]:
        """Return the ids of facts, dependencies first, and each cycle found, as the ids along it."""
        done: dict[Dependency, None] = {}
        cycles: list[list[str]] = []
        for start in starts:
            path: dict[Dependency, Iterator[Dependency]] = {} if start in done else {start: iter(self.of(start))}
            while path:
                here = next(reversed(path))
                following = next(path[here], None)
                if following is None:
                    del path[here]
                    done[here] = None
                elif following in path:
                    names = [node[0] for node in path]
                    cycles.append(names[list(path).index(following) :])
                elif following not in done:
                    path[following] = iter(self.of(following))
        return list(dict.fromkeys(node[0] for node in done)), cycles

    def leads_to(self, starts: Iterable[Dependency], goal: str) -> bool:
        """Return True if any of these depends, directly or not, on the fact `goal`."""
        seen: set[Dependency] = set()
        waiting = list(starts)
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            following = self.of(node)
            if any(name == goal for name, _ in following):
                return True
            waiting += following
        return False
