"""Builds the briefs of a batch on a Dask cluster (`pip install "briefing[cluster]"`), and writes their files here.

Takes the scheduler's address, a commission and items; gives outcomes. A worker needs this program and nothing else: what it reads is sent
to it, and what it makes is sent back. Only this process writes, once a brief, so that a worker that dies half-way leaves nothing behind
and nothing is written twice. The briefs that were in its hands are given to another.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.batch.items import Item
from briefing.batch.report import Outcome
from briefing.cli.commissions import Typed
from briefing.cli.crew import Hand
from briefing.errors import BriefingError, Origin, Problem
from briefing.output import write_files

if TYPE_CHECKING:
    from distributed import Client
