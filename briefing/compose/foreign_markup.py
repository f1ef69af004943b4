r"""Find markup of other programs, which would print as typed: HTML, LaTeX, Pandoc citations, `~~struck~~`, `$math$` and the like.

Look through the parser's tokens of one paragraph, heading or cell, and offer a replacement for each piece of markup. Printed
facts, escaped characters and addresses are never searched. In doubt a text is ordinary prose: "$5 and $6", "a < b", "AT&T" and
"C:\new" are not markup.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from markdown_it.token import Token

from briefing.compose.tokens import TOKEN
from briefing.problems.suggest import nearest

Kind: TypeAlias = Literal["paragraph", "heading", "cell"]
_OPAQUE, _FACT = "\ue010", "\ue011"
"""Placeholders in the searched text: for a character that cannot be markup, and for a printed fact."""
_STAR, _LOW = "\ue012", "\ue013"
"""Signs of emphasis that the parser used: rules see them as typed, and none counts as left over."""
_ESCAPED = dict(zip("()[]", "\ue014\ue015\ue016\ue017", strict=True))
"""Brackets after a backslash: opaque, unless they enclose LaTeX math."""
_AS_TYPED = str.maketrans({_STAR: "*", _LOW: "_", **dict.fromkeys(_ESCAPED.values(), _OPAQUE)})
_TYPED = str.maketrans({sign: f"\\{bracket}" for bracket, sign in _ESCAPED.items()})
_LEFT = str.maketrans(dict.fromkeys((_STAR, _LOW, *_ESCAPED.values()), _OPAQUE))
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]+|(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+")
_MOST = 50
"""Most pieces of one block that are reported: enough to see what is wrong."""
_LONGEST = 40
"""Most characters of a piece of markup that a message shows."""
_BARE_WORDS = re.compile(r"<[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z_:][\w:.-]*)+\s*>")
_FLAGS = frozenset(
    ("allowfullscreen", "async", "autofocus", "autoplay", "checked", "class", "controls", "default", "defer", "disabled", "hidden",
     "id", "loop", "multiple", "muted", "nowrap", "noshade", "open", "readonly", "required", "reversed", "selected", "style"),
)  # fmt: skip
"""HTML attributes without a value."""
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")


@dataclass(frozen=True, slots=True)
class Foreign:
    """A piece of foreign markup: `what` it is, as it is `shown` in a message, and the `line` of its block (from 0) where it begins.

    `typed`: its first characters, as far as they are in the template; `nth`: how many of the same come before it on that line.
    """

    what: str
    shown: str
    hint: str
    line: int
    typed: str = ""
    nth: int = 0


def find_foreign(tokens: Sequence[Token], kind: Kind, sources: Collection[str] = ()) -> tuple[Foreign, ...]:
    """Return every piece of foreign markup in a block, in order. `sources`: the names that a citation may have meant."""
    scan = _Scan()
    for token in tokens:
        scan.read(token)
    marked = "".join(scan.pieces)
    if not scan.found and not _SIGNS.search(marked):
        return ()
    found, text = list(scan.found), marked
    for rule in _RULES_OF_LATEX + _RULES + _RULES_OF_WHAT_IS_LEFT:
        if rule is _RULES[0]:
            marked, text = text, text.translate(_AS_TYPED)
        if rule is _RULES_OF_WHAT_IS_LEFT[0]:
            # What the parser took, or another rule told, is not left over.
            text = "".join(c if c == _OPAQUE else m for m, c in zip(marked, text, strict=True)).translate(_LEFT)
        if kind in rule.kinds:
            matches = [(match, hint) for match in rule.pattern.finditer(text) if (hint := rule.hint(match, sources))]
            group = "typed" if "typed" in rule.pattern.groupindex else 0
            found += [(match.start(group), rule.what, match[group].translate(_TYPED), hint) for match, hint in matches]
            text = _blanked(text, [match.span() for match, _ in matches])
    pieces: list[Foreign] = []
    seen = Counter[tuple[int, str]]()
    for start, what, words, hint in sorted(found)[:_MOST]:
        line, typed = text.count("\n", 0, start), re.split(f"[{_OPAQUE}{_FACT}\n]", words)[0]
        shown = " ".join(re.sub(f"{_OPAQUE}+", "…", words.replace(_FACT, "{{ … }}")).split())
        shown = shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
        pieces.append(Foreign(what, shown, hint, line, typed, seen[line, typed]))
        seen[line, typed] += 1
    return tuple(pieces)


_TAGS = (
    "article|aside|blockquote|button|caption|center|code|div|figure|font|form|iframe|img|input|script|section|small|span|strong|style"
    "|table|video"
)
"""Tags of HTML that are no words or letters of a comparison."""


def is_html(typed: str) -> bool:
    """Return True for real HTML. The parser also takes comparisons for it: "a<b and c>d"."""
    name = _TAG.match(typed)
    if name and ("-" in name[1] or re.fullmatch(_TAGS, name[1].lower())):
        return True
    return not (_BARE_WORDS.fullmatch(typed) and _FLAGS.isdisjoint(typed[1:-1].lower().split()))


def block_hint(kind: str, text: str = "") -> tuple[str, str]:
    """Return what an unsupported block of the parser is, and a hint. `text` is its content."""
    if kind == "html_block":
        tag = _TAG.search(text)
        return _html(text.strip(), tag[1].lower() if tag else "")
    return _BLOCKS.get(kind, (kind, _PROSE))


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the text with stretches hidden from later rules; line ends are kept."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], re.sub(r"[^\n]", _OPAQUE, text[start:end])]
        at = end
    return "".join([*pieces, text[at:]]) if spans else text


# ------------------------------------------------------------------ the text that is searched


class _Scan:
    """Collect the searchable text of a block's tokens, and the markup that the parser itself recognises."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.found: list[tuple[int, str, str, str]] = []
        self._tags: set[str] = set()
        self._address = False
        self._length = 0

    def read(self, token: Token) -> None:
        if token.type == "text":
            words = TOKEN.sub(_FACT, token.content)
            self._add(_ADDRESS.sub(lambda m: _OPAQUE * len(m[0]), words) if not self._address else _OPAQUE)
        elif token.type == "text_special":
            # Not every backslash escapes: the parser reports \n of "C:\new" as special text, and leaves it as typed.
            escaped = _ESCAPED.get(token.content, _OPAQUE) if token.info == "escape" else _OPAQUE
            self._add(token.content if token.content == token.markup else escaped)
        elif token.type in ("softbreak", "hardbreak"):
            self._add("\n")
        elif token.type in ("em_open", "em_close", "strong_open", "strong_close"):
            self._add(token.markup.replace("*", _STAR).replace("_", _LOW))
        elif token.type in ("link_open", "link_close"):
            self._address = token.type == "link_open" and token.info == "auto"
            self._add(_OPAQUE)
        else:
            self._add_recognised(token)
            self._add(_OPAQUE + "\n" * token.content.count("\n"))

    def _add(self, words: str) -> None:
        self.pieces.append(words)
        self._length += len(words)

    def _add_recognised(self, token: Token) -> None:
        if token.type == "code_inline":
            self._add_found(*_BLOCKS["code_inline"], f"{token.markup}{token.content}{token.markup}")
        elif token.type == "image":
            self._add_found(*_BLOCKS["image"], f"![{token.content}]")
        elif token.type == "html_inline" and is_html(token.content):
            tag = _TAG.match(token.content)
            name = tag[1].lower() if tag else ""
            # An opening and a closing tag are reported once.
            if not (name and token.content.startswith("</") and name in self._tags):
                self._add_found(*_html(token.content, name), token.content)
            self._tags.add(name)

    def _add_found(self, what: str, hint: str, typed: str) -> None:
        self.found.append((self._length, what, TOKEN.sub(_FACT, typed), hint))


