"""Reads a fact file line by line before the YAML library does, and mends what YAML would misread, split or swallow.

Takes the text of a file, gives problems, each with the corrected line, and the text with those lines corrected: so that
one slip hides no other problem of the file. A file without problems comes out as it went in. What is allowed is a small
part of YAML: `key: value`, `- item`, groups by indentation, text in quotation marks or running on over indented lines, and
comments. Must not know what the keys mean.
"""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from briefing.facts.scalars import Scalar, quote, read_scalar, splits_number
from briefing.problems.problem import Location, Problem

DEEPEST = 12
LONGEST = 10_000
_BLANK_OR_COMMENT = re.compile(r" *(?:#.*)?$")
# A point of a series, trade[2025], is a key in changes.yaml.
_KEY = r"""[a-z][a-z0-9_]*\[[0-9][0-9/-]{0,40}\]|[^\W_][\w .()/&'+-]{0,200}?|_\w*|"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'"""
_ENTRY = re.compile(rf"( *)({_KEY}) *:(?: +|$)")
# Nearly every line of a fact file: a key, and behind it nothing or text that nothing in YAML could misread.
_SIMPLE_ENTRY = re.compile(r"( *)[a-z_][a-z0-9_]*:(?: ([^\s\"'#\[\]{},&*!|>%@`?:\t-][^#:\t]*))?$")
# A key with characters that no key has, and nothing behind it: what is wrong with it is said where it is read as a name.
_ODD_ENTRY = re.compile(r"""( *)([^\W_][^:#"'\[\]{}]{0,200}?) *:(?: *$| +#.*$)""")
LONGEST_KEY = 100
_LONG_KEY = re.compile(rf"( *)([^\W_][\w-]{{{LONGEST_KEY},}}) *:(?= |$)")
_ITEM = re.compile(r"( *)-(?: +|$)")
_ONE_WORD_KEY = re.compile(r"[a-z_]+:(?: |$)")
_SPACE_MISSING = re.compile(r"([a-z_]+):(?=[^\s/:])")
_FORMS = 'type "key: value", "- item", or more text of the line above, indented deeper than its key'


# What a deeper line would belong to. "group": a key with nothing behind it; a deeper line begins its group, list or text.
# "text": plain text, which runs on over deeper lines. "block": text after > or |; deeper lines are text whatever they hold.
# "nothing": a value that is closed.
_Inside: TypeAlias = Literal["group", "text", "block", "nothing"]
_AFTER: dict[str, _Inside] = {"": "group", "plain": "text", "block": "block", "quoted": "nothing"}


def lint_lines(text: str, file: str) -> tuple[str, list[Problem]]:
    """The text, mended line by line (as many lines as before), and the problems met."""
    mender = _Mender(text.split("\n"), file)
    mender.run()
    return "\n".join(mender.lines), mender.problems


