"""Severities of checks that a dossier changes with `checks:` in dossier.yaml.

Raising a severity is free. Lowering one needs a written reason, which is shown with every problem that it lowers. An error
can be lowered to a warning at most, so that every build still reports it. The rules in `FIXED` cannot be lowered: a
proposal must never be printed, nor a figure that is not the fact's. Problems that no rule reports (an unknown name, a fact
without a source) leave nothing to print and cannot be lowered either.
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
    """Severity of each check. `problems` are mistakes in the dossier's own `checks:`.

    `defaults` and `counting` are by code; `counting` holds the severities that the dossier sets, with the reason.
    """

    defaults: Mapping[str, Severity]
    chosen: Mapping[str, ChosenSeverity]
    problems: list[Problem] = field(default_factory=list)
    counting: dict[str, tuple[Severity, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for code, choice in self.chosen.items():
            if code not in self.defaults:
                hint = did_you_mean(code, self.defaults) or f"choose one of: {', '.join(sorted(self.defaults))}"
                self._report("unknown-check", f'unknown check "{code}"', choice, hint)
                continue
            severity = next((known for known in ORDER if known == choice.severity), None)
            if severity is None:
                near = nearest(choice.severity, ORDER)
                hint = f"{code}: {near}" if near else ""
                message = f'"{code}" must be error, warning or note (got "{choice.severity}")'
                self._report("bad-severity", message, choice, hint)
                continue
            default = self.defaults[code]
            if ORDER.index(severity) < ORDER.index(default):
                if code in FIXED or (default == "error" and severity == "note"):
                    lowest = "an error" if code in FIXED else "a warning"
                    hint = f"see briefing check --explain {code}"
                    self._report("severity-too-low", f'"{code}" must be at least {lowest}', choice, hint)
                    continue
                if not choice.reason:
                    message = f'lowering "{code}" from {default} to {severity} needs a reason'
                    self._report("lowered-without-reason", message, choice, f"{code}: {severity}, because …")
                    continue
            self.counting[code] = (severity, choice.reason)

    def apply(self, problem: Problem) -> Problem:
        """Return the problem with the severity that the dossier sets; if that is lower, with the reason in the hint."""
        default = self.defaults.get(problem.code)
        if default is None:
            return problem
        # A rule may give one of its findings a lower severity than the others.
        own = min(default, problem.severity, key=ORDER.index)
        if problem.code not in self.counting:
            return replace(problem, severity=own)
        severity, reason = self.counting[problem.code]
        if ORDER.index(severity) >= ORDER.index(default):
            return replace(problem, severity=severity)
        hint = f"{problem.hint}; " if problem.hint else ""
        lowest = min(severity, own, key=ORDER.index)
        return replace(problem, severity=lowest, hint=f"{hint}dossier.yaml lowers this to a {severity}, {reason}")

    def _report(self, code: str, message: str, choice: ChosenSeverity, hint: str) -> None:
        self.problems.append(Problem(code, message, choice.location, hint))
