"""A small dossier in two editions, for tests: the first restates one letter, the second is checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from briefing.build.load import read_ledger
from briefing.editions.make_snapshot import freeze
from briefing.editions.snapshot import Snapshot
from briefing.editions.store import write_edition
from briefing.facts.ledger import Ledger
from briefing.language import load_language

LANGUAGE = load_language("en-GB")
TEMPLATES = {
    "templates/mine/brief.md": "{{ front() }}\n\n{% for name in sections %}\n{{ section(name) }}\n\n{% endfor %}\n",
    "templates/mine/body.md": (
        "# Body\n\n{% if dossier.supersedes %}\n{{ what_changed(3) }}\n{% endif %}\n\nIt sent {{ men.says }}.\n\n"
        "{{ judgement('more_men') }}\n"
    ),
    "templates/mine/annex.md": "# Annex\n\n{% if dossier.supersedes %}\n{{ table('changes') }}\n\n{{ table('sums') }}\n{% endif %}\n",
    "templates/mine/sources.md": '# Sources\n\n{{ table("sources") }}\n',
}
ONE = {
    "facts/x/dossier.yaml": (
        "title: Arms\nedition: 1\ndate: 2025-07\ninformation_cut_off: 2025-07-07\nrestates: letter\ntemplate: mine\n"
        "sections:\n  - body\n  - annex\n  - sources\n"
    ),
    "facts/x/sources.yaml": "letter:\n  title: A letter\n  publisher: Grapevine\n  date: 2025-07\n",
    "facts/x/arms.yaml": """
title: Arms
facts:
  men:
    name: Soldiers sent
    says: it sent {value}
    value: more than 11,000 soldiers
    date: 2024
    source: letter, par. 2
    record: M1
    tags:
      sum: yes
  losses:
    name: Losses
    says: Losses came to {value}
    value: about 4,000 soldiers
    as_of: 2025-01
    source: letter, par. 3
    record: M2
    tags:
      sum: yes
  bridge:
    says: Russia is building a railway bridge
    as_of: 2025
    source: letter, par. 4
    record: E8
  workers:
    says: Thousands of workers went to the factories
    as_of: 2025
    source: letter, par. 5
    record: M8
  trade:
    name: Trade
    says: Trade stood at {value} in {as_of}
    unit: million USD
    series: trade.csv
    source: letter, par. 6
    record: E4
  rumour:
    says: Pyongyang may send a second army
    source: letter, par. 7
    record: L9
  debt:
    says: Moscow cancelled {value} of the debt
    value: 90 %
    date: 2012
    source: letter, par. 8
    record: E1
""",
    "facts/x/trade.csv": "year,value\n2022,3.8\n2025,52.9\n",
    "facts/x/judgements.yaml": (
        "more_men:\n  text: more soldiers will be sent\n  likelihood: likely\n  horizon: 2026-12\n  confidence: moderate\n"
        "  basis: men\n"
    ),
}
TWO = {
    "facts/x/dossier.yaml": (
        "title: Arms\nedition: 2\nsupersedes: 1\ndate: 2026-01\ninformation_cut_off: 2026-01-15\ntemplate: mine\n"
        "sections:\n  - body\n  - annex\n  - sources\n"
    ),
    "facts/x/sources.yaml": (
        "letter:\n  title: A letter\n  publisher: Grapevine\n  date: 2025-07\n"
        "mod:\n  title: Defence update\n  publisher: Ministry of Defence\n  date: 2025-06-15\n"
        "nis:\n  title: Statement\n  publisher: Intelligence Service\n  date: 2025-04-30\n"
    ),
    "facts/x/arms.yaml": """
title: Arms
facts:
  men:
    name: Soldiers sent
    says: it sent {value}
    value: about 11,000 soldiers
    date: 2024-10
    source: mod; nis
    record: M1
    tags:
      sum: yes
  losses:
    name: Losses
    says: Losses came to {value}
    value: more than 6,000 soldiers
    as_of: 2025-06-15
    source: mod
    record: M2
    tags:
      sum: yes
  bridge:
    says: Russia is building a road bridge
    as_of: 2025-04
    status: corrected
    source: mod; nis
    record: E8
  workers:
    says: Thousands of workers are to be sent to the factories, it was announced
    as_of: 2025-06
    status: planned
    source: nis
    record: M8
  trade:
    name: Trade
    says: Trade stood at {value} in {as_of}
    unit: million USD
    series: trade.csv
    source: letter, par. 6
    record: E4
  debt:
    says: Moscow cancelled {value} of the debt
    value: 90 %
    date: 2012-09-17
    source: mod; nis
    record: E1
""",
    "facts/x/trade.csv": "year,value,source,by\n2022,3.8,letter,\n2024,34,mod,London\n2024,52.9,nis,Seoul\n",
    "facts/x/judgements.yaml": (
        "more_men:\n  text: more soldiers will be sent\n  likelihood: roughly even chance\n  horizon: 2026-12\n"
        "  confidence: moderate\n  basis: men\n"
    ),
    "facts/x/changes.yaml": """
losses:
  says: "{was} was the figure of January 2025; {losses.says}"
trade[2025]:
  label: corrected
  says: The {was} given for {trade[2025].date} is of 2024, by {trade[2024].nis.by}
bridge:
""",
    "facts/x/tables.yaml": """
sums:
  title: Sums
  rows: facts tagged sum
  columns:
    - name
    - was
    - value
    - change
""",
}


def write(folder: Path, *files: Mapping[str, str]) -> Path:
    """The files in the folder, later ones over earlier; gives the folder of the dossier."""
    for name, text in {key: text for group in files for key, text in group.items()}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder / "facts" / "x"


def load(folder: Path, *files: Mapping[str, str]) -> Ledger:
    """The ledger of the files, without an error."""
    facts = write(folder, *files)
    ledger, problems = read_ledger(facts, "facts/x")
    assert ledger is not None
    assert [str(p) for p in problems if p.severity == "error"] == []
    return ledger


def snapshot(folder: Path, *files: Mapping[str, str]) -> Snapshot:
    """The edition of the files."""
    return freeze(load(folder, *files), LANGUAGE)


def frozen_one(folder: Path) -> str:
    """The first edition, frozen."""
    return write_edition(snapshot(folder / "one", TEMPLATES, ONE)).decode()


def both(folder: Path, *more: Mapping[str, str]) -> Path:
    """The second edition, with the first one frozen beside it; gives the folder of the dossier."""
    frozen = {"facts/x/editions/1.json": frozen_one(folder)}
    return write(folder / "two", TEMPLATES, TWO, frozen, *more)
