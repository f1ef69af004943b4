"""LibreOffice as an editor of reviewed copies: one that runs for as long as a session of tests asks it."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from gates.libreoffice import SYSTEM_PYTHON

SCRIPT = Path(__file__).parent / "uno_editor.py"
Step = tuple[object, ...]


class Editor:
    """Changes Word files over LibreOffice's own interface."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._program: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._program is not None:
            self._program.communicate(timeout=90)
        self._folder.cleanup()

    def edit(self, data: bytes, steps: Sequence[Step]) -> bytes:
        """The file after some steps, saved by LibreOffice."""
        folder = Path(self._folder.name)
        source, target = folder / "source.docx", folder / "target.docx"
        source.write_bytes(data)
        target.unlink(missing_ok=True)
        named = [
            [str(part).replace("{folder}", str(folder)) if isinstance(part, str) else part for part in step]
            for step in steps
        ]
        answer = self._ask({"source": str(source), "target": str(target), "steps": named})
        if answer != "done":
            raise RuntimeError(f"LibreOffice: {answer}")
        return target.read_bytes()

    def _ask(self, task: dict[str, object]) -> str:
        if self._program is None:
            profile = str(Path(self._folder.name) / "profile")
            command = [SYSTEM_PYTHON, str(SCRIPT), profile]
            self._program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        program = self._program
        assert program.stdin is not None
        assert program.stdout is not None
        program.stdin.write(json.dumps(task) + "\n")
        program.stdin.flush()
        answer = program.stdout.readline()
        if not answer:
            program.wait(30)
            self._program = None
            return "it has ended"
        return str(json.loads(answer))