# ------------------------------------------------------------------ hints

_PROSE = "use headings, paragraphs, lists, quotes, tables, links, footnotes, **strong** and *emphasis*"
_CODE = "write it as words or as a table; to print `, type a backslash before it"
_BLOCKS = {
    "code_inline": ("code", "type *emphasis* or quotation marks; to print `, type \\`"),
    "fence": ("code", _CODE),
    "code_block": ("code", _CODE),
    "hr": ("a horizontal rule", "delete it: headings divide a brief; to print ***, type \\***"),
    "underline": ("a horizontal rule", "if it underlines a heading, type ## before the heading's words instead; otherwise delete it"),
    "front_matter": ("front matter", "delete it: title, date and authors are typed in dossier.yaml"),
    "task": ("a task list", "type - alone; to print [, type \\["),
    "image": ("a picture", 'add it to figures.yaml and place it with {{ figure("name") }}'),
}  # fmt: skip
_STRONG, _EMPHASIS = "type **strong**", "type *emphasis*"
_PARAGRAPH, _LIST = "delete it: an empty line ends a paragraph", "begin each item with - or 1."
_OF_TAGS = {
    "b": _STRONG, "strong": _STRONG, "mark": _STRONG, "i": _EMPHASIS, "em": _EMPHASIS, "u": _EMPHASIS, "cite": _EMPHASIS,
    "br": "end the line with a backslash", "hr": "delete it: headings divide a brief",
    "p": _PARAGRAPH, "div": _PARAGRAPH, "section": _PARAGRAPH, "center": _PARAGRAPH, "span": "delete it: a theme sets the look",
    "font": "delete it: a theme sets the look", "style": "delete it: a theme sets the look",
    "a": "type [words](https://…)", "img": 'place it with {{ figure("name") }}', "figure": 'place it with {{ figure("name") }}',
    "ul": _LIST, "ol": _LIST, "li": _LIST, "blockquote": "begin its lines with >",
    "table": 'place it with {{ table("name") }}, or type it with | between its cells',
    "sup": "type the raised character itself, as in km²", "sub": "type the lowered character itself, as in CO₂",
    "h1": "type # before its words", "h2": "type ## before its words", "h3": "type ### before its words",
    "h4": "type #### before its words",
}  # fmt: skip
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_CITE = 'type {{ cite("source") }}'
_SETS_LOOK = "delete it: a theme sets the look"
_OF_COMMANDS = {
    **dict.fromkeys(("newpage", "pagebreak", "clearpage", "cleardoublepage"), "delete it: pages break by themselves"),
    **dict.fromkeys(("textbf", "bfseries", "strong"), _STRONG),
    **dict.fromkeys(("emph", "textit", "itshape", "underline"), _EMPHASIS),
    **dict.fromkeys(("cite", "citep", "citet", "parencite", "textcite", "autocite"), _CITE),
    **dict.fromkeys(("ref", "autoref", "cref", "eqref"), 'type {{ ref("name") }}'),
    **dict.fromkeys(("section", "chapter", "part"), "type # before its words"),
    **dict.fromkeys(("subsection", "subsubsection"), "type ## before its words"),
    **dict.fromkeys(("href", "url"), "type [words](https://…)"),
    **dict.fromkeys(("vspace", "hspace", "bigskip", "medskip", "smallskip", "noindent", "hfill", "vfill", "centering",
                     "small", "footnotesize", "large", "raggedright", "label"), _SETS_LOOK),
    **dict.fromkeys(("newline", "linebreak"), "end the line with a backslash"),
    "footnote": "type ^[words]", "includegraphics": 'place it with {{ figure("name") }}', "item": "begin the item with -",
    "tableofcontents": "type {{ contents() }}", "ldots": "type …", "dots": "type …", "today": "type {{ dossier.date }}",
    **dict.fromkeys(("par", "quad", "qquad", "begin", "end", "maketitle", "hline", "LaTeX", "TeX"), "delete it"),
}  # fmt: skip


