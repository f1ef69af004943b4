"""Whether the files of a brief are still what a build would make: then it need not be built.

Takes an order (a dossier and what is wanted of it) and the folder in which its files would stand; gives the record of the build that
made them, or None. A brief that was never built, that somebody edited, or of which anything that it read has changed, is None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.build.incremental.input_files import hash_files, may_be_unchanged
from briefing.build.incremental.quick_check import RequestedBuild, same_files, same_options
from briefing.build.manifest_reader import all_files_match, find_records, read_record
from briefing.build.options import BuildOptions
from briefing.build.version import program_fingerprint
from briefing.files.fingerprint import fingerprint
from briefing.problems.problem import BriefingError, has_errors

if TYPE_CHECKING:
    from briefing.compose.dependencies import AskedFor
    from briefing.document.model import Document
    from briefing.facts.ledger import Ledger


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """One brief that is wanted. `shown` is the folder's path as the user would write it; `name` what its files begin with."""

    folder: Path
    shown: str
    template_folders: Sequence[Path]
    options: BuildOptions

    @property
    def name(self) -> str:
        return self.folder.name


def describe(order: BuildRequest, ledger: Ledger, document: Document, asked: AskedFor) -> dict[str, Any]:
    """What a build of that order read; {} where it must always be built anew."""
    from briefing.build.incremental.recorded_inputs import (  # whoever builds has loaded it
        describe_inputs,
        read_everything,
    )
    from briefing.facts.record import printed_facts  # as above

    wanted, named = _wanted(order), ledger.dossier.named_files
    files = hash_files(order.folder, ledger.dossier.uses, order.template_folders, ledger.dossier.template, named)
    if wanted is None or files is None:
        return {}
    if order.options.release:
        # Names of files and facts may be what a release leaves out: of these there is one hash, and no second look.
        whole = {"template": ledger.dossier.template, "uses": [], "files": fingerprint(files)}
        whole |= {"named": list(named)} if named else {}
        return {} if ledger.dossier.uses else {"program": wanted.program, "options": dict(wanted.options), **whole}
    reads = asked.reads
    # Of these anything in the dossier may be told, or may stop the build.
    graver = any(chosen.severity == "error" for chosen in ledger.dossier.checks.values())
    if ledger.compared is not None or order.options.comments or order.options.draft or graver:
        read_everything(reads)
    reads.facts |= {ref.fact for ref, _ in printed_facts(document)}
    reads.sources |= set(document.sources)
    return describe_inputs(wanted, files, ledger, reads, asked.templates)


def find_unchanged(order: BuildRequest, output: Path, names: Sequence[str] | None = None) -> dict[str, Any] | None:
    """The record of the brief's last build, if a build now would make the same files. `names` are those in `output`, if known."""
    wanted = _wanted(order)
    if wanted is None:
        return None
    for path in find_records(order.name, output, names):
        record = read_record(path)
        inputs = record.get("inputs") if record is not None else None
        if record is None or not inputs or record.get("dossier") != order.name:
            continue
        try:
            if _is_unchanged(order, wanted, inputs) and all_files_match(record, output):
                return record
        except (KeyError, TypeError, AttributeError, ValueError):  # somebody's own record
            continue
    return None


def _is_unchanged(order: BuildRequest, wanted: RequestedBuild, inputs: Mapping[str, Any]) -> bool:
    if not same_options(inputs, wanted):
        return False
    files = hash_files(
        order.folder, inputs["uses"], order.template_folders, inputs["template"], inputs.get("named", ())
    )
    if files is None:
        return False
    if order.options.release:
        return bool(inputs["files"] == fingerprint(files))
    if same_files(inputs, wanted, files):
        return True
    if not may_be_unchanged(inputs["files"], files):
        return False
    return _answers_alike(order, inputs)


def _answers_alike(order: BuildRequest, inputs: Mapping[str, Any]) -> bool:
    """The long look: the dossier is read, and nothing is composed."""
    from briefing.build.incremental.recorded_inputs import same_reads  # as above
    from briefing.build.load import load_for_build  # as above
    from briefing.compose.loader import TemplateLoader  # heavy, and mostly not needed

    opened = load_for_build(order.folder, order.shown, order.options)
    ledger = opened.ledger
    if ledger is None or not opened.variant_found or has_errors(opened.problems):
        return False
    shelf = TemplateLoader(order.template_folders, ledger.dossier.template)

    def find(name: str) -> str | None:
        file = shelf.find(name)
        return file.text if file is not None else None

    return same_reads(inputs, ledger, find) and not shelf.problems


def _wanted(order: BuildRequest) -> RequestedBuild | None:
    """Return all that decides beside files; None for a build that nothing can be compared with."""
    try:
        options = order.options.fingerprint()
    except (OSError, BriefingError):
        return None
    return None if options is None else RequestedBuild(program_fingerprint(), options)
