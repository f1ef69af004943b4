"""openxml-audit: a second opinion on a Word file, in Python, so that it runs wherever the tests run."""

from __future__ import annotations

import importlib.util
from pathlib import Path

# It does not know this part, which every file from python-docx's own template has, and which Word itself writes.
UNKNOWN_TO_IT = "stylesWithEffects"


def missing() -> str:
    """Why the audit cannot run here, or nothing."""
    return (
        "" if importlib.util.find_spec("openxml_audit") else "openxml-audit is not installed (it is in the dev extra)"
    )


def audit(path: Path) -> list[str]:
    """Each finding but notes, as "part: description"; empty when there is none."""
    from openxml_audit import FileFormat, OpenXmlValidator

    result = OpenXmlValidator(file_format=FileFormat.OFFICE_2019).validate(str(path))
    return [str(found) for found in result.errors if UNKNOWN_TO_IT not in str(found)]