def _html(typed: str, tag: str) -> tuple[str, str]:
    if typed.startswith("<!--"):
        return "an incomplete HTML comment", "type it in one piece, outside of tags: <!-- … -->"
    hint = _OF_TAGS.get(tag, "delete it")
    return "HTML", f"{hint}; to print <, type \\<"


def _latex(match: re.Match[str], sources: Collection[str]) -> str:
    way = _OF_COMMANDS.get(match["name"], "write it in words")
    key = match["arguments"].strip("{}")
    way = _cite(key, sources) if way == _CITE and re.fullmatch(r"\w+", key) else way
    return f"{way}; to print a backslash, type \\\\"


def _math(match: re.Match[str], _sources: Collection[str]) -> str:
    """Return a hint, or "" for sums of money such as "$5 and $6": math contains a variable or a sign of LaTeX."""
    inner = match["math"].strip()
    amount = inner[:1].isdigit() or inner[:1] in _FACT
    if not (re.search(r"[\\^_{}=]", inner) or (not amount and _VARIABLE.fullmatch(inner))):
        return ""
    return "write it in words and characters, as in x² or a × b; to print $, type \\$"


def _display_math(match: re.Match[str], sources: Collection[str]) -> str:
    r"""Nothing for what holds no sum and no power: \[x\] is how brackets are printed."""
    return _math(match, sources) if re.search(r"=|\w[\^_]\{?\w|\\[A-Za-z]", match["math"]) else ""


