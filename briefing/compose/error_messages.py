"""Problems in plain English for the errors that Jinja and Python raise in a template.

Policy analysts write templates: a message such as "'>' not supported between instances of 'str' and 'int'" does not help them.
Each pattern below matches one such message. What none of them matches gets a general problem, never the raw message.
"""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Callable, Collection
from functools import wraps
from inspect import signature
from typing import Any, NamedTuple

from jinja2 import TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError

from briefing.compose.ast_guard import NumberTooLargeError, ReservedNameError, TooManyTagsError
from briefing.compose.html_comments import NEVER_CLOSED
from briefing.compose.template_reference import FILTERS, FUNCTIONS
from briefing.compose.undefined import WITHHELD, guard
from briefing.facts.views import PrintError
from briefing.problems.problem import Location, Problem
from briefing.problems.suggest import did_you_mean

TAGS = (
    "if", "elif", "else", "endif", "for", "endfor", "set", "endset", "include", "macro", "endmacro", "call", "endcall", "block",
    "endblock", "extends", "with", "endwith", "raw", "endraw", "break", "continue",
)  # fmt: skip
CODE = re.compile(r"\{[{%].*?(?:[}%]\}|$)")
"""A tag on one line, or the beginning of one that ends on a later line."""


class Explanation(NamedTuple):
    """Message and hint of a problem."""

    message: str
    hint: str = ""


# ------------------------------------------------------------------ errors of syntax


def syntax_problem(error: TemplateSyntaxError, display_path: str) -> Problem:
    """Return a problem, with its column where this can be found, for a template that Jinja cannot parse."""
    typed = error.message or ""
    if isinstance(error, NumberTooLargeError | ReservedNameError | TooManyTagsError):
        return Problem(error.code, typed, Location(display_path, error.lineno), error.hint)
    lines = (error.source or "").split("\n")
    line = lines[error.lineno - 1] if 0 < error.lineno <= len(lines) else ""
    column = 0
    if typed == NEVER_CLOSED:
        column = line.find("<!--", line.rfind("-->") + 1) + 1
    elif found := re.match(_CHARACTER, typed):
        character = literal_eval(found[1])
        places = (line.find(character, tag.start(), tag.end()) for tag in CODE.finditer(line))
        column = next((at + 1 for at in places if at >= 0), 0)
    message, hint = _first_match(_SYNTAX, typed) or Explanation("a tag {{ … }} or {% … %} is not written correctly")
    if "{% if" in line and "got '='" in typed:
        message, hint = "a comparison is written with =", "write two equals signs: =="
    return Problem("template-syntax", message, Location(display_path, error.lineno, column), hint)


def _unknown_tag(match: re.Match[str]) -> Explanation:
    tag = match[1]
    opener = "if" if tag in ("else", "elif") else tag.removeprefix("end")
    if tag in TAGS and opener != tag:
        return Explanation(
            f"a {{% {tag} %}} has no {{% {opener} %}} before it", f"write {{% {opener} … %}}, or delete it"
        )
    return Explanation(f"unknown tag {{% {tag} %}}", did_you_mean(tag, TAGS) or f"print a fact with {{{{ {tag} }}}}")


def _unexpected_character(match: re.Match[str]) -> Explanation:
    character = literal_eval(match[1])
    if character in "“”„‘’‚‛«»‹›":
        return Explanation(
            f"a curly quotation mark {character} cannot be used inside a tag",
            'use straight quotation marks, as in {{ table("name") }}',
        )
    if character in "–—−‐‑":
        return Explanation(f"a dash {character} cannot be used inside a tag", "type an ordinary hyphen: -")
    if character in "\"'":
        return Explanation(
            f"a quotation mark {character} inside a tag is never closed", "type the second one, or delete it"
        )
    if not character.isprintable() or character.isspace():
        return Explanation(f"an invisible character (U+{ord(character):04X}) is inside a tag", "type an ordinary space")
    instead = {"&": 'write "and"', "!": 'write "not"', "?": "write {% if … %} … {% else %} … {% endif %}"}
    return Explanation(f"the character {character} cannot be used inside a tag", instead.get(character, "delete it"))


def _unclosed_bracket(match: re.Match[str]) -> Explanation:
    opener = {")": "(", "]": "[", "}": "{"}[match[1]]
    return Explanation(f"a bracket {opener} inside a tag is never closed", f"write {match[1]} where it ends")


def _unclosed_braces(match: re.Match[str]) -> Explanation:
    found = match.groupdict().get("found") or ""
    before = "" if not found or found in _TOKEN_KINDS else f' before "{found}"'
    hint = "write one name between two braces on either side: {{ name }}"
    return Explanation(f"a {{{{ is not closed by }}}}{before}", hint)


