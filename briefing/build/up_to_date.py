"""Check whether the files of a brief are still what a build would make.

They are not if the brief was never built, if somebody edited a file, or if anything that the build read has changed. Only the manifest
that this user's program wrote is believed: with any other one the brief is built again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.build.incremental.input_files import hash_files, may_be_unchanged
from briefing.build.incremental.quick_check import RequestedBuild, same_files, same_options
from briefing.build.manifest_reader import all_files_match, find_records, read_own_record
from briefing.build.options import BuildOptions
from briefing.build.version import program_fingerprint
from briefing.document.model import Document
from briefing.document.printed_facts import printed_facts
from briefing.files.fingerprint import fingerprint
from briefing.problems.problem import BriefingError, has_errors

if TYPE_CHECKING:
    from briefing.compose.dependencies import AskedFor
    from briefing.facts.ledger import Ledger


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """Request to build one brief. `display_path` is the folder's path as the user would write it."""

    folder: Path
    display_path: str
    template_folders: Sequence[Path]
    options: BuildOptions

    @property
    def name(self) -> str:
        """The name of the dossier, with which the names of its files begin."""
        return self.folder.name


def describe(request: BuildRequest, ledger: Ledger, document: Document, asked: AskedFor) -> dict[str, Any]:
    """Return what a build read, for the next check; {} if it must always be rebuilt."""
    from briefing.build.incremental.recorded_inputs import (  # a build has loaded it already
        describe_inputs,
        read_everything,
    )

    requested, named = _requested(request), ledger.dossier.named_files
    files = hash_files(request.folder, ledger.dossier.uses, request.template_folders, ledger.dossier.template, named)
    if requested is None or files is None:
        return {}
    if request.options.release:
        # Names of files and facts may be withheld from the release, so there is only one hash of everything.
        inputs = {"template": ledger.dossier.template, "uses": [], "files": fingerprint(files)}
        inputs |= {"named": list(named)} if named else {}
        return (
            {} if ledger.dossier.uses else {"program": requested.program, "options": dict(requested.options), **inputs}
        )
    reads = asked.reads
    # With these, anything in the dossier may be reported or stop the build.
    checks_can_stop = any(chosen.severity == "error" for chosen in ledger.dossier.checks.values())
    if ledger.compared is not None or request.options.comments or request.options.draft or checks_can_stop:
        read_everything(reads)
    reads.facts |= {ref.fact for ref, _ in printed_facts(document)}
    reads.sources |= set(document.sources)
    return describe_inputs(requested, files, ledger, reads, asked.templates)


def find_unchanged(request: BuildRequest, output: Path, names: Sequence[str] | None = None) -> dict[str, Any] | None:
    """Return the manifest of the last build if a build now would make the same files, else None.

    `names` are the files in `output`, if they are known.
    """
    requested = _requested(request)
    if requested is None:
        return None
    for path in find_records(request.name, output, names):
        record = read_own_record(path)
        inputs = record.get("inputs") if record is not None else None
        if record is None or not inputs or record.get("dossier") != request.name:
            continue
        if _is_unchanged(request, requested, inputs) and all_files_match(record, output):
            return record
    return None


def _is_unchanged(request: BuildRequest, requested: RequestedBuild, inputs: Mapping[str, Any]) -> bool:
    if not same_options(inputs, requested):
        return False
    files = hash_files(
        request.folder, inputs["uses"], request.template_folders, inputs["template"], inputs.get("named", ())
    )
    if files is None:
        return False
    if request.options.release:
        return bool(inputs["files"] == fingerprint(files))
    if same_files(inputs, requested, files):
        return True
    if not may_be_unchanged(inputs["files"], files):
        return False
    return _answers_alike(request, inputs)


def _answers_alike(request: BuildRequest, inputs: Mapping[str, Any]) -> bool:
    """Load the dossier, without composing it, and compare what the brief reads of it."""
    from briefing.build.incremental.recorded_inputs import same_reads  # as above
    from briefing.build.load import load_for_build  # as above
    from briefing.compose.loader import TemplateLoader  # heavy, and mostly not needed

    loaded = load_for_build(request.folder, request.display_path, request.options)
    ledger = loaded.ledger
    if ledger is None or not loaded.variant_found or has_errors(loaded.problems):
        return False
    loader = TemplateLoader(request.template_folders, ledger.dossier.template, ledger.dossier.name)

    def find(name: str) -> str | None:
        file = loader.find(name)
        return file.text if file is not None else None

    return same_reads(inputs, ledger, find) and not loader.problems


def _requested(request: BuildRequest) -> RequestedBuild | None:
    """Return the program and options of the request; None if the build cannot be compared."""
    try:
        options = request.options.fingerprint()
    except (OSError, BriefingError):
        return None
    return None if options is None else RequestedBuild(program_fingerprint(), options)