_VARIABLE = re.compile(r"[A-Za-z]['′]*|[A-Za-z]\(\w\)|\w{1,3}(?: ?[-+*/<>] ?\w{1,3})+")


def _citation(match: re.Match[str], sources: Collection[str]) -> str:
    locator = match["locator"].strip(" ,")
    place = "" if re.search(f"[{_OPAQUE}{_FACT}@]", locator) else locator
    keys = [each.rstrip(".,:;") for each in _KEY.findall(match[0])]
    return (
        f"type {' and '.join(_cite(key, sources, place).removeprefix('type ') for key in keys)}; to print @, type \\@"
    )


def _cite(key: str, sources: Collection[str], place: str = "") -> str:
    meant = key if key in sources else nearest(key, sources)
    located = f', "{place}"' if place else ""
    return f'type {{{{ cite("{meant or key}"{located}) }}}}' + ("" if meant else f", with {key} in sources.yaml")


def _mention(match: re.Match[str], sources: Collection[str]) -> str:
    """Return a hint, or "" if no source has that name: a handle such as "@POTUS" is prose."""
    return f'type {{{{ cite("{match["key"]}") }}}}; to print @, type \\@' if match["key"] in sources else ""


def _script(match: re.Match[str], table: dict[int, int], sign: str) -> str:
    script = match["script"].translate(table)
    whole = all(ord(character) in table for character in match["script"])
    characters = "character" if len(script) == 1 else "characters"
    return f"type the {characters} {script if whole else 'themselves'}; to print {sign}, type \\{sign}"


def _attributes(match: re.Match[str], _sources: Collection[str]) -> str:
    if "unnumbered" in match[0] or match[0] == "{-}":
        return "end a heading with {-} to leave its number out; to print {, type \\{"
    return f"{_SETS_LOOK}; to print {{, type \\{{"


def _always(hint: str) -> Callable[[re.Match[str], Collection[str]], str]:
    return lambda _match, _sources: hint


