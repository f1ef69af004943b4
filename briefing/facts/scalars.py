"""Read the value after "key: " or "- " in a fact file, and find text that YAML would read as something else.

Return a `Scalar` with its errors, each with the corrected line. Text must stay as typed, so anything that YAML
would read as a comment, a key, a list or a tag is an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

# Nearly every value begins like text and has neither "#" nor ":". Only the others need a closer look.
_CLEAR = re.compile(r"[^\s\"'#\[\]{},&*!|>%@`?:-][^#:]*$")
_BLOCK_HEAD = re.compile(r"[>|][+-]?[1-9]?[+-]?(?: +#.*| *)$")
_MISREAD_FIRST = "[]{}&*!|>%@`,"
_QUOTED = {'"': re.compile(r'"((?:[^"\\]|\\.|\\$)*)(")?'), "'": re.compile(r"'((?:[^']|'')*)(')?")}
_QUOTED_ON = {'"': re.compile(r'((?:[^"\\]|\\.|\\$)*)(")?'), "'": re.compile(r"((?:[^']|'')*)(')?")}
_ESCAPE = re.compile(r"\\(?:.|$)[0-9A-Fa-f]{0,8}")
# The escapes of YAML 1.2, section 5.7, without those for surrogates (D800 to DFFF), which are only half a character.
_GOOD_ESCAPE = re.compile(
    r"\\(?:[0abtnvfre \"/\\N_LP]|$|x[0-9A-Fa-f]{2}|u(?![Dd][89A-Fa-f])[0-9A-Fa-f]{4}|U00(?:0[0-9A-Fa-f]|10)[0-9A-Fa-f]{4})"
)


@dataclass(frozen=True, slots=True)
class ScalarError:
    """One problem of a line.

    `number` and `column` count from 0; `corrected` is the line that YAML reads as meant.
    """

    code: str
    message: str
    number: int
    column: int
    hint: str
    corrected: str | None = None


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value. `style` is "", "plain", "quoted" or "block", `text` the text so far, `last` the number of its last line."""

    style: str
    text: str
    last: int
    errors: tuple[ScalarError, ...] = ()


