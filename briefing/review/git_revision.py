"""Unpack a dossier at a git revision into a temporary folder.

Typed text never reaches the `git` executable as an option. Git's output is limited in size, and nothing is unpacked outside
the folder.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from briefing.build.discovery import DOSSIER_FILE, FACTS, TEMPLATES, printable
from briefing.problems.problem import BriefingError, Problem
from briefing.problems.suggest import did_you_mean

SECONDS = 60
MAX_BYTES = 200_000_000
MAX_FILES = 20_000
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The folder of the dossier at the revision, and its templates if there were any."""

    folder: Path
    templates: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class _Repository:
    """A git repository. `git` is the executable, `top` the folder of the working tree."""

    git: str
    top: Path

    def ask(self, *arguments: str) -> str | None:
        """Return the output of a git command; None if it fails."""
        done = _run(self.git, self.top, *arguments)
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def unpack(where: str, revision: str, rest: ExitStack) -> Unpacked:
    """Unpack the dossier at a path and revision, with those it uses; raise BriefingError if that fails.

    `rest` removes the folder when it closes.
    """
    from briefing.facts.dossier_file import read_dossier
    from briefing.facts.yaml_reader import read_yaml

    if not revision or revision.startswith("-") or not revision.isprintable():
        message = f'"{printable(revision)}" is not a revision'
        hint = "type path@revision, such as facts/x@v1.0 or facts/x@HEAD~3"
        raise BriefingError(Problem("bad-revision", message, hint=hint))
    typed = Path(where or ".")
    repository = _repository(typed)
    commit = _commit(repository, revision)
    paths = [_inside(path, repository) for path in (typed, FACTS / typed)]
    found = next(
        (path for path in paths if path is not None and _exists(repository, commit, path / DOSSIER_FILE)), None
    )
    if found is None:
        raise BriefingError(_not_there(repository, commit, where, revision, paths[0]))
    folder = Path(rest.enter_context(tempfile.TemporaryDirectory(prefix="briefing-")))
    _extract(repository, commit, [found], folder)
    node, _ = read_yaml(folder / found / DOSSIER_FILE, DOSSIER_FILE)
    dossier, _ = read_dossier(node, (folder / found).name) if node is not None else (None, [])
    used = dict.fromkeys(found.parent / name for name in dossier.uses) if dossier is not None else ()
    there = [path for path in used if path != found and _exists(repository, commit, path)]
    templates = found.parent.parent / TEMPLATES.name
    also = [*there, *([templates] if _exists(repository, commit, templates) else [])]
    if also:
        _extract(repository, commit, also, folder)
    return Unpacked(folder / found, (folder / templates,) if templates in also else ())


# ------------------------------------------------------------------ asking git


def _run(git: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = [git, "-c", "core.fsmonitor=false", "-C", str(folder), *arguments]
    try:
        return subprocess.run(  # noqa: S603  # no shell; typed text comes after --end-of-options, or is a path after --
            command, stdin=subprocess.DEVNULL, capture_output=True, env=environment, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise BriefingError(Problem("out-of-time", f"git timed out after {SECONDS} seconds")) from None
    except (OSError, ValueError) as error:
        raise BriefingError(Problem("no-git", f"git cannot be run: {error}")) from None


def _repository(typed: Path) -> _Repository:
    git = shutil.which("git")
    if git is None:
        message = "git is not installed, and revisions can only be read with it"
        raise BriefingError(Problem("no-git", message, hint="install git, or compare with a frozen edition"))
    there = typed if typed.is_dir() else next((p for p in typed.parents if p.is_dir()), Path())
    done = _run(git, there, "rev-parse", "--show-toplevel")
    top = done.stdout.decode("utf-8", "replace").rstrip("\n")
    if done.returncode or not top:
        why = (
            "this folder belongs to another user"
            if b"dubious ownership" in done.stderr
            else "it is not in a git repository"
        )
        message = f'"{printable(str(typed))}" has no revisions: {why}'
        hint = f"compare with a frozen edition, such as facts/{printable(typed.name) or 'DOSSIER'}/editions/1.json"
        raise BriefingError(Problem("no-repository", message, hint=hint))
    return _Repository(git, Path(top))


def _commit(repository: _Repository, revision: str) -> str:
    answer = repository.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    commit = (answer or "").strip()
    if _COMMIT.fullmatch(commit):
        return commit
    names = (
        repository.ask("for-each-ref", "--format=%(refname:short)", "--count=500", "refs/tags", "refs/heads") or ""
    ).split()
    hint = did_you_mean(revision, names) or (f"choose a tag or branch: {', '.join(names[:10])}" if names else "")
    raise BriefingError(Problem("unknown-revision", f'unknown revision "{printable(revision)}"', hint=hint))


def _inside(path: Path, repository: _Repository) -> PurePosixPath | None:
    """Return the path relative to the top of the repository; None if it is outside."""
    try:
        inside = path.resolve().relative_to(repository.top.resolve())
    except (OSError, ValueError, RuntimeError):
        return None
    return PurePosixPath(inside.as_posix())


def _exists(repository: _Repository, commit: str, path: PurePosixPath) -> bool:
    return repository.ask("cat-file", "-e", f"{commit}:{path}") is not None


def _not_there(repository: _Repository, commit: str, where: str, revision: str, path: PurePosixPath | None) -> Problem:
    parent = path.parent if path is not None else PurePosixPath()
    at = commit if str(parent) == "." else f"{commit}:{parent}"
    beside = (repository.ask("ls-tree", "-d", "--name-only", at) or "").splitlines()
    hint = did_you_mean(path.name if path is not None else "", beside)
    hint = hint or (f"choose one of: {', '.join(beside[:10])}" if beside else "")
    message = f'unknown dossier "{printable(where)}" at {printable(revision)}'
    return Problem("unknown-dossier", message, hint=hint)


# ------------------------------------------------------------------ unpacking


def _extract(repository: _Repository, commit: str, paths: list[PurePosixPath], folder: Path) -> None:
    """Unpack the folders: only files and folders, only inside the target folder, and only up to the limits."""
    command = [repository.git, "-C", str(repository.top), "archive", "--format=tar", commit, "--", *map(str, paths)]
    with subprocess.Popen(  # noqa: S603  # as above
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as running:
        assert running.stdout is not None
        try:
            with tarfile.open(fileobj=running.stdout, mode="r|") as archive:
                _unpack(archive, folder)
        except (tarfile.TarError, OSError, EOFError):
            raise BriefingError(Problem("unreadable-revision", "the output of git cannot be unpacked")) from None
        finally:
            running.kill()


def _unpack(archive: tarfile.TarFile, folder: Path) -> None:
    size = count = 0
    for member in archive:
        if not (member.isfile() or member.isdir()):
            continue  # dossiers are not read through links
        size, count = size + member.size, count + 1
        if size > MAX_BYTES or count > MAX_FILES:
            message = f"this revision has more than {MAX_BYTES // 1_000_000} MB or {MAX_FILES:,} files"
            raise BriefingError(Problem("too-large", message))
        archive.extract(member, folder, filter="data")
