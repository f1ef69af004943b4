"""How gravely a dossier takes what the checks find: `checks:` in dossier.yaml.

Takes each rule's own severity and what the dossier chose; gives problems with the severity that counts, and problems with the
choices. Raising is free. Lowering needs a reason in writing, which is told with every problem that it lowers; an error of a
rule can become a warning and nothing less, so that it is still told at every build; what is only proposed is never printed, nor
is a figure that is not the fact's.
Problems that are no rule's (an unknown name, a fact without a source) leave nothing to print, and cannot be lowered at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from briefing.facts.dossier import ChosenSeverity
from briefing.problems.problem import Problem, Severity
from briefing.problems.suggest import did_you_mean, nearest

ORDER: tuple[Severity, ...] = ("note", "warning", "error")
FIXED = frozenset({"glued-figure", "proposed-printed"})


@dataclass(slots=True)
class Severities:
    """What counts for each code. `problems` are those with the dossier's own choices."""

    usual: Mapping[str, Severity]
    chosen: Mapping[str, ChosenSeverity]
    problems: list[Problem] = field(default_factory=list)
    counting: dict[str, tuple[Severity, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for code, choice in self.chosen.items():
            self._choose(code, choice)

    def apply(self, problem: Problem) -> Problem:
        """The problem as gravely as its rule and the dossier take it; where the dossier takes it less gravely, with the reason."""
        usual = self.usual.get(problem.code)
        if usual is None:
            return problem
        # A rule may take one finding less gravely than its others.
        own = min(usual, problem.severity, key=ORDER.index)
        if problem.code not in self.counting:
            return replace(problem, severity=own)
        severity, reason = self.counting[problem.code]
        if ORDER.index(severity) >= ORDER.index(usual):
            return replace(problem, severity=severity)
        hint = f"{problem.hint}; " if problem.hint else ""
        least = min(severity, own, key=ORDER.index)
        return replace(problem, severity=least, hint=f"{hint}the dossier takes this as a {severity}, {reason}")

    def _choose(self, code: str, choice: ChosenSeverity) -> None:
        if code not in self.usual:
            hint = did_you_mean(code, self.usual) or f"there is: {', '.join(sorted(self.usual))}"
            self._report("unknown-check", f'no check "{code}"', choice, hint)
            return
        severity = next((known for known in ORDER if known == choice.severity), None)
        if severity is None:
            near = nearest(choice.severity, ORDER)
            hint = f"{code}: {near}" if near else ""
            self._report("bad-severity", f'"{choice.severity}" is no severity: error, warning, note', choice, hint)
            return
        usual = self.usual[code]
        if ORDER.index(severity) < ORDER.index(usual):
            if code in FIXED or (usual == "error" and severity == "note"):
                least = "an error" if code in FIXED else "a warning"
                self._report(
                    "severity-too-low", f'"{code}" is {least} at least', choice, "see briefing check --explain"
                )
                return
            if not choice.reason:
                message = (
                    f'"{code}" is usually {"an error" if usual == "error" else "a warning"}: to lower it takes a reason'
                )
                self._report("lowered-without-reason", message, choice, f"{code}: {severity}, because …")
                return
        self.counting[code] = (severity, choice.reason)

    def _report(self, code: str, message: str, choice: ChosenSeverity, hint: str) -> None:
        self.problems.append(Problem(code, message, choice.origin, hint))