def quote(text: str) -> str:
    """Return the text in quotation marks: double ones, unless the text contains these or a backslash."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def as_typed(text: str) -> str:
    """Return the text as it can be typed after a key: in quotation marks only if YAML would misread it."""
    scalar = read_scalar([f"k: {text}"], 0, 3, 0)
    return text if scalar.style == "plain" and scalar.text == text and not scalar.errors else quote(text)


def splits_number(before: str, after: str) -> bool:
    """Return True if a number or range seems to be split between two lines: "11," and "000 men"."""
    if re.search(r"(?:^|[^\d,.])\d{1,3}(?:,\d{3})*$", before):
        return bool(re.match(r"[,.]\d|\d{3}(?!\d)|[-–]\d", after))
    if re.search(r"(?:^|[^\d,.])\d{1,3}(?:,\d{3})*,$", before):
        return bool(re.match(r"\d{3}(?!\d)", after))
    return bool(re.search(r"\d[-–]$|(?:^|[^\d,.])\d{1,3}\.$", before) and re.match(r"\d", after))


def read_scalar(lines: list[str], number: int, start: int, indent: int) -> Scalar:
    """Read the value that begins in line `number` at column `start`, in a group with the indentation `indent`."""
    line = lines[number]
    raw = line[start:].rstrip()
    if _CLEAR.match(raw):
        return Scalar("plain", raw, number)
    if not raw or re.match(r"#(?:[ #!]|$)", raw):
        return Scalar("", "", number)
    if raw[0] in "\"'":
        return _read_quoted(lines, number, start, indent)
    if _BLOCK_HEAD.match(raw):
        return Scalar("block", "", number)
    if re.fullmatch(r"[&!][^ ]+", raw):
        following = next((line for line in lines[number + 1 : number + 20] if line.strip()), "")
        if _indentation(following) > indent:  # a name or tag of YAML for the group below
            corrected = line[:start].rstrip()
            message = f'"{raw}" is YAML syntax that fact files do not support'
            error = ScalarError("yaml-feature", message, number, start, corrected.strip(), corrected)
            return Scalar("", "", number, (error,))
    if misread := _misread(line, number, start, raw):
        return Scalar("quoted", raw, number, (misread,))
    return Scalar("plain", re.split(r" #", raw, maxsplit=1)[0].rstrip(), number)


def _misread(line: str, number: int, start: int, raw: str) -> ScalarError | None:
    """Return the error of plain text that YAML would read as something else, or None."""
    if raw[0] == "#":
        return _requote(
            "lost-text", f'"{raw}" is read as a comment and would be lost', line, number, start=start, text=raw
        )
    if flow := _flow(line, number, start, raw):
        return flow
    if raw[0] in _MISREAD_FIRST or re.match(r"[-?:](?: |$)", raw):
        code = "leading-brace" if raw[0] == "{" else "leading-character"
        return _requote(
            code, f'text that begins with "{raw[0]}" must be in quotation marks', line, number, start=start, text=raw
        )
    comment = re.search(r"\s#", raw)
    if comment and not re.match(r"\s#(?:[ #!]|$)", raw[comment.start() :]):
        lost = re.split(r"\s+(?=#(?:[ #!]|$))", raw[comment.start() + 1 :], maxsplit=1)[0]
        raw = raw[: comment.start() + 1] + lost
        error = _requote(
            "lost-text", f'"{lost}" is read as a comment and would be lost', line, number, start=start, text=raw
        )
        return replace(error, column=start + comment.start() + 1)
    text = raw[: comment.start()] if comment else raw
    if colon := re.search(r":(?= |$)", text.rstrip()):
        message = "text that contains a colon must be in quotation marks"
        error = _requote("colon-in-text", message, line, number, start=start, text=text.rstrip())
        return replace(error, column=start + colon.start())
    return None


def _requote(code: str, message: str, line: str, number: int, *, start: int, text: str) -> ScalarError:
    corrected = line[:start] + quote(text)
    return ScalarError(code, message, number, start, corrected.strip(), corrected)


def _flow(line: str, number: int, start: int, raw: str) -> ScalarError | None:
    """Return the error of a list or group in brackets, [a, b] or {a: b}, which fact files do not support."""
    body = re.split(r" #", raw, maxsplit=1)[0].strip()
    corrected = line[:start] + quote(raw)
    if re.fullmatch(r"\[\s*[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?\s*\]", body):
        corrected = line[:start] + body[1:-1].strip()
        return ScalarError(
            "list-in-brackets", "a number must be typed without brackets", number, start, corrected.strip(), corrected
        )
    if re.fullmatch(r"\[[^\[\]]*\]", body):
        hint = "type one per line: " + ", ".join(f"- {part.strip()}" for part in body[1:-1].split(",") if part.strip())
        return ScalarError("list-in-brackets", "a list must be typed without brackets", number, start, hint, corrected)
    if re.fullmatch(r"\{(?:[\w\"' -]+:[^{}]*)?\}", body):
        hint = "type one per line: " + ", ".join(part.strip() for part in body[1:-1].split(",") if part.strip())
        return ScalarError("group-in-braces", "a group must be typed without braces", number, start, hint, corrected)
    if re.fullmatch(r"""\{\s*[\w"' -]+:\s.*\}""", body):  # with placeholders or groups inside
        hint = "type one key per line, indented, without the outer braces"
        return ScalarError("group-in-braces", "a group must be typed without braces", number, start, hint, corrected)
    return None


# ------------------------------------------------------------------ text in quotation marks


def _read_quoted(lines: list[str], number: int, start: int, indent: int) -> Scalar:
    line = lines[number]
    mark = line[start]
    match = _QUOTED[mark].match(line, start)
    assert match is not None
    errors = [*_check_escapes(mark, match[1], line, number, start + 1)]
    text, last = match[1], number
    while not match[2]:
        last += 1
        if last >= len(lines) or (lines[last].strip() and _indentation(lines[last]) <= indent):
            # The text is assumed to end with its line.
            corrected = line[:start] + quote(line[start + 1 :].rstrip())
            message = f"this quotation mark ({line[start]}) is never closed"
            error = ScalarError("unclosed-quotation", message, number, start, corrected.strip(), corrected)
            return Scalar("quoted", "", number, (error,))
        match = _QUOTED_ON[mark].match(lines[last], _indentation(lines[last]))
        assert match is not None
        errors += [*_check_escapes(mark, match[1], lines[last], last, match.start())]
        if splits_number(text.rstrip(), match[1]):
            hint = f"{text.strip()}{match[1].strip()}"
            errors.append(ScalarError("split-number", "a number is split over two lines", last, match.start(), hint))
        text = match[1]
    if after := _after(lines[last], last, match.end(), (number, start)):
        errors = [after]
    return Scalar("quoted", "", last, tuple(errors))


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _after(line: str, number: int, end: int, began: tuple[int, int]) -> ScalarError | None:
    """Return the error of text after the closing mark, which a mark inside the text closed too early, or None."""
    rest = line[end:]
    if re.fullmatch(r"\s*|\s+#(?:[ #!].*)?", rest):
        return None
    start = began[1] if began[0] == number else end
    raw = line[start:].rstrip()
    inner = raw[1:-1] if raw[0] in "\"'" and raw[-1] == raw[0] and len(raw) > 1 else raw
    corrected = line[:start] + quote(inner) if began[0] == number else line[:end]
    hint = corrected.strip() if began[0] == number else "put the whole text into the other kind of quotation marks"
    return ScalarError(
        "text-after-quotation", "there is text after the closing quotation mark", number, end, hint, corrected
    )


def _check_escapes(mark: str, text: str, line: str, number: int, start: int) -> list[ScalarError]:
    """Return the first invalid escape in double quotation marks: YAML refuses it, or it is half a character."""
    if mark == "'" or "\\" not in text:
        return []
    for match in _ESCAPE.finditer(text):
        if not _GOOD_ESCAPE.match(match[0]):
            doubled = _ESCAPE.sub(lambda each: each[0] if _GOOD_ESCAPE.match(each[0]) else "\\" + each[0], text)
            corrected = line[:start] + doubled + line[start + len(text) :]
            message = f'"{match[0][:2]}" is not a valid escape code in double quotation marks'
            return [ScalarError("bad-escape", message, number, start + match.start(), corrected.strip(), corrected)]
    return []
