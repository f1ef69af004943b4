"""What Jinja and Python say of a template that cannot run → plain words and what to do.

Takes the exception, gives a message and a hint. Must not know facts or places.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType

from jinja2 import TemplateError, Undefined
from jinja2.utils import missing

_KINDS = {
    "str": "a text", "str object": "a text", "int": "a number", "float": "a number", "list": "a list", "tuple": "a list",
    "dict": "a group of values", "bool": "a yes or no", "NoneType": "nothing", "FactView": "a fact", "PrintedText": "a printed text",
    "Output": "a printed text", "TemplateRecord": "a group of values", "JudgementView": "a judgement", "Macro": "a macro",
    "range": "a list", "Namespace": "a namespace", "MissingValue": "nothing", "NamespaceRef": "a namespace", "LoopContext": "a loop",
    "TemplateModule": "an imported template", "TemplateReference": "a template",
}  # fmt: skip
_METHODS = "a template cannot call methods: use a filter, such as {{ name | upper }}"
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[str, str]]], ...] = (
    (re.compile(r"set_int_max_str_digits"),
     lambda _: ("a number that the template computes has too many digits", "compute with smaller numbers")),
    (re.compile(r"access to attribute '(\w+)' of 'TemplateModule' object is unsafe"),
     lambda m: (f'the macro "{m[1]}" cannot be called through the name of its template',
                f'type {{% from "template.md" import {m[1]} %}}, then {{{{ {m[1]}() }}}}')),
    (re.compile(r"access to attribute '(\w+)' of '(\w+)' object is unsafe"),
     lambda m: (f'a template cannot use "{m[1]}" of {_kind(m[2])}', _METHODS)),
    (re.compile(r"'(.+?)' has no attribute '(\w+)'"),
     lambda m: (f'{_kind(m[1].removesuffix(" object"))} has no "{m[2]}"', _METHODS)),
    (re.compile(r"(\w+) object has no element (.+)"), lambda m: (f'{_kind(m[1])} has no "{m[2]}"', "")),
    (re.compile(r"'(\w+)' object is not callable"),
     lambda m: (f"{_kind(m[1])} cannot be called", "delete the brackets ( ) behind the name")),
    (re.compile(r"unsupported operand type\(s\) for (\S+): '(\w+)' and '(\w+)'"),
     lambda m: (f"{_kind(m[2])} and {_kind(m[3])} cannot be put together with {m[1]}", "type ~ to print one behind the other")),
    (re.compile(r"can only concatenate (\w+) \(not \"(\w+)\"\)"),
     lambda m: (f"{_kind(m[1])} and {_kind(m[2])} cannot be put together with +", "type ~ to print one behind the other")),
    (re.compile(r"'([<>]=?)' not supported between instances of '(\w+)' and '(\w+)'"),
     lambda m: (f"{_kind(m[2])} and {_kind(m[3])} cannot be compared with {m[1]}", "compare two numbers, or two texts")),
    (re.compile(r"division by zero|modulo by zero|division or modulo"),
     lambda _: ("a number cannot be divided by zero", "change the number behind the sign")),
    (re.compile(r"does not export the requested name '(\w+)'"),
     lambda m: (f'the template has no macro "{m[1]}"', "type the name that stands behind {% macro")),
    (re.compile(r"cannot unpack non-iterable (\w+)"),
     lambda m: (f"{_kind(m[1])} cannot be split into several names", "type one name between for and in")),
    (re.compile(r"'(\w+)' object is not iterable"),
     lambda m: (f"{_kind(m[1])} has no parts to go through", "go through a list, such as facts or topics")),
)  # fmt: skip


def explain_error(error: Exception) -> tuple[str, str]:
    """The reason in plain words and a hint, which may be empty."""
    said = str(error.message if isinstance(error, TemplateError) else error)
    for pattern, words in _RULES:
        if match := pattern.search(said):
            return words(match)
    if isinstance(error, TemplateError):
        return said or "the template cannot be run", ""
    return f"the template cannot be run: {said}", ""


def explain_undefined(value: Undefined) -> tuple[str, str] | None:
    """The same for what a text, a number or a list was asked for in vain; None for a name that nothing answers."""
    holder = value._undefined_obj  # noqa: SLF001  # Jinja tells it in no other way
    if holder is missing or isinstance(holder, MappingProxyType):  # which are the facts
        return None
    return f'{_kind(type(holder).__name__)} has no "{value._undefined_name}"', ""  # noqa: SLF001  # as above


def _kind(name: str) -> str:
    return _KINDS.get(name, "this value")
