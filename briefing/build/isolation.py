"""Runs the work on one dossier so that nothing in it can stop the work on the others.

Takes a function that works on one dossier; gives its result, or the problems that stood in its way.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import TypeVar

from briefing.build import internal_errors as faults
from briefing.build.discovery import Shelved, check_folder
from briefing.build.time_limit import BRIEF_SECONDS, OutOfTime, time_limit
from briefing.problems.problem import BriefingError, Origin, Problem

Result = TypeVar("Result")


def shielded(
    dossier: Shelved, work: Callable[[], Result], seconds: float = BRIEF_SECONDS
) -> tuple[Result | None, tuple[Problem, ...]]:
    """The result of `work` and no problem, or None and the problems that prevented one. Only an interrupt passes through."""
    here = Origin(dossier.shown)
    unfit = check_folder(dossier)
    if unfit:
        return None, (unfit,)
    try:
        with time_limit(seconds):
            return work(), ()
    except BriefingError as error:
        return None, error.problems
    except OutOfTime:
        return None, (out_of_time(seconds, here),)
    except MemoryError:
        hint = "look for a loop in a template, or a table, that makes far more than it should"
        return None, (Problem("out-of-memory", "this computer has not enough memory for it", here, hint),)
    except Exception as error:  # noqa: BLE001  # one brief's fault must not stop the others
        if faults.debugging():
            traceback.print_exc()
        return None, (Problem("internal", faults.describe(error), here, faults.HINT),)


def out_of_time(seconds: float, here: Origin) -> Problem:
    """A brief took longer than it may."""
    hint = "look for a loop in a template, or a table, that goes over far more than it should"
    return Problem("out-of-time", f"not done after {seconds:g} seconds", here, hint)
