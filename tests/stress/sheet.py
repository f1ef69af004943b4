"""A small dossier with a slot wherever text can stand, to be filled with hostile texts.

`⟦name=harmless⟧` is a slot and what stands there otherwise. `lay_out` writes the dossier and its template, and gives where each
slot came to stand, so that a problem can be traced to the text that it is about.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from stress.hostile_texts import as_bytes

SLOT = re.compile(r"⟦(\w+)=([^⟧]*)⟧")
FOLDER = Path("facts/sheet")
TEMPLATE = Path("templates/hostile")

FILES: dict[str, str] = {
    "facts/sheet/dossier.yaml": """title: ⟦title=A sheet of texts⟧
subtitle: ⟦subtitle=With a slot wherever text can stand⟧
edition: ⟦edition=1⟧
date: ⟦date=2025-07⟧
information_cut_off: ⟦cut_off=2025-07-01⟧
language: ⟦language=en-GB⟧
template: ⟦template=hostile⟧
publisher: ⟦dossier_publisher=Example Institute⟧
authors:
  - ⟦author=A. Writer⟧
subject: ⟦subject=Texts⟧
keywords:
  - ⟦keyword=texts⟧
  - slots
series: ⟦series=In brief⟧
series_number: ⟦series_number=1⟧
notice: ⟦notice=A test⟧
how_to_cite: ⟦how_to_cite=As it stands⟧
methods: ⟦methods=Texts were put into slots⟧
disclaimer: ⟦disclaimer=Nothing is meant⟧
licence: ⟦licence=MIT⟧
contact: ⟦contact=Nobody⟧
likelihood_scale: icd203
checks:
  single-origin: note, because ⟦because_severity=there is one source⟧
sections:
  - summary
  - background
  - prose
  - ⟦section=developments⟧
  - sources
  - about
""",
    "facts/sheet/background.yaml": """title: ⟦topic_title=Background⟧
facts:
  began:
    says: ⟦says=The programme began⟧
    date: 2019
    source: annual, ⟦locator=p. 3⟧
    note: ⟦note=A note⟧
    tags:
      ⟦tag=timeline⟧: ⟦tag_value=Event⟧
  staff:
    name: ⟦name=Staff⟧
    says: ⟦says_value=The programme employs {value}⟧
    value: ⟦value=about 1,200 people⟧
    as_of: ⟦as_of=2024⟧
    counts: ⟦counts=in posts⟧
    by: ⟦by=Example Agency⟧
    source: annual
    passage: ⟦passage=words relied on⟧
  said:
    quote: ⟦quote=We shall see⟧
    speaker: ⟦speaker=The minister⟧
    original: ⟦original=Wir werden sehen⟧
    original_language: de
    translation: ours
    date: 2025-06-12
    source: press
""",
    "facts/sheet/developments.yaml": """title: Developments
facts:
  ⟦fact_id=budget⟧:
    name: Budget
    says: ⟦says_by="{by} raised it to {value}"⟧
    value: more than 40 million EUR
    date: 2025-06-12
    by: ⟦by_says=Parliament⟧
    source: ⟦source=press; gazette⟧
  spending:
    name: ⟦series_name=Spending⟧
    unit: ⟦unit=million EUR⟧
    series: ⟦csv_name=spending.csv⟧
  losses:
    name: ⟦claims_name=Losses⟧
    unit: ⟦claims_unit=people⟧
    status: disputed
    source: annual
    claims:
      agency:
        value: ⟦claim_value=1,000⟧
        by: ⟦claim_by=the agency⟧
        as_of: 2024
        note: ⟦claim_note=counted⟧
      ⟦claim_id=press⟧:
        value: 2,000
        by: the press
        as_of: ⟦claim_as_of=2025⟧
        source: ⟦claim_source=press⟧
  more:
    name: More
    derive: ⟦derive=spending[2024] - spending[2022]⟧
""",
    "facts/sheet/spending.csv": """year,⟦csv_head=value⟧,source,by,note
