"""The keys of a theme file with the values that each takes, from the table that theme files are held against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from briefing.fonts import FAMILIES
from briefing.theme import shipped_themes
from briefing.theme.meanings import COLOURS, MEANINGS, ROLES, STYLE
from briefing.theme.running import FIELDS
from briefing.theme.values import KEYS, RUNNING_ROLES, SMALLEST_MARKING, SMALLEST_NOTE, SMALLEST_TEXT, Check, Keys
from handbook.reference.marks import code, table


def tables_of_keys(keys: Keys = KEYS, above: str = "") -> Iterator[tuple[str, Mapping[str, Check]]]:
    """Each TOML table by its dotted name with its keys; [styles], whose roles are alike, is told by itself."""
    own = {key: value for key, value in keys.items() if isinstance(value, Check)}
    if above and own:
        yield above, own
    for key, value in keys.items():
        if not isinstance(value, Check) and key != "styles":
            yield from tables_of_keys(value, f"{above}.{key}" if above else key)


def theme_keys() -> str:
    """Every table of a theme file."""
    parts = []
    for name, keys in tables_of_keys():
        rows = [(code(key), keys[key].takes, MEANINGS[name][key]) for key in MEANINGS[name]]
        parts.append(f"### [{name}]\n\n" + table(("Key", "Takes", "What it is"), rows))
    return "\n".join(parts)


def style_keys() -> str:
    """The keys of a role. How small its type may be depends on the role, and is told in words."""
    keys = KEYS["styles"]
    assert not isinstance(keys, Check)
    body = keys["body"]
    assert not isinstance(body, Check)
    smallest = (
        f"points; at least {SMALLEST_TEXT:g} in {', '.join(code(role) for role in RUNNING_ROLES)}, "
        f"{SMALLEST_MARKING:g} in {code('marking')}, {SMALLEST_NOTE:g} elsewhere"
    )
    rows = [
        (code(key), smallest if key in {"size", "leading"} else check.takes, STYLE[key])
        for key, check in body.items()
        if isinstance(check, Check)
    ]
    return table(("Key", "Takes", "What it is"), rows)


MADE: Mapping[str, Callable[[], str]] = {
    "theme keys": theme_keys,
    "keys of a style": style_keys,
    "roles": lambda: table(("Role", "What is set in it"), [(code(role), ROLES[role]) for role in ROLES]),
    "colours": lambda: table(("Colour", "What is painted in it"), [(code(name), COLOURS[name]) for name in COLOURS]),
    "fields of header and footer": lambda: ", ".join(code(f"{{{field}}}") for field in FIELDS) + "\n",
    "shipped looks": lambda: ", ".join(code(name) for name in shipped_themes()) + "\n",
    "font families": lambda: ", ".join(FAMILIES) + "\n",
}
