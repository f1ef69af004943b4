"""The Open XML SDK's validator: would Word take this file as sound? Installed by npm, see package.json beside this file."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

COMMAND = Path(__file__).parent / "node_modules" / "@xarsh" / "ooxml-validator" / "dist" / "src" / "cli.js"


def missing() -> str:
    """Why the validator cannot run here, or nothing."""
    if not shutil.which("node"):
        return "Node is not installed (Debian: nodejs npm)"
    if not COMMAND.is_file():
        return "the Open XML SDK validator is not installed: npm install --prefix tests/gates --no-package-lock"
    return ""


def openxml_sdk(path: Path, version: str = "Microsoft365") -> list[str]:
    """Each error as "part: description @ XPath"; empty when there is none."""
    command = ["node", str(COMMAND), str(path.resolve()), "--officeVersion", version]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    try:
        verdict = json.loads(done.stdout)
    except ValueError:
        raise RuntimeError(f"the Open XML SDK validator did not run: {done.stderr.strip()}") from None
    errors = [f"{e.get('path')}: {e.get('description') or e.get('id')} @ {e.get('xPath')}" for e in verdict["errors"]]
    if not verdict["ok"] and not errors:
        errors = ["not sound, for a reason that the validator does not give"]
    return errors
