"""Themes, template settings, maps of Word styles, scales of likelihood and citation styles: TOML and CSL with changes."""

from __future__ import annotations

import json
import re
from pathlib import Path

from stress.bad_dossiers import CHANGES as OF_FILES

from briefing.layout.theme.theme_model import ROLES
from briefing.layout.theme.theme_values import KEYS
from fuzz.command import Command
from fuzz.dossiers import commands
from fuzz.finished_files import mutate_xml
from fuzz.material import ROOT, SMALL, Material
from fuzz.mutations import Choose, mutate_bytes, mutate_text, odd_text

SCALES = ROOT / "briefing/facts/scales_data"
STYLES = ROOT / "briefing/compose/citations/styles"
THEMES = (
    *sorted((ROOT / "briefing/layout/theme/shipped").glob("*.toml")),
    *(path for path in sorted((ROOT / "templates").glob("*/*.toml")) if path.name != "template.toml"),
)
NUMBERS = (
    *("2", "7", "9.5", "12", "24", "72", "140", "280", "1.25") * 2,
    "0",
    "-1",
    "1",
    "300",
    "1e308",
    "-0.0",
    "inf",
    "nan",
    "9" * 30,
    "9" * 5_000,
    "0x7f",
    "1_0",
    "true",
    "1979-05-27",
)


def make(choose: Choose, folder: Path, material: Material) -> list[Command]:
    """Lay out a dossier whose theme, settings, style map, scale and citation style are files, and change one to three of them."""
    name = choose.choice(SMALL)
    material.copy(name, folder)
    described = folder / "facts" / name / "dossier.yaml"
    typed = re.sub(
        r"^(likelihood_scale|theme|citation_style):.*\n", "", described.read_text("utf-8"), flags=re.MULTILINE
    )
    template = re.search(r"^template: *([\w-]+)", typed, re.MULTILINE)
    place = folder / "templates" / (template[1] if template else name)
    place.mkdir(parents=True, exist_ok=True)
    settings = 'theme = "look.toml"\nmax_pages = 40\n'
    if choose.random() < 0.3:
        settings += 'word_template = "house.docx"\nword_map = "house.toml"\n'
    files = {
        place / "template.toml": settings.encode(),
        place / "look.toml": choose.choice(THEMES).read_bytes(),
        place / "house.toml": b'[styles]\nheading1 = "Heading 1"\nbody = "Normal"\n',
        described.with_name("scale.toml"): (SCALES / choose.choice(("icd203.toml", "phia.toml"))).read_bytes(),
    }
    changed = [place / "look.toml", *files]
    if choose.random() < 0.25:
        style = described.with_name("style.csl")
        files[style] = choose.choice(sorted(STYLES.glob("*.csl"))).read_bytes()
        changed = [style]
        typed += "citation_style: style.csl\n"
    described.write_text(f"{typed}likelihood_scale: scale.toml\n", "utf-8")
    for path, content in files.items():
        path.write_bytes(content)
    (place / "house.docx").write_bytes(choose.choice(material.houses()))
    for _ in range(choose.randint(1, 3)):
        _change(choose, choose.choice(changed))
    return commands(choose, name)


def _change(choose: Choose, path: Path) -> None:
    if not path.is_file() or path.is_symlink():
        return
    kind = choose.random()
    if kind < 0.1:
        choose.choice(OF_FILES)(choose, path)
    elif kind < 0.8 and path.suffix == ".csl":
        path.write_bytes(mutate_xml(choose, path.read_bytes()))
    elif kind < 0.2 or path.suffix == ".csl":
        path.write_bytes(choose.choice((mutate_bytes, mutate_text))(choose, path.read_bytes()))
    elif kind < 0.6 and path.name == "look.toml":
        path.write_text(f"{path.read_text('utf-8', 'replace')}\n{_theme_lines(choose)}", "utf-8")
    else:
        lines = path.read_text("utf-8", "replace").split("\n")
        at = choose.choice([number for number, line in enumerate(lines) if "=" in line] or [0])
        key, _, value = lines[at].partition("=")
        lines[at] = f"{choose.choice((key, key, key, 'x.' + key, _bare(choose)))} = {_value(choose, value)}"
        path.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))


def _theme_lines(choose: Choose) -> str:
    """A table of a theme with any of its keys."""
    table = choose.choice(list(KEYS))
    keys = KEYS[table]
    if table in ("styles", "callouts"):
        table += "." + choose.choice((*ROLES, "key", "note", _bare(choose)))
    names = (
        list(keys)
        if isinstance(keys, dict) and table.count(".") == 0
        else ["size", "leading", "face", "before", "bar", "fill", "colour"]
    )
    lines = [f"{choose.choice(names)} = {_value(choose, '1')}" for _ in range(choose.randint(1, 4))]
    return "\n".join((f"[{table}]", *dict.fromkeys(lines), ""))


def _value(choose: Choose, old: str) -> str:
    text = json.dumps(odd_text(choose), ensure_ascii=True)
    kinds = (
        old,
        text,
        choose.choice(NUMBERS),
        choose.choice(NUMBERS),
        f"[{text}, 1]",
        f"{{ x = {text} }}",
        "[" * 400 + "]" * 400,
        '"#FFFFFF"',
    )
    return choose.choice((*kinds, '"accent"', '"serif"', '"../../x"', '"FFF"', "'''", "", "[1, 2, 3]", f"{old} {old}"))


def _bare(choose: Choose) -> str:
    return choose.choice(("x", '"é"', '""', "like", "size", "colours", "a.b.c", json.dumps(odd_text(choose)[:50])))
