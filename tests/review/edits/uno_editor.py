"""Run by the Python that has LibreOffice's `uno`: changes Word files as somebody at the keyboard would, one a line that it reads.

Argument: a folder for the profile. A line is JSON: `source`, `target`, and `steps`, each a list of a function's name here and what
it takes. Answers each line with one: "done", or what went wrong.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found,unused-ignore]
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK  # type: ignore[import-not-found, unused-ignore]

_WORD = "MS Word 2007 XML"


def connect(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001  # UNO's own exceptions have no common class in Python
            time.sleep(0.2)
    raise RuntimeError("LibreOffice does not answer")


def value(name: str, held: object) -> Any:
    made = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    made.Name, made.Value = name, held
    return made


class Desk:
    """LibreOffice with one file open at a time."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._desktop = self._make("com.sun.star.frame.Desktop")
        self.opened: Any = None

    def _make(self, service: str) -> Any:
        return self._context.ServiceManager.createInstanceWithContext(service, self._context)

    def open(self, path: str) -> None:
        self.opened = self._desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, (value("Hidden", True),))

    def save(self, path: str, kind: str = _WORD) -> None:
        self.opened.storeToURL(Path(path).as_uri(), (value("FilterName", kind),))

    def close(self) -> None:
        if self.opened is not None:
            self.opened.close(True)
            self.opened = None

    def dispatch(self, command: str) -> None:
        frame = self.opened.getCurrentController().getFrame()
        self._make("com.sun.star.frame.DispatchHelper").executeDispatch(frame, f".uno:{command}", "", 0, ())

    def stop(self) -> None:
        self._desktop.terminate()

    # ------------------------------------------------------------ what can be done

    def author(self, name: str) -> None:
        given, _, family = name.partition(" ")
        provider = self._make("com.sun.star.configuration.ConfigurationProvider")
        place = (value("nodepath", "/org.openoffice.UserProfile/Data"),)
        access = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationUpdateAccess", place)
        access.setPropertyValue("givenname", given)
        access.setPropertyValue("sn", family)
        access.commitChanges()

    def record(self, on: bool) -> None:
        self.opened.RecordChanges = on

    def find(self, words: str, nth: int = 0) -> Any:
        asked = self.opened.createSearchDescriptor()
        # A number and its unit have a no-break space between them.
        asked.SearchString, asked.SearchRegularExpression = re.escape(words).replace("\\ ", "[ \u00a0]"), True
        asked.SearchCaseSensitive = True
        return self.opened.findAll(asked).getByIndex(nth)

    def replace(self, old: str, new: str, nth: int = 0) -> None:
        self.find(old, nth).setString(new)

    def type_over(self, within: str, old: str, new: str) -> None:
        """Words in a sentence that has them once."""
        found = self.find(within)
        cursor = found.getText().createTextCursorByRange(found.getStart())
        cursor.goRight(within.index(old), False)
        cursor.goRight(len(old), True)
        cursor.setString(new)

    def insert_before(self, words: str, new: str) -> None:
        place = self.find(words).getStart()
        place.getText().insertString(place, new, False)

    def _paragraph(self, words: str) -> Any:
        found = self.find(words)
        cursor = found.getText().createTextCursorByRange(found.getStart())
        cursor.gotoStartOfParagraph(False)
        cursor.gotoEndOfParagraph(True)
        return cursor

    def add_paragraph(self, after: str, new: str) -> None:
        cursor = self._paragraph(after)
        cursor.collapseToEnd()
        cursor.getText().insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
        cursor.getText().insertString(cursor, new, False)

    def delete_paragraph(self, words: str) -> None:
        cursor = self._paragraph(words)
        cursor.goRight(1, True)
        cursor.setString("")

    def add_row(self, after: str, *texts: str) -> None:
        table, row = self._cell(after)
        table.getRows().insertByIndex(row + 1, 1)
        for column, text in enumerate(texts):
            table.getCellByPosition(column, row + 1).setString(text)

    def delete_row(self, words: str) -> None:
        table, row = self._cell(words)
        table.getRows().removeByIndex(row, 1)

    def _cell(self, words: str) -> tuple[Any, int]:
        found = self.find(words)
        return found.TextTable, int("".join(c for c in found.Cell.CellName if c.isdigit())) - 1

    def accept_all(self) -> None:
        self.dispatch("AcceptAllTrackedChanges")

    def reject_all(self) -> None:
        self.dispatch("RejectAllTrackedChanges")

    def through(self, path: str, kind: str) -> None:
        """Saves in another format and opens that."""
        self.save(path, kind)
        self.close()
        self.open(path)


def work(desk: Desk, task: dict[str, Any]) -> str:
    try:
        desk.open(task["source"])
        for name, *given in task["steps"]:
            getattr(desk, name)(*given)
        desk.save(task["target"])
    except Exception as error:  # noqa: BLE001  # told to whoever asked
        return f"{type(error).__name__}: {error}"
    finally:
        desk.close()
    return "done"


def main(profile: str) -> None:
    # Named after the temporary folder around the profile, for the profiles have one name.
    pipe = "review" + Path(profile).parent.name.replace("-", "").replace("_", "")
    command = ["soffice", f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
    office = subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp"], stdout=subprocess.DEVNULL)
    try:
        desk = Desk(connect(pipe))
        for line in sys.stdin:
            print(json.dumps(work(desk, json.loads(line))), flush=True)
        desk.stop()
        office.wait(60)
    finally:
        office.kill()


if __name__ == "__main__":
    main(sys.argv[1])
