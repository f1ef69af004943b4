"""Isolation of the work on one dossier: timeouts, memory errors and crashes become problems, and other dossiers go on."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import TypeVar

from briefing.build import internal_errors
from briefing.build.discovery import DossierRef, check_folder
from briefing.build.time_limit import BRIEF_SECONDS, OutOfTime, time_limit
from briefing.problems.problem import BriefingError, Location, Problem

Result = TypeVar("Result")


def run_isolated(
    dossier: DossierRef, work: Callable[[], Result], seconds: float = BRIEF_SECONDS
) -> tuple[Result | None, tuple[Problem, ...]]:
    """Return the result of `work`, or None and the problems that prevented it. Only an interrupt is raised."""
    location = Location(dossier.display_path)
    unfit = check_folder(dossier)
    if unfit:
        return None, (unfit,)
    try:
        with time_limit(seconds):
            return work(), ()
    except BriefingError as error:
        return None, error.problems
    except OutOfTime:
        return None, (out_of_time(seconds, location),)
    except MemoryError:
        hint = "look for a loop or a table that produces too much"
        return None, (Problem("out-of-memory", "not enough memory", location, hint),)
    except Exception as error:  # noqa: BLE001  # one brief's fault must not stop the others
        if internal_errors.debugging():
            traceback.print_exc()
        return None, (Problem("internal", internal_errors.describe(error), location, internal_errors.HINT),)


def out_of_time(seconds: float, location: Location) -> Problem:
    """Return the problem of a brief that exceeded its time limit."""
    hint = "look for a loop or a table that takes too long"
    return Problem("out-of-time", f"timed out after {seconds:g} seconds", location, hint)