class _Mender:
    """`levels` are the indentations of the groups that are open, outermost first.

    `text` is what the entry holds so far whose text may run on; `first` and `last` are the numbers of its lines.
    """

    def __init__(self, lines: list[str], file: str) -> None:
        self.lines = lines
        self.file = file
        self.problems: list[Problem] = []
        self.levels: list[int] = []
        self.inside: _Inside = "group"
        self.first = self.last = 0
        self.text = ""

    def run(self) -> None:
        self._report_tabs()
        number = 0
        while number < len(self.lines):
            if self._read_simple(number):
                number += 1
                continue
            if len(self.lines[number]) > LONGEST:
                self._report("too-long", f"a line has more than {LONGEST} characters", number, LONGEST)
                self.lines[number] = ""
            if len(self.levels) > DEEPEST:
                self._report("too-deep", "groups are nested too deeply", number, self.levels[-1])
                self.lines[number:] = [""] * (len(self.lines) - number)
                return
            number = self._read(number) + 1

    def _read_simple(self, number: int) -> bool:
        """The short way for a line that can hold no slip, in its right place. False where one must look more closely."""
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

    def _report_tabs(self) -> None:
        """One problem for all tabs of the file: an editor that types them does so on every line."""
        tabbed = [n for n, line in enumerate(self.lines) if "\t" in line]
        if tabbed:
            more = f" (and {len(tabbed) - 1} more)" if len(tabbed) > 1 else ""
            column = self.lines[tabbed[0]].index("\t")
            hint = "type two spaces per level, and set your editor to write spaces instead of tabs"
            self._report("tab", f"this line{more} contains a tab", tabbed[0], column, hint)

    def _mend_tab(self, number: int) -> None:
        """A level of indentation for each tab; deeper than the line above where that opened a group."""
        line = self.lines[number]
        body = line.lstrip(" \t")
        indent = len(line[: len(line) - len(body)].replace("\t", "  "))
        if self.inside == "group" and self.levels and indent <= self.levels[-1]:
            indent = self.levels[-1] + 2
        elif self.inside != "group" and indent not in self.levels:
            indent = self.levels[-1]
        self.lines[number] = " " * indent + body.replace("\t", "  ")

    # -------------------------------------------------------------- one line

    def _read(self, number: int) -> int:
        """Reads the line and what runs on from it; gives the number of the last line read."""
        if "\t" in self.lines[number]:
            self._mend_tab(number)
        line = self.lines[number]
        indent = len(line) - len(line.lstrip(" "))
        deeper = bool(self.levels) and indent > self.levels[-1]
        if self.inside == "block" and (deeper or not line.strip()):
            self._join(number, line.strip())
            return number
        if _BLANK_OR_COMMENT.match(line):
            self._read_comment(number, line, indent)
            return number
        if self.inside == "text" and deeper:
            return self._run_on(number, line, indent)
        return self._read_line(number, line, indent)

    def _read_line(self, number: int, line: str, indent: int) -> int:
        line = self._shorten_key(number, line)
        match = _ITEM.match(line) or _ENTRY.match(line) or _ODD_ENTRY.match(line)
        if match is None:
            return self._read_other(number, line, indent)
        right = self._settle(indent, has_value=bool(line[match.end() :].strip()))
        if right != indent:
            body = line.strip()
            self._report(
                "bad-indentation",
                "inconsistent indentation: no other line in this group is indented like this",
                number,
                indent,
                " " * right + body,
            )
            self.lines[number] = line = " " * right + body
            match = match.re.match(line)
            assert match is not None
        return self._read_value(number, match.end())

    def _shorten_key(self, number: int, line: str) -> str:
        """The line with a key that is too long for YAML cut short, so that what stands below it can still be read."""
        key = _LONG_KEY.match(line)
        if key is None:
            return line
        hint = f"{key[2][:20].strip(' _')}:"
        self._report("too-long", f"a key has more than {LONGEST_KEY} characters", number, key.end(1), hint)
        # No other key can be the same: nothing more is to be said of this one.
        self.lines[number] = line = f"{key[1]}{key[2][:20].strip(' _')}_{number}:{line[key.end() :]}"
        return line

    def _settle(self, indent: int, *, has_value: bool) -> int:
        """Opens or closes groups for a line of this indentation; gives the indentation that it should have."""
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
        # Between two groups: the nearer one, or the inner one where a fact (or a topic's key) is as near as its file.
        if closed - indent < indent - own or (closed - indent == indent - own and (has_value or own == self.levels[0])):
            self.levels.append(closed)
        return self.levels[-1]

    def _read_value(self, number: int, start: int) -> int:
        """Reads what stands behind "key: " or "- ", mends it, and goes on to its last line if it is quoted over several."""
        scalar = read_scalar(self.lines, number, start, self.levels[-1])
        self._take(scalar)
        self.first = self.last = number
        self.text = scalar.text
        self.inside = _AFTER[scalar.style]
        return scalar.last

    def _take(self, scalar: Scalar) -> None:
        for slip in scalar.slips:
            self._report(slip.code, slip.message, slip.number, slip.column, slip.hint)
            if slip.mended is not None:
                self.lines[slip.number] = slip.mended

    # -------------------------------------------------------------- lines that are neither entry nor item

    def _read_comment(self, number: int, line: str, indent: int) -> None:
        body = line.strip()
        if not body:
            return
        lost = len(body) > 1 and body[1] not in " #!"
        if lost and self.inside == "text" and indent > self.levels[-1]:
            hint = f"{self._head()}{quote(f'{self.text} {body}')}"
            self._report("lost-text", f'"{body}" is read as a comment and would be lost', number, indent, hint)

    def _run_on(self, number: int, line: str, indent: int) -> int:
        """A deeper line after plain text: more of the text, unless it looks like something else."""
        body = line.strip()
        if _ONE_WORD_KEY.match(body):
            right = " " * self.levels[-1] + body
            self._report("bad-indentation", "this line is indented deeper than the key above it", number, indent, right)
            self.lines[number] = right
            self.inside = "nothing"
            return self._read_line(number, right, self.levels[-1])
        if body.startswith("- "):
            message = "this looks like a list item, but is read as more text of the line above"
            self._report("list-in-text", message, number, indent, f"{self._head()}{quote(f'{self.text} {body}')}")
        self._check_more_text(number, body, indent)
        return number

    def _check_more_text(self, number: int, body: str, indent: int) -> None:
        lost = re.search(r" #(?=[^ #])", body)
        kept = body if lost else re.split(r" #", body, maxsplit=1)[0].rstrip()
        hint = f"{self._head()}{quote(f'{self.text} {kept}')}"
        if lost:
            message = f'"{body[lost.start() + 1 :]}" is read as a comment and would be lost'
            self._report("lost-text", message, number, indent + lost.start() + 1, hint)
        if colon := re.search(r":(?= |$)", kept):
            self._report(
                "colon-in-text",
                "text that contains a colon must be in quotation marks",
                number,
                indent + colon.start(),
                hint,
            )
            self.lines[number] = " " * indent + re.sub(r":(?= |$)", "", kept)
        self._join(number, kept)

    def _join(self, number: int, body: str) -> None:
        """Takes a line of text that runs on from the last, unless a number runs over the two."""
        if not body:
            return
        if not splits_number(self.text, body):
            # Only hints and the look for split numbers need it: no more than the end of a very long text is kept.
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
        """The "key: " or "- " of the entry whose text runs on."""
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
            mended = f"{line[:indent]}{missing[0]} {body[missing.end() :]}"
            self._report(
                "missing-space", "a space is missing after the colon", number, indent + missing.end(), mended.strip()
            )
            self.lines[number] = mended
            return self._read_line(number, mended, indent)
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
        """Empties the line, and what stands below it if it was to open a group; gives the number of the last line emptied."""
        last = number
        if body.endswith(":"):
            for following in range(number + 1, len(self.lines)):
                line = self.lines[following]
                if line.strip() and len(line) - len(line.lstrip(" ")) <= indent:
                    break
                last = following
        self.lines[number : last + 1] = [""] * (last + 1 - number)
        return last