# ------------------------------------------------------------------ rules


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pattern of foreign markup. `hint` returns "" for a match that is not markup after all."""

    what: str
    pattern: re.Pattern[str]
    hint: Callable[[re.Match[str], Collection[str]], str]
    kinds: tuple[Kind, ...] = ("paragraph", "heading", "cell")


_ATTRIBUTE = r"(?:[.][A-Za-z][\w-]*|[A-Za-z][\w-]*=(?:\"[^\"{}\n]*\"|[^\s{}\"]+))"
_KEY = re.compile(r"(?<![\w.])@\{?(\w[\w:.#/+-]*)")
_CITED = r"[^\[\]@\n]*?(?<![\w.])-?@\{?\w[\w:.#/+-]*+\}?(?P<locator>[^\[\]\n]*)"
_LINES: tuple[Kind, ...] = ("paragraph",)


def _line(what: str, pattern: str, hint: str) -> _Rule:
    """Return a rule for whole lines."""
    return _Rule(what, re.compile(pattern, re.MULTILINE), _always(hint), _LINES)


_ITSELF = "to print the sign itself, type a backslash before it"
_COMMENT = "type <!-- … -->, which prints nothing"
_BOXES = (
    "abstract|admonition|attention|bug|caution|danger|error|example|failure|hint|important|info|note|question|quote|success|summary|tip"
    "|warning"
)
_HASHTAGS = re.compile(r"#\w+(?:[\s,]+#\w+)+\s*|#\w*[a-z]\w*[A-Z]\w*\s*")
_RULES_OF_LATEX = (
    _Rule("math", re.compile("\ue014(?P<math>[^\ue014\ue015]+)\ue015"), _math),
    _Rule("math", re.compile("\ue016(?P<math>[^\ue016\ue017]+)\ue017"), _display_math),
)
_RULES = (
    _line("a Markdown comment", r"^\[[^\[\]\n]+\]:[ \t]*#?[ \t]*(?:\(.*\)|\".*\"|'.*')[ \t]*$|^\[(?://|[Cc]omment)\]:.*$",
          f"{_COMMENT}; to print [, type \\["),
    _line("a link definition", r"^\[[^\[\]\n]+\]:[ \t]*<?(?:[/#]|\.{1,2}/)\S*(?:[ \t].*)?$",
          "type it after its words: [words](https://…); to print [, type \\["),
    _Rule("CriticMarkup", re.compile(r"\{(?:>>.*?<<|\+\+.*?\+\+|--.*?--|~~.*?~~|==.*?==)\}", re.DOTALL),
          _always(f"delete the marks and the text that should not print; for a comment, {_COMMENT}; to print {{, type \\{{")),
    _Rule("an Obsidian comment", re.compile(r"(?<![\d%])%%(?!%)(?:(?!%%).)+%%", re.DOTALL),
          _always(f"{_COMMENT}; to print %, type \\%")),
    _Rule("hidden text", re.compile(r"(?<!\|)\|\|(?=[^\s|])[^|\n]*?(?<=[^\s|])\|\|(?!\|)|(?:>|^)!(?=\S)[^\n]*?(?<=\S)!<", re.MULTILINE),
          _always("delete the signs, or the words; to print the signs, type a backslash before each")),
    _Rule("a comment mark", re.compile(rf"(?:{_OPAQUE}!--(?:(?!-->).)*)?-->|<!\s*--?|<--", re.DOTALL),
          lambda m, _: "" if m[0][0] == _OPAQUE else f"a comment is typed <!-- … -->; type → for an arrow; {_ITSELF}"),
    _line("a callout of another program", rf"^(?:!!!|\?\?\?\+?)[ \t]+(?:(?:{_BOXES})\b.*|\w+[ \t]+\".*)$",
          "begin a callout with > [!note] Title; to print !, type \\!"),
    _line("a heading below the sixth level", r"^#{7,}.*$", "headings go four levels deep: type ####; to print #, type \\#"),
    _Rule("a heading without a space", re.compile(r"\A#(?=[A-Za-z])[^\n]*[^\s.,;:!?…]\s*\Z"),
          lambda m, _: "" if _HASHTAGS.fullmatch(m[0]) else "type a space after the #; to print #, type \\#", _LINES),
    _line("an abbreviation", r"^\*\[[^\[\]\n]+\]:.*$", "add it to glossary.yaml; to print *, type \\*"),
    _line("front matter", r"^\+{3,}[ \t]*$", "delete it: title, date and authors are typed in dossier.yaml; to print +, type \\+"),
    _line("a line block", r"^\|[ \t]+[^|\n]*[^|\s][ \t]*$", "end each line with a backslash; to print |, type \\|"),
    _line("a list of another program", r"^(?:#\.|\(@\w*\))[ \t]+\S.*$", f"begin each item with 1.; {_ITSELF}"),
    _line("a Pandoc block", r"^:{3,}.*$", "begin a callout with > [!note] Title; to print :::, type \\:::"),
    _line("an underlined heading", r"(?<=\n)={2,}[ \t]*$", "type # before the heading's words; to print ===, type \\==="),
    _line("a table without a head", r"^\|.*\|[ \t]*$", "type |---|---| below the head of the table; to print |, type \\|"),
    _line("a heading without a space", r"^#{2,6}(?=[^\s#]).*$", "type a space after the #; to print #, type \\#"),
    _line("a link definition", rf"^\[[^\[\]\n]+\]:[ \t]*{_OPAQUE}+",
          "type it after its words: [words](https://…); to print [, type \\["),
    _Rule("a definition list", re.compile(r"\A(?:[^\n]{1,60}\n)?(?P<typed>:)[ \t]{1,3}(?=\S)"),
          _always("type **Term**: meaning, as a paragraph; a title before a table begins with Table:; to print :, type \\:"),
          _LINES),
    _Rule("math", re.compile(r"\$\$(?P<math>[^$]+)\$\$"), _math),
    _Rule("math", re.compile(r"(?<![\w$])\$(?=[^\s$])(?P<math>[^$\n]+)(?<=\S)\$(?![\d$])"), _math),
    _Rule("LaTeX", re.compile(
        r"(?:(?<![\\\w:/.])|(?=\\[A-Za-z]+\{))\\(?P<name>[A-Za-z]{2,})\*?"
        r"(?P<arguments>(?:\[[^\[\]\n]*\])?(?:\{[^{}\n]*\})+|(?=\d)|(?![\\\w]))"), _latex),
    _Rule("an unclosed HTML tag", re.compile(rf"</?(?:{_TAGS})\b[^<>]*\Z", re.IGNORECASE), _always("delete it; to print <, type \\<")),
    _Rule("an invalid character reference", re.compile(r"&(?:#[xX]?[0-9A-Za-z]+|[A-Za-z][A-Za-z0-9]+);"),
          _always("type the character itself; to print &, type \\&")),
    _Rule("a table of contents of another program", re.compile(r"\A\[\[?_?TOC_?\]\]?\s*\Z"),
          _always("type {{ contents() }}; to print [, type \\[")),
    _Rule("a Pandoc citation", re.compile(rf"\[{_CITED}\]"), _citation),
    _Rule("a Pandoc citation", re.compile(r"(?<![\w.@/])@(?P<key>\w[\w-]*)"), _mention),
    _Rule("a wiki link", re.compile(r"!?\[\[[^\[\]\n]+\]\]"),
          _always('type [words](https://…) or {{ ref("name") }}; to print [, type \\[')),
    _Rule("an attribute", re.compile(rf"\{{:?[ ]*{_ATTRIBUTE}(?: +{_ATTRIBUTE})*[ ]*\}}|\{{=\w+\}}"), _attributes),
    _Rule("an attribute", re.compile(r"\{-\}"), _attributes, ("paragraph", "cell")),
    _Rule("struck-out text", re.compile(r"~~(?=[^\s~])(?:(?!~~).)+?(?<=[^\s~])~~(?!~)", re.DOTALL),
          _always("delete the words; to print ~, type \\~")),
    _Rule("highlighted text", re.compile(r"(?<!=)==(?=[^\s=])(?:(?!==)[^\n])+?(?<=[^\s=])==(?!=)"),
          _always(f"{_STRONG}; to print =, type \\=")),
    _Rule("a subscript", re.compile(r"(?<=[\w)\]])~(?P<script>[\w+−-]{1,8})~(?!~)"), lambda m, _: _script(m, _LOWERED, "~")),
    _Rule("a superscript", re.compile(r"(?<=[\w)\]])\^(?P<script>[\w+−-]{1,8})\^"), lambda m, _: _script(m, _RAISED, "^")),
    _Rule("a footnote whose name is not one word", re.compile(r"\[\^[^\[\]\n]*\]:?"),
          _always("name it with one word, such as [^1]; to print [, type \\[")),
    _Rule("an unclosed footnote", re.compile(r"\^\["), _always("close it: ^[words]; to print ^, type \\^")),
)  # fmt: skip
_NOT_A_LINK = r"(?!\[(?:sic|[\W\d_]*)\])"
_EMPHASIS_LEFT = f"it must begin before a word and end after one; {_ITSELF}"
_RULES_OF_WHAT_IS_LEFT = (
    _Rule("an unfinished link", re.compile(r"\[[^\[\]]{0,300}\]\([^()\n]*\)?"),
          _always("type [words](https://…), with no space and no footnote in it; to print [, type \\[")),
    _Rule("a link in two pieces", re.compile(rf"{_NOT_A_LINK}\[[^\[\]\n]{{1,300}}\][ \t]+\([{_OPAQUE}]{{8,}}\)?"),
          _always("type no space between ] and (; to print [, type \\[")),
    _Rule("a reference link", re.compile(rf"{_NOT_A_LINK}\[[^\[\]\n]{{1,300}}\]\[(?!\d*[1-9]\d*\])[^\[\]\n]*\]"),
          _always("type the address after the words: [words](https://…); to print [, type \\[")),
    _Rule("unfinished strong text", re.compile(
        r"(?<![\w*])\*\*(?=[^\s*])[^*\n]*(?:\*\*)?|(?<![\w*)])\*\*[ \t][^*\n]*[^\s*]\*\*|(?<![\w_])__(?=[^\s_])[^_\n]+__"),
          _always(f"type **strong**: {_EMPHASIS_LEFT}")),
    _Rule("unfinished emphasis", re.compile(
        r"(?<![\w*])\*(?=[^\s*\d,.;:!?)\]])[^*\n]{1,120}\*(?!\*)|(?<![\w_])_(?=[^\s_\d,.;:!?)\]])[^_\n]{1,120}_(?![\w_])"),
          _always(f"type *emphasis*: {_EMPHASIS_LEFT}")),
    _Rule("a code mark", re.compile(r"`{2,}"), _always("delete them, or type “ and ” for quotation marks; to print `, type \\`")),
)  # fmt: skip
_SIGNS = re.compile(r"[&$\\@~=^{`*_<\ue014\ue016]|\[\[|\][ \t]*[\[(]|-->|%%|\|\||!<|^[:|#\[(+!?]", re.MULTILINE)
"""Whatever a rule finds contains at least one of these. Most paragraphs have none, and are skipped quickly."""
