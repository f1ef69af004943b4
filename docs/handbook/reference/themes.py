"""List the keys of a theme file with the values that each takes, from the table that theme files are validated against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from briefing.files.toml_keys import Key, Keys
from briefing.layout.fonts import FAMILIES
from briefing.layout.theme import load_theme, shipped_themes
from briefing.layout.theme.header_footer_text import FIELDS
from briefing.layout.theme.theme_model import ROLES
from briefing.layout.theme.theme_values import (
    COLOURS,
    KEYS,
    RUNNING_ROLES,
    SMALLEST_MARKING,
    SMALLEST_NOTE,
    SMALLEST_TEXT,
)
from handbook.reference.marks import code, table


def tables_of_keys(keys: Keys = KEYS, above: str = "") -> Iterator[tuple[str, Mapping[str, Key]]]:
    """Yield each TOML table with its dotted name and its keys; [styles] is listed elsewhere, because all its roles take the same keys."""
    own = {key: value for key, value in keys.items() if isinstance(value, Key)}
    if above and own:
        yield above, own
    for key, value in keys.items():
        if not isinstance(value, Key) and key != "styles":
            yield from tables_of_keys(value, f"{above}.{key}" if above else key)


def theme_keys() -> str:
    """Return a section with the keys of each table of a theme file."""
    parts = []
    for above, keys in tables_of_keys():
        rows = [(code(name), key.check.takes, key.description, in_plain(above, name)) for name, key in keys.items()]
        parts.append(f"### [{above}]\n\n" + table(("Key", "Takes", "What it is", "In `plain`"), rows))
    return "\n".join(parts)


def in_plain(name: str, key: str) -> str:
    """Return the value of a key in the plain theme, as TOML."""
    theme = load_theme("plain")
    running = {"header": theme.header, "footer": theme.footer}
    holders: Mapping[str, object] = {
        "page": theme.page, "front": theme.front, "table": theme.table, "charts": theme.chart,
        **{f"callouts.{kind}": look for kind, look in theme.callouts.items()},
        **{table: line if key.startswith("rule") else line.sides for table, line in running.items()},
        **{f"{table}.first": line.first for table, line in running.items()},
    }  # fmt: skip
    value = theme.fonts[key] if name == "fonts" else getattr(holders.get(name), key, None)
    return "–" if value is None else code(_typed(value))


def _typed(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_typed(each) for each in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, int | float) else f'"{value}"'


def roles() -> str:
    """Return a table of the text roles with the font and size of each in the plain theme."""
    theme = load_theme("plain")
    rows = []
    for role, meaning in ROLES.items():
        style = theme.style(role)
        weight = "".join(word for word, wanted in ((" bold", style.bold), (" italic", style.italic)) if wanted)
        rows.append((code(role), meaning, f"{style.face} {style.size:g}/{style.leading:g}{weight}"))
    return table(("Role", "What it is for", "In `plain`: font, size/leading"), rows)


def style_keys() -> str:
    """Return a table of the keys of a role, with the smallest size that each role allows."""
    keys = KEYS["styles"]
    assert not isinstance(keys, Key)
    body = keys["body"]
    assert not isinstance(body, Key)
    smallest = (
        f"points; at least {SMALLEST_TEXT:g} in {', '.join(code(role) for role in RUNNING_ROLES)}, "
        f"{SMALLEST_MARKING:g} in {code('marking')}, {SMALLEST_NOTE:g} elsewhere"
    )
    rows = [
        (code(name), smallest if name in {"size", "leading"} else key.check.takes, key.description)
        for name, key in body.items()
        if isinstance(key, Key)
    ]
    return table(("Key", "Takes", "What it is"), rows)


MADE: Mapping[str, Callable[[], str]] = {
    "theme keys": theme_keys,
    "keys of a style": style_keys,
    "roles": roles,
    "colours": lambda: table(
        ("Colour", "What it is for", "In `plain`"),
        [(code(name), COLOURS[name], code(_typed(load_theme("plain").colours[name]))) for name in COLOURS],
    ),
    "fields of header and footer": lambda: ", ".join(code(f"{{{field}}}") for field in FIELDS) + "\n",
    "shipped themes": lambda: ", ".join(code(name) for name in shipped_themes()) + "\n",
    "font families": lambda: ", ".join(FAMILIES) + "\n",
}