def _unexpected_token(match: re.Match[str]) -> Explanation:
    if match.groups() == (":", "}"):
        return Explanation("there are three braces { where a tag has two", "write two on either side: {{ name }}")
    wanted, found = (_TOKEN_NAMES.get(name, f'"{name}"') for name in match.groups())
    hint = _EXAMPLES if wanted == "%}" else f"write {wanted} there"
    return Explanation(f"{found} found in a tag where {wanted} is expected", 'write "or"' if match[2] == "|" else hint)


_TOKEN_NAMES = {
    "end of print statement": "}}", "end of statement block": "%}", "integer": "a number", "float": "a number",
    "string": "a text in quotation marks", "name": "a name", "end of template": "the end of the template",
}  # fmt: skip
_TOKEN_KINDS = frozenset(_TOKEN_NAMES)
_CHARACTER = r"unexpected char (.+) at \d+"
"""Jinja quotes the character as Python would: '“', "'" or '\\xa0'."""


def _always(message: str, hint: str = "") -> Callable[[re.Match[str]], Explanation]:
    return lambda match: Explanation(match.expand(message), match.expand(hint))


_EXAMPLES = "write it as in {% if name %}, {% for fact in topic.facts %} or {% set name = value %}"
_Pattern = tuple[re.Pattern[str], Callable[[re.Match[str]], Explanation]]
_SYNTAX: tuple[_Pattern, ...] = tuple((re.compile(pattern), explain) for pattern, explain in (
    (r"The innermost block that needs to be closed is '(\w+)'",
     _always(r"a {% \1 %} is never closed", r"write {% end\1 %} where it ends")),
    (r"unknown tag '(\w+)'", _unknown_tag),
    (re.escape(NEVER_CLOSED), _always(NEVER_CLOSED, "write --> where it ends")),
    (r"(?i)missing end of comment tag", _always("the comment {# is never closed", "write #} where it ends")),
    (r"(?i)missing end of raw directive", _always("a {% raw %} is never closed", "write {% endraw %} where it ends")),
    (_CHARACTER, _unexpected_character),
    (r"expected token 'end of print statement', got '(?P<found>.*)'", _unclosed_braces),
    (r"^unexpected '\}'$|^unexpected '\{'", _unclosed_braces),
    (r"unexpected '[^']*', expected '([)\]}])'", _unclosed_bracket),
    (r"^unexpected '([)\]])'$", _always(r"a bracket \1 inside a tag was never opened", "delete it, or write its partner before it")),
    (r"expected name or number", _always("the dot after a name has no word after it", "write one, as in {{ fact.says }}")),
    (r"got 'end of print statement'|^unexpected 'end of print statement'",
     _always("a tag {{ }} is empty or incomplete", "write a name in it: {{ name }}")),
    (r"got 'end of statement block'|^unexpected 'end of statement block'", _always("a tag {% %} is incomplete", _EXAMPLES)),
    (r"expected token '(.+)', got '(.+)'", _unexpected_token),
    (r"block '(.+)' defined twice", _always(r'duplicate block "\1"', "give one of them another name")),
    (r"No (filter|test) named '(.+)'", _always(r'unknown \1 "\2"')),
    (r"escape$", _always("a backslash between quotation marks begins a code", r"write two backslashes for one: \\\\")),
    (r"^unexpected '(.+)'", _always(r'unexpected "\1" inside a tag', "delete it")),
))  # fmt: skip


# ------------------------------------------------------------------ errors while a template runs

_KINDS = {
    "str": "text", "Prose": "text", "int": "a number", "float": "a number", "bool": "yes or no", "list": "a list", "tuple": "a list",
    "range": "a list", "generator": "a list", "FactView": "a fact", "PrintedText": "a printed fact", "Output": "printed text",
    "Token": "a printed fact", "JudgementView": "a judgement", "MissingValue": "something that is missing", "NoneType": "nothing",
    "None": "nothing", "dict": "a group of values", "mappingproxy": "a group of values", "TemplateRecord": "a group of values",
    "Namespace": "a namespace", "function": "a function", "method": "a function", "Macro": "a macro",
}  # fmt: skip


def kind_of(python_type: str) -> str:
    """Return the plain name of a Python type, given by its name with or without its module: "text" for "str"."""
    return _KINDS.get(python_type.rpartition(".")[2], "this value")


