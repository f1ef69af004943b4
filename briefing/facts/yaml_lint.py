"""Lint a fact file line by line before the YAML library parses it, and correct lines that YAML would misread.

Return problems, each with the corrected line, and the corrected text, so that one mistake does not hide the
others. A file without problems is returned unchanged. Only a small part of YAML is allowed: `key: value`, `-
item`, groups by indentation, text in quotation marks or continued on indented lines, and comments.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from briefing.facts.scalars import quote, read_scalar, splits_number
from briefing.problems.problem import Location, Problem

DEEPEST = 12
LONGEST = 10_000
_BLANK_OR_COMMENT = re.compile(r" *(?:#.*)?$")
# A point of a series, trade[2025], is a key in changes.yaml.
_KEY = r"""[a-z][a-z0-9_]*\[[0-9][0-9/-]{0,40}\]|[^\W_][\w .()/&'+-]{0,200}?|_\w*|"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'"""
_ENTRY = re.compile(rf"( *)({_KEY}) *:(?: +|$)")
# Nearly every line of a fact file: a key, followed by nothing or by text that YAML cannot misread.
_SIMPLE_ENTRY = re.compile(r"( *)[a-z_][a-z0-9_]*:(?: ([^\s\"'#\[\]{},&*!|>%@`?:\t-][^#:\t]*))?$")
# A key with invalid characters and no value; the reader of ids reports what is wrong with it.
_ODD_ENTRY = re.compile(r"""( *)([^\W_][^:#"'\[\]{}]{0,200}?) *:(?: *$| +#.*$)""")
LONGEST_KEY = 100
_LONG_KEY = re.compile(rf"( *)([^\W_][\w-]{{{LONGEST_KEY},}}) *:(?= |$)")
_ITEM = re.compile(r"( *)-(?: +|$)")
_ONE_WORD_KEY = re.compile(r"[a-z_]+:(?: |$)")
_SPACE_MISSING = re.compile(r"([a-z_]+):(?=[^\s/:])")
_FORMS = 'type "key: value" or "- item", or continue the text of the line above, indented deeper than its key'


# What a line that is indented deeper belongs to. "group": a key without a value; deeper lines are its group, list or text.
# "text": plain text, which continues on deeper lines. "block": text after > or |; deeper lines are text, whatever they contain.
# "nothing": a value that is complete.
_Inside: TypeAlias = Literal["group", "text", "block", "nothing"]
_AFTER: dict[str, _Inside] = {"": "group", "plain": "text", "block": "block", "quoted": "nothing"}


def lint_lines(text: str, file: str) -> tuple[str, list[Problem]]:
    """Return the text with corrected lines (as many as before), and the problems."""
    linter = _Linter(text.split("\n"), file)
    linter.run()
    return "\n".join(linter.lines), linter.problems


class _Linter:
    """State of linting one file.

    `levels` are the indentations of the open groups, outermost first. `text` is the text so far of the entry
    that may continue on the next line; `first` and `last` are the numbers of its lines. `spaced` means that some lines
    are indented with spaces.
    """

    def __init__(self, lines: list[str], file: str) -> None:
        self.lines = lines
        self.file = file
        self.problems: list[Problem] = []
        self.levels: list[int] = []
        self.inside: _Inside = "group"
        self.first = self.last = 0
        self.text = ""
        self.spaced = any(line.startswith(" ") for line in lines)

    def run(self) -> None:
        if tabbed := [number for number, line in enumerate(self.lines) if "\t" in line]:
            # One problem for the whole file: an editor that types tabs does so on every line.
            more = f" (and {len(tabbed) - 1} more)" if len(tabbed) > 1 else ""
            column = self.lines[tabbed[0]].index("\t")
            hint = "type two spaces per level, and set your editor to write spaces instead of tabs"
            self._report("tab", f"this line{more} contains a tab", tabbed[0], column, hint)
        number = 0
        while number < len(self.lines):
            if self._read_simple(number):
                number += 1
                continue
            if len(self.lines[number]) > LONGEST:
                self._report("too-long", f"a line has more than {LONGEST} characters", number, LONGEST)
                self.lines[number] = ""
            if len(self.levels) > DEEPEST:
                message = f"there are too many levels of indentation (maximum {DEEPEST})"
                self._report("too-deep", message, number, self.levels[-1], "move this part to the left")
                self.lines[number:] = [""] * (len(self.lines) - number)
                return
            number = self._read(number) + 1

    def _read_simple(self, number: int) -> bool:
        """Read a line that cannot contain a mistake; return False if it needs a closer look.

        This is the fast path.
        """
        match = _SIMPLE_ENTRY.match(self.lines[number])
        if match is None or self.inside == "block" or match.end() > LONGEST:
            return False
        if match.start(2) > LONGEST_KEY or (match[2] is None and match.end() > LONGEST_KEY):
            return False
        indent, levels = match.end(1), self.levels
        if not levels or (indent > levels[-1] and self.inside == "group"):
            levels.append(indent)
        elif indent not in levels:
            return False
        while levels[-1] > indent:
            levels.pop()
        self.text = match[2] or ""
        self.inside = "text" if self.text else "group"
        self.first = self.last = number
        return len(levels) <= DEEPEST

    def _report(self, code: str, message: str, number: int, column: int, hint: str = "") -> None:
        self.problems.append(Problem(code, message, Location(self.file, number + 1, column + 1), hint))

    def _replace_tabs(self, number: int) -> None:
        """Replace tabs by the indentation that was probably meant.

        A tab is one level, deeper than the line above if that opened a group. Beside lines indented with spaces, its width is
        unknown: a line with a value then belongs to the innermost group that it can belong to, another line to the outermost.
        """
        line = self.lines[number]
        body = line.lstrip(" \t")
        indent = len(line[: len(line) - len(body)].replace("\t", "  "))
        if self.inside == "group" and self.levels and indent <= self.levels[-1]:
            indent = self.levels[-1] + 2
        elif self.inside != "group":
            widest = len(line[: len(line) - len(body)].expandtabs(8))
            possible = [level for level in self.levels if indent <= level <= widest]
            entry = _ENTRY.match(body)
            if indent in self.levels and (not possible or not self.spaced):
                pass
            elif possible:
                indent = possible[-1] if entry is None or body[entry.end() :].strip() else possible[0]
            elif indent not in self.levels:
                indent = self.levels[-1]
        self.lines[number] = " " * indent + body.replace("\t", "  ")

    # -------------------------------------------------------------- one line

    def _read(self, number: int) -> int:
        """Read a line and its continuation; return the number of the last line read."""
        if "\t" in self.lines[number]:
            self._replace_tabs(number)
        line = self.lines[number]
        indent = len(line) - len(line.lstrip(" "))
        deeper = bool(self.levels) and indent > self.levels[-1]
        if self.inside == "block" and (deeper or not line.strip()):
            self._join(number, line.strip())
            return number
        if _BLANK_OR_COMMENT.match(line):
            body = line.strip()
            if self.inside == "text" and deeper and len(body) > 1 and body[1] not in " #!":
                hint = f"{self._head()}{quote(f'{self.text} {body}')}"
                self._report("lost-text", f'"{body}" is read as a comment and would be lost', number, indent, hint)
            return number
        if self.inside == "text" and deeper:
            return self._read_continuation(number, line, indent)
        return self._read_line(number, line, indent)

    def _read_line(self, number: int, line: str, indent: int) -> int:
        line = self._shorten_key(number, line)
        match = _ITEM.match(line) or _ENTRY.match(line) or _ODD_ENTRY.match(line)
        if match is None:
            return self._read_other(number, line, indent)
        expected = self._open_level(indent, has_value=bool(line[match.end() :].strip()))
        if expected != indent:
            body = line.strip()
            self._report(
                "bad-indentation",
                "inconsistent indentation: no other line in this group is indented like this",
                number,
                indent,
                " " * expected + body,
            )
            self.lines[number] = line = " " * expected + body
            match = match.re.match(line)
            assert match is not None
        return self._read_value(number, match.end())

    def _shorten_key(self, number: int, line: str) -> str:
        """Return the line with a key that is too long for YAML shortened, so that the lines below can still be read."""
        key = _LONG_KEY.match(line)
        if key is None:
            return line
        hint = f"{key[2][:20].strip(' _')}:"
        self._report("too-long", f"a key has more than {LONGEST_KEY} characters", number, key.end(1), hint)
        # The line number makes the shortened key unique, so that it is not reported as a duplicate.
        self.lines[number] = line = f"{key[1]}{key[2][:20].strip(' _')}_{number}:{line[key.end() :]}"
        return line

    def _open_level(self, indent: int, *, has_value: bool) -> int:
        """Open or close groups for a line with this indentation; return the indentation that it should have."""
        if not self.levels:
            self.levels.append(indent)
            return indent
        if indent > self.levels[-1]:
            if self.inside != "group":
                return self.levels[-1]
            self.levels.append(indent)
            return indent
        closed = self.levels[-1]
        while len(self.levels) > 1 and self.levels[-1] > indent:
            closed = self.levels.pop()
        own = self.levels[-1]
        if own == indent:
            return indent
        # The line is between the levels of two groups: choose the nearer one, on a tie usually the inner one.
        if closed - indent < indent - own or (closed - indent == indent - own and (has_value or own == self.levels[0])):
            self.levels.append(closed)
        return self.levels[-1]

    def _read_value(self, number: int, start: int) -> int:
        """Read and correct the value after "key: " or "- "; return the number of its last line."""
        scalar = read_scalar(self.lines, number, start, self.levels[-1])
        for error in scalar.errors:
            self._report(error.code, error.message, error.number, error.column, error.hint)
            if error.corrected is not None:
                self.lines[error.number] = error.corrected
        self.first = self.last = number
        self.text = scalar.text
        self.inside = _AFTER[scalar.style]
        return scalar.last

    # -------------------------------------------------------------- lines that are neither entry nor item

    def _read_continuation(self, number: int, line: str, indent: int) -> int:
        """Read a deeper line after plain text, which continues the text unless it looks like something else."""
        body = line.strip()
        if _ONE_WORD_KEY.match(body):
            corrected = " " * self.levels[-1] + body
            self._report(
                "bad-indentation", "this line is indented deeper than the key above it", number, indent, corrected
            )
            self.lines[number] = corrected
            self.inside = "nothing"
            return self._read_line(number, corrected, self.levels[-1])
        if body.startswith("- "):
            message = "this looks like a list item, but is read as part of the text above"
            self._report("list-in-text", message, number, indent, f"{self._head()}{quote(f'{self.text} {body}')}")
        lost = re.search(r" #(?=[^ #])", body)
        kept = body if lost else re.split(r" #", body, maxsplit=1)[0].rstrip()
        hint = f"{self._head()}{quote(f'{self.text} {kept}')}"
        if lost:
            message = f'"{body[lost.start() + 1 :]}" is read as a comment and would be lost'
            self._report("lost-text", message, number, indent + lost.start() + 1, hint)
        if colon := re.search(r":(?= |$)", kept):
            message = "text that contains a colon must be in quotation marks"
            self._report("colon-in-text", message, number, indent + colon.start(), hint)
            self.lines[number] = " " * indent + re.sub(r":(?= |$)", "", kept)
        self._join(number, kept)
        return number

    def _join(self, number: int, body: str) -> None:
        """Add a line to the continued text; report a number that is split between the two lines."""
        if not body:
            return
        if not splits_number(self.text, body):
            # The text is needed only for hints and split numbers, so the end of a very long one is enough.
            self.text = f"{self.text} {body}"[-1000:] if self.inside == "text" else body
            self.last = number
            return
        head = self._head() if self.inside == "text" else ""
        self.text += body
        column = len(self.lines[number]) - len(self.lines[number].lstrip())
        self._report("split-number", "a number is split over two lines", number, column, f"{head}{self.text}")
        self.lines[self.last] = self.lines[self.last].rstrip() + body
        self.lines[number] = ""

    def _head(self) -> str:
        """Return the "key: " or "- " of the entry whose text continues."""
        line = self.lines[self.first]
        match = _ITEM.match(line) or _ENTRY.match(line)
        return line[: match.end()].lstrip() if match else ""

    def _read_other(self, number: int, line: str, indent: int) -> int:
        body = line.strip()
        if body.startswith(("<<", "? ", "&", "*", "!")):
            message = f'"{body[:20]}" is YAML syntax that fact files do not support'
            self._report("yaml-feature", message, number, indent, _FORMS)
            return self._drop(number, body, indent)
        if self.inside == "group" and self.levels and indent > self.levels[-1]:
            return self._read_value(number, indent)
        if missing := _SPACE_MISSING.match(body):
            corrected = f"{line[:indent]}{missing[0]} {body[missing.end() :]}"
            self._report(
                "missing-space", "a space is missing after the colon", number, indent + missing.end(), corrected.strip()
            )
            self.lines[number] = corrected
            return self._read_line(number, corrected, indent)
        if body == "---" and not self.levels:
            pass
        elif body in {"---", "..."} or body.startswith(("%YAML", "--- ")):
            self._report(
                "several-documents",
                f'"{body}" begins another document: a file must contain only one',
                number,
                indent,
                "delete the line",
            )
        else:
            self._report("stray-text", "this line has no key", number, indent, _FORMS)
        return self._drop(number, body, indent)

    def _drop(self, number: int, body: str, indent: int) -> int:
        """Empty the line, and the lines below it if it opens a group.

        Returns the number of the last line emptied.
        """
        last = number
        if body.endswith(":"):
            for following in range(number + 1, len(self.lines)):
                line = self.lines[following]
                if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
                    break
                last = following
        self.lines[number : last + 1] = [""] * (last + 1 - number)
        return last
