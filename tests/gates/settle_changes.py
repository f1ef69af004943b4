"""Run by the Python that has LibreOffice's `uno`: opens a Word file, accepts or rejects all tracked changes, saves it as another.

Arguments: accept or reject, a folder for the profile, and by turns a file and the file to write.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from pathlib import Path

import uno  # type: ignore[import-not-found,unused-ignore]


def connect(pipe: str) -> object:
    """LibreOffice as it starts up: asked until it answers."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001  # UNO's own exceptions have no common class in Python
            time.sleep(0.2)
    raise RuntimeError("LibreOffice does not answer")


def value(name: str, held: object) -> object:
    """A property as UNO takes it."""
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, held
    return made


def settle(context: object, what: str, source: str, target: str) -> None:
    """One file."""
    manager = context.ServiceManager  # type: ignore[attr-defined]
    desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    opened = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (value("Hidden", True),))
    opened.lockControllers()  # its layout of notes below tables may go round in a circle, and is not asked for
    sender = manager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    sender.executeDispatch(
        opened.getCurrentController().getFrame(), f".uno:{what.capitalize()}AllTrackedChanges", "", 0, ()
    )
    opened.storeToURL(Path(target).as_uri(), (value("FilterName", "MS Word 2007 XML"),))
    opened.close(True)


def main(what: str, profile: str, *files: str) -> None:
    """Every file, one after another."""
    pipe = "briefing" + Path(profile).name.replace("-", "").replace("_", "")
    command = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
    office = subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp"])
    try:
        context = connect(pipe)
        for source, target in zip(files[::2], files[1::2], strict=True):
            settle(context, what, source, target)
        manager = context.ServiceManager  # type: ignore[attr-defined]
        with contextlib.suppress(Exception):  # it answers no more
            manager.createInstanceWithContext("com.sun.star.frame.Desktop", context).terminate()
        office.wait(60)
    finally:
        office.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