def explain_error(error: Exception, filters: Collection[str] = ()) -> Explanation:
    """Return message and hint for an error raised by a running template. `filters` are the names of the filters that exist."""
    typed = (error.message or "") if isinstance(error, TemplateError) else str(error)
    unsafe = _UNSAFE.match(typed)
    if unsafe is not None:
        return _unsafe(unsafe, filters)
    found = _first_match(_RUNNING, typed)
    if found is not None:
        return found
    if isinstance(error, SecurityError) and typed:
        return Explanation(typed)  # our own words: see `sandbox`, `limits` and `output`
    hint = "print one fact, or call one function, between each {{ and }}"
    return Explanation("this tag does something that is not allowed in templates", hint)


def _unsafe(match: re.Match[str], filters: Collection[str] = ()) -> Explanation:
    if match[2].endswith("TemplateModule"):
        return Explanation(
            f'the macro "{match[1]}" cannot be called through the name of its template',
            f'type {{% from "template.md" import {match[1]} %}}, then {{{{ {match[1]}() }}}}',
        )
    hint = f"use the filter: {{{{ … | {match[1]} }}}}" if match[1] in filters else "use a filter or an aspect of a fact"
    return Explanation(
        f'"{match[1]}" cannot be used on {kind_of(match[2])}: templates cannot call Python methods', hint
    )


def explain_undefined(typed: str, withheld: Collection[str] = ()) -> tuple[str, str, str]:
    """Return code, message and hint for a value that does not exist.

    `typed` is Jinja's message about it. A name that is `withheld` from a release is not repeated.
    """
    if unsafe := _UNSAFE.match(typed):
        return "template-error", *_unsafe(unsafe)
    if argument := re.search(r"parameter '(.+)' was not provided", typed):
        return (
            "template-error",
            f'the macro needs a value for "{argument[1]}"',
            "write it in the brackets after the macro's name",
        )
    if macro := re.search(r"does not export the requested name '(\w+)'", typed):
        return (
            "template-error",
            f'the template has no macro "{macro[1]}"',
            "use a name from one of its {% macro %} tags",
        )
    part = re.search(r"^'?(.+?)(?: object)?'? has no (?:attribute|element) '?(.+?)'?$", typed)
    if part is not None and part[1] != "mappingproxy":  # which `facts["name"]` asks, in Python's terms
        kind, hint = kind_of(part[1]), "delete the part after the dot, or the brackets"
        if kind == "a function":
            hint = f'a function takes names in brackets, as in {{{{ table("{part[2]}") }}}}'
        return "unknown-aspect", f'{kind} has no "{part[2]}"', hint
    if empty := re.search(r"No (first|last|random) item, sequence was empty", typed):
        hint = "put a condition around it: {% if topic.facts %} … {% endif %}"
        return "nothing-to-print", f"an empty list has no {empty[1]} item", hint
    name = part[2] if part is not None else typed.partition("'")[2].partition("'")[0]
    if name in withheld:
        return WITHHELD.code, WITHHELD.message, WITHHELD.hint
    if name == "loop":
        return "unknown-fact", '"loop" exists only inside {% for %} … {% endfor %}', ""
    return "unknown-fact", f'unknown fact "{name}"', guard(name)


def stray_loop_tag(error: SyntaxError, text: str, display_path: str) -> Problem | None:
    """Return a problem for a {% break %} or {% continue %} outside a loop: Jinja passes it on, and Python refuses it."""
    found = re.search(r"'(break|continue)'", error.msg or "")
    tag = re.search(rf"\{{%[-+]?\s*{found[1]}\b", text) if found is not None else None
    if found is None or tag is None:
        return None
    line, column = text.count("\n", 0, tag.start()) + 1, tag.start() - text.rfind("\n", 0, tag.start())
    message, hint = f"{{% {found[1]} %}} cannot be used outside a loop", "put it between {% for … %} and {% endfor %}"
    return Problem("template-syntax", message, Location(display_path, line, column), hint)


def _comparison(match: re.Match[str]) -> Explanation:
    left, right = kind_of(match[2]), kind_of(match[3])
    hint = 'compare two numbers or two texts: 3 is a number, and "3" in quotation marks is text'
    if "fact" in left + right or "judgement" in left + right:
        hint = COMPARE_HINT
    return Explanation(f"{left} cannot be compared with {right} by {match[1]}", hint)


COMPARE_HINT = 'give the fact a tag, such as "size: large", and compare that: {% if fact.tags.size == "large" %}'
"""Hint for a template that compares a fact."""
CALCULATE_HINT = "work it out in the facts with derive:, and print the result"
"""Hint for a template that calculates with a fact."""


def _operator(match: re.Match[str]) -> Explanation:
    left, right = kind_of(match[2]), kind_of(match[3])
    return Explanation(f"{match[1]} cannot be used with {left} and {right}", f"join texts with ~; {CALCULATE_HINT}")