2022,31.5,annual,⟦csv_by=the agency⟧,⟦csv_note=preliminary⟧
⟦csv_year=2023⟧,33,annual,,
2024,⟦csv_value=35.2⟧,"⟦csv_source=annual⟧",,⟦csv_more=final⟧
""",
    "facts/sheet/sources.yaml": """annual:
  title: ⟦source_title=Annual report⟧
  publisher: ⟦publisher=Example Agency⟧
  author: ⟦source_author=Writer, Ann⟧
  date: 2025-03-31
  type: ⟦type=report⟧
  url: ⟦url=https://example.org/annual⟧
  descriptor: ⟦descriptor=A report⟧
press:
  title: Statement to the press
  publisher: Example Ministry
  date: ⟦source_date=2025-06-12⟧
  short: ⟦short=Ministry, statement⟧
  note: ⟦source_note=Read⟧
  via: ⟦via=an agency⟧
gazette:
  title: Supplementary budget
  undated: ⟦undated=standing⟧
  origin: ⟦origin=annual⟧
""",
    "facts/sheet/sources.bib": """@article{bib2020,
  title = {⟦bib_title=On trade⟧},
  author = {⟦bib_author=Berg, Anna and Staff⟧},
  journal = {⟦bib_journal=Affairs⟧},
  url = {⟦bib_url=https://example.org/bib⟧},
  date = {⟦bib_date=2020-09⟧}
}
""",
    "facts/sheet/sources.json": """[{"id": "json2021", "type": "article-newspaper", "title": ⟦json_title=On aid⟧,
  "container-title": ⟦json_paper=The Paper⟧,
  "author": [{"family": ⟦json_family=Berg⟧, "given": ⟦json_given=Anna⟧}],
  "URL": ⟦json_url=https://example.org/json⟧,
  "issued": {"raw": ⟦json_date=2021-05-01⟧}}]
""",
    "facts/sheet/tables.yaml": """timeline:
  title: ⟦table_title=Dated events⟧
  rows: ⟦rows=facts began, budget, staff, losses⟧
  sort_by: date
  columns:
    - date
    - says as ⟦column=Event⟧
    - by
    - note
  note: ⟦table_note=Not all⟧
sources:
  title: Sources
  rows: sources
  columns:
    - number as No.
    - entry
  widths: ⟦widths=1 9⟧
""",
    "facts/sheet/figures.yaml": """drawn:
  title: ⟦figure_title=Spending by year⟧
  chart: ⟦chart=column⟧
  rows: facts spending
  measure: ⟦measure=Spending, million EUR⟧
  note: ⟦figure_note=Before inflation⟧
shown:
  title: ⟦picture_title=A picture⟧
  file: ⟦picture=dot.png⟧
  alt: ⟦alt=One dot⟧
  credit: ⟦credit=The agency⟧
""",
    "facts/sheet/judgements.yaml": """more_to_come:
  name: ⟦judgement_name=Growth⟧
  text: ⟦judgement=spending will grow⟧
  likelihood: ⟦likelihood=likely⟧
  horizon: 2026-12
  confidence: low
  because: ⟦because=few sources were read⟧
  basis: began, spending
  would_change:
    - ⟦would_change=A cut⟧
""",
    "facts/sheet/glossary.yaml": """acronyms:
  ⟦acronym=ABC⟧: ⟦expansion=A Better Company⟧
spellings:
  ⟦spelling=Kim Jong Un⟧: ⟦misspelling=Kim Jong-un⟧
names:
  - ⟦exempt=KN-23⟧
""",
    "templates/hostile/brief.md": """{{ front() }}

{{ section("background") }}

{{ contents() }}

{% for name in sections if name not in ("background", "sources") %}
{{ section(name) }}

{% endfor %}

{{ section("sources") }}
""",
    "templates/hostile/prose.md": """# ⟦heading=Prose⟧

⟦prose=Words of a template.⟧

It has {{ staff }} of {{ spending[2024] }}, and ⟦inline=more words⟧ beside a fact {{ bib2020_said }}. {{ json2021_said }}

> [!key] ⟦callout=Key points⟧
> - **⟦strong=Bold⟧.** words

> ⟦block_quote=A quotation⟧

- ⟦item=An item⟧
- another: [⟦link=words of a link⟧](⟦address=https://example.org/there⟧)

Table: ⟦typed_table_title=A table typed by hand⟧

| ⟦head_cell=Column⟧ | Other |
|---|---|
| ⟦cell=a cell⟧ | {{ literal("⟦literal=as it is⟧") }} |

## ⟦second_heading=A heading below⟧

{{ table("timeline") }}

{{ figure("drawn") }}

{{ figure("shown") }}

{{ conflict("losses") }}

{{ judgement("more_to_come") }}
""",
    "templates/hostile/template.toml": """theme = "⟦theme=look.toml⟧"
max_pages = ⟦max_pages=900⟧
""",
    "templates/hostile/look.toml": """like = "⟦like=plain⟧"
[colours]
accent = "⟦colour=0B4A55⟧"
[page]
top = ⟦top=54⟧
[styles]
title = { face = "⟦face=sans⟧", size = ⟦size=19⟧ }
""",
}
FILES["facts/sheet/background.yaml"] += """  bib2020_said:
    says: ⟦bib_says=Trade was described⟧
    date: 2020
    source: bib2020
  json2021_said:
    says: ⟦json_says=Aid was counted⟧
    date: 2021
    source: json2021
"""

SLOTS: dict[str, str] = {name: default for text in FILES.values() for name, default in SLOT.findall(text)}

# What is printed for certain, word by word, where it is taken at all.
PRINTED = frozenset(
    [
        "title",
        "subtitle",
        "topic_title",
        "says",
        "says_value",
        "by_says",
        "quote",
        "table_title",
        "column",
        "figure_title",
        "judgement",
        "table_note",
        "source_title",
        "publisher",
        "alt",
        "json_title",
        "json_says",
        "bib_says",
        "claim_by",
    ]
)

# Part of a value, which takes no quotation marks.
WITHIN = frozenset({"locator", "column", "because_severity"})


@dataclass(frozen=True, slots=True)
class Laid:
    """Where slots came to stand: by file the first lines and the slots there, in order."""

    lines: Mapping[str, tuple[list[int], list[str]]]

    def slot_at(self, file: str, line: int) -> str:
        """The slot in which that line was typed, or else the last one before it; "" where there is none."""
        starts, names = self.lines.get(file, ([], []))
        place = bisect_right(starts, line)
        return names[place - 1] if place else ""

    def slots_of(self, file: str) -> list[str]:
        return self.lines.get(file, ([], []))[1]


def lay_out(filled: Mapping[str, str], *, raw: frozenset[str] = frozenset()) -> Laid:
    """Write the dossier with those slots filled; those in `raw` as they are, the others as the file's format wants them."""
    lines: dict[str, tuple[list[int], list[str]]] = {}
    for file, pattern in FILES.items():
        escape = _ESCAPES[file.rpartition(".")[2]]
        written: list[str] = []
        starts: list[int] = []
        names: list[str] = []
        end = 0
        for slot in SLOT.finditer(pattern):
            written.append(pattern[end : slot.start()])
            end = slot.end()
            name, default = slot.groups()
            starts.append(sum(_breaks(part) for part in written) + 1)
            names.append(name)
            hostile = filled.get(name)
            plain = _quote_json(default) if file.endswith(".json") else default
            written.append(plain if hostile is None else hostile if name in raw | WITHIN else escape(hostile))
        written.append(pattern[end:])
        path = Path(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_bytes("".join(written)))
        lines[file] = (starts, names)
    (FOLDER / "dot.png").write_bytes(DOT)
    return Laid(lines)


def _breaks(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def _quote_yaml(text: str) -> str:
    """In double quotation marks, with codes for all that is not plain."""
    out = []
    for character in text:
        code = ord(character)
        if character in '"\\':
            out.append(f"\\{character}")
        elif character.isprintable() or (
            code > 0xA0 and not 0xD800 <= code < 0xE000 and code not in (0x2028, 0x2029, 0xFEFF)
        ):
            out.append(character)
        else:
            out.append(f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}")
    return f'"{"".join(out)}"'


def _quote_csv(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _quote_json(text: str) -> str:
    return json.dumps(text)


def _quote_toml(text: str) -> str:
    """Inside the quotation marks that stand there."""
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\u007F")


def _as_it_is(text: str) -> str:
    return text


_ESCAPES: dict[str, Callable[[str], str]] = {
    "yaml": _quote_yaml, "csv": _quote_csv, "json": _quote_json, "toml": _quote_toml, "bib": _as_it_is, "md": _as_it_is,
}  # fmt: skip

# A picture of one grey dot.
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6368000000820081"
    "77cd72b60000000049454e44ae426082"
)
