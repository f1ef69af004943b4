"""The dossiers whose briefs are reviewed: a small made-up one that has everything, and a shipped one, each in a folder."""

from __future__ import annotations

import shutil
from pathlib import Path

from briefing.build.options import BuildOptions
from briefing.build.pipeline import build_brief

ROOT = Path(__file__).resolve().parents[3]
HARBOUR = "harbour"
SHIPPED = "russia-north-korea"

_DOSSIER = """\
title: "Harbour town"
subtitle: What is known of its trade
edition: 2
date: 2025-07-14
information_cut_off: 2025-07-01
language: en-GB
publisher: Example Institute
template: harbour
sections:
  - summary
  - trade
  - crews
  - sources
"""
_SOURCES = """\
port_report:
  title: Annual report of the port
  publisher: Port Authority
  date: 2025-03-31
  type: report
  url: https://example.org/port
union_letter:
  title: Letter to members
  publisher: Dockers' Union
  date: 2025-06-12
  type: press release
ministry_paper:
  title: White paper on ports
  publisher: Ministry of Transport
  date: 2025-06-20
  type: report
"""
_TRADE = """\
title: Trade
facts:
  ships:
    name: Ships
    says: The port counted {value} in a year
    value: about 4,100 ships
    date: 2024
    source: port_report, p. 3
    tags:
      timeline: port
  quay_length:
    name: Quay
    value: 900 metres
    source: port_report, p. 4
  wall_length:
    name: Wall
    value: 900 metres
    source: ministry_paper, p. 9
  dues:
    name: Dues
    value: 5.6–9.8 million EUR
    as_of: 2024
    source: ministry_paper
  freight:
    name: Freight
    says: Freight came to {value}
    unit: million tonnes
    series: freight.csv
  opened:
    says: The second basin was opened to traffic
    date: 2019-05-04
    source: port_report, p. 1
    tags:
      timeline: town
"""
_FREIGHT = """\
year,value,source
2022,31.5,"port_report, p. 20"
2023,33.1,"port_report, p. 20"
2024,35.2,"port_report, p. 21"
"""
_CREWS = """\
title: Crews
facts:
  dockers:
    name: Dockers
    unit: workers
    date: 2024
    claims:
      port:
        value: about 1,200
        by: the Port Authority
        source: port_report, p. 12
      union:
        value: more than 1,500
        by: the Dockers' Union
        source: union_letter
  pilots:
    name: Pilots
    value: 40 seafarers
    source: port_report
  tugs:
    name: Tug crews
    value: 60 seafarers
    source: port_report
  afloat:
    name: Afloat
    says: Pilots and tug crews come to {value}
    derive: sum of pilots and tugs
  pledge:
    quote: No basin will close while I am in office
    speaker: Ada Harbourmaster
    source: union_letter
"""
_TABLES = """\
timeline:
  title: Dated events
  rows: facts tagged timeline
  sort_by: date
  columns:
    - date
    - says as Event
    - source
freight_by_year:
  title: Freight by year
  rows: facts freight
  columns:
    - date as Year
    - value
  note: Weighed at the gate.
sources:
  title: Sources
  rows: sources
  columns:
    - number as No.
    - title
    - publisher
    - date
  widths: 1 5 3 3
"""
_FIGURES = """\
freight_chart:
  title: Freight grew every year
  chart: column
  rows: facts freight
"""
_SUMMARY = """\
# Summary {-}

> [!key] Bottom line
> The port grew faster than its crews: it counted {{ ships }} in {{ ships.date }}, and freight reached {{ freight[2024] }}.
>
> Nobody has yet decided whether a third basin will be dug.

The town lives on its port, which earned {{ dues }} from dues alone, and it hopes for more.

- Work on the docks is hard to fill, since wages in the city are higher.
- Of old sheds, only two stand, and both are let to fishermen.
- A railway runs to the quay, but no train has used it for years.
"""
_TRADE_MD = """\
# Trade

Every ship is counted at the gate, and the year closed with {{ ships }}, which the harbour office calls a record.

## Walls and quays

The quay measures {{ quay_length }} and the wall behind it {{ wall_length }}, so that nothing is left for cranes.

{{ opened.says }}, and the old basin was filled in soon after.

{{ table("timeline") }}

{{ table("freight_by_year") }}

{{ figure("freight_chart") }}

Table: What the office checks {#checks}

| Check | Who does it | How often |
|---|---|---|
| Draught of ships | Pilots | Every arrival |
| Lights on the mole | Keeper of lights | Once a week |
| Depth of the channel | Survey boat | Twice a year |

The office keeps its books by hand, although a “digital gate” was promised long ago.

See {{ ref("checks") }} for what is looked at, and by whom.
"""
_CREWS_MD = """\
# Crews

Of dockers, {{ dockers.port.by }} counts {{ dockers.port }} {{ dockers.port.when }}, while
{{ dockers.union.by }} speaks of {{ dockers.union }} {{ dockers.union.when }}; neither gives a method.

{{ afloat.says }}, according to our own sum, and nobody else works on the water.

The harbour master promised much at the spring meeting: {{ pledge }}, she said.

## Training {-}

New dockers learn on the job, and few of them stay for longer than a winter.{{ cite("union_letter", "p. 2") }}

Older hands teach the young ones how to read wind and tide before they touch a crane.

Courses in the evening were tried once, and given up when the teacher moved away.
"""
_SOURCES_MD = """\
# Sources {-}

{{ table("sources") }}
"""
_FILES = {
    "facts/harbour/dossier.yaml": _DOSSIER,
    "facts/harbour/sources.yaml": _SOURCES,
    "facts/harbour/trade.yaml": _TRADE,
    "facts/harbour/freight.csv": _FREIGHT,
    "facts/harbour/crews.yaml": _CREWS,
    "facts/harbour/tables.yaml": _TABLES,
    "facts/harbour/figures.yaml": _FIGURES,
    "templates/harbour/summary.md": _SUMMARY,
    "templates/harbour/trade.md": _TRADE_MD,
    "templates/harbour/crews.md": _CREWS_MD,
    "templates/harbour/sources.md": _SOURCES_MD,
}


def write_harbour(folder: Path) -> Path:
    """The made-up dossier with its templates; gives the folder in which commands are run."""
    for name, text in _FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def write_shipped(folder: Path, name: str = SHIPPED) -> Path:
    """A shipped dossier with the templates that it uses."""
    shutil.copytree(ROOT / "facts" / name, folder / "facts" / name)
    shutil.copytree(ROOT / "templates", folder / "templates")
    return folder


def built(folder: Path, name: str, markers: str = "") -> bytes:
    """The brief of a dossier as a Word file."""
    options = BuildOptions(formats=("docx",), word_markers="word" if markers == "word" else "any")
    made = build_brief(
        folder / "facts" / name,
        f"facts/{name}",
        template_folders=[folder / "templates", ROOT / "templates"],
        options=options,
    )
    assert "docx" in made.files, made.problems
    return made.files["docx"].data