def _not_a_list(match: re.Match[str]) -> Explanation:
    kind = kind_of(match[1])
    hint = "use a list, such as topic.facts"
    if kind == "a fact":
        hint = 'print the fact, or use a list: its points, if it is a series, or tagged("name")'
    return Explanation(f"{kind} is not a list, which this loop, filter or test needs", hint)


def _not_a_function(match: re.Match[str]) -> Explanation:
    kind = kind_of(match[1])
    square = 'write the name in square brackets, as in facts["debt"]'
    return Explanation(
        f"{kind} is not a function", square if kind == "a group of values" else "delete the brackets ( ) after it"
    )


def _wrong_arguments(match: re.Match[str]) -> Explanation:
    name = re.sub(r"^(?:sync_)?(?:do_|test_|_)", "", match[1].rpartition(".")[2])
    example = re.search(r"`([^`]*\([^`]*)`", FILTERS.get(name, ""))
    return Explanation(
        f'"{name}" has too few, too many or unknown values in its brackets',
        f"write it like this: {example[1]}" if example else "see the template reference for what it takes",
    )


_UNSAFE = re.compile(r"access to attribute '(.+)' of '(.+)' object is unsafe")
_RUNNING: tuple[_Pattern, ...] = tuple((re.compile(pattern), explain) for pattern, explain in (
    (r"'(.+)' not supported between instances of '(.+)' and '(.+)'", _comparison),
    (r"unsupported operand type\(s\) for (.+): '(.+)' and '(.+)'", _operator),
    (r"can only concatenate (\w+) \(not \"(.+)\"\)",
     lambda match: Explanation(f"+ cannot join {kind_of(match[1])} and {kind_of(match[2])}", "join texts with ~")),
    (r"can't multiply sequence|not all arguments converted|bad operand type for unary",
     _always("the template calculates with something that is not a number", CALCULATE_HINT)),
    (r"set_int_max_str_digits", _always("a number that the template computes has too many digits", "compute with smaller numbers")),
    (r"cannot unpack non-iterable (\w+)",
     lambda match: Explanation(f"{kind_of(match[1])} cannot be split into several names", "type one name between for and in")),
    (r"division by zero|modulo by zero", _always("the template divides by zero", CALCULATE_HINT)),
    (r"'(.+)' object is not callable", _not_a_function),
    (r"argument of type '(.+)' is not (?:iterable|a container)", _not_a_list),
    (r"'(.+)' object is not (?:iterable|reversible)", _not_a_list),
    (r"object of type '(.+)' has no len", _not_a_list),
    (r"requires string as left operand, not (.+)",
     lambda match: Explanation(f'"in" cannot look for {kind_of(match[1])} in text', 'use text, as in {% if "a" in dossier.title %}')),
    (r"'(.+)' object is not subscriptable",
     lambda match: Explanation(f"[ : ] cannot take a part of {kind_of(match[1])}",
                               "use it only on lists; for a series, name one point: {{ trade[2024] }}")),
    (r"cannot be interpreted as an integer|^range expected|slice indices must be|must not be zero",
     _always("a whole number is needed here", "write a number, as in range(5) or [:5], not a fact")),
    (r"unhashable type: '(.+)'",
     lambda match: Explanation(f'{kind_of(match[1])} cannot be used in brackets as a name, or with "unique"', "use text or a number")),
    (r"No (filter|test) named '(.+)'", _always(r'unknown \1 "\2"')),
    (r"macro '(.+)' takes not more than (\d+)",
     _always(r'the macro "\1" has too many values in its brackets (at most \2)', "delete the rest")),
    (r"macro '(.+)' takes no keyword argument '(.+)'", _always(r'the macro "\1" has no value "\2"', "use a name from its {% macro %} tag")),
    (r"cannot assign attribute on non-namespace", _always("{% set a.b = … %} needs a namespace",
                                                          "write {% set a = namespace(b=1) %} before it")),
    (r"(\S+)\(\) (?:missing \d|takes |got (?:an unexpected|multiple))", _wrong_arguments),
    (r"(\S+) expected (?:at (?:least|most) )?\d+ arguments?, got", _wrong_arguments),
))  # fmt: skip


def check_arguments(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the template function with a plain problem for arguments that it does not take."""
    arguments = signature(function)

    @wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        try:
            arguments.bind(*given, **named)
        except TypeError:
            message = f'the function "{name}" has too few, too many or unknown values in its brackets'
            raise PrintError("template-error", message, f"write it like this: {{{{ {FUNCTIONS[name][0]} }}}}") from None
        return function(*given, **named)

    return call


def _first_match(patterns: tuple[_Pattern, ...], typed: str) -> Explanation | None:
    for pattern, explain in patterns:
        if match := pattern.search(typed):
            return explain(match)
    return None
