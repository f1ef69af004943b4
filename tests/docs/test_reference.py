"""The reference lists everything that the program offers, with its description, and is the same each time it is generated."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import typer
from handbook.lists import DOCS
from handbook.reference import MADE, commands, themes

from briefing.build.template_settings import KEYS as TEMPLATE_KEYS
from briefing.checks import CODES
from briefing.checks.explain import other_pages
from briefing.checks.rules import RULES
from briefing.cli.app import app
from briefing.compose import template_reference as meanings
from briefing.compose.citations.style_file import shipped_styles
from briefing.compose.filters import FILTERS
from briefing.compose.sandbox import SAFE_FILTERS
from briefing.facts import schema as forms
from briefing.facts.change_model import LABELS
from briefing.facts.judgement_text import ASPECTS as JUDGEMENT_ASPECTS
from briefing.facts.ledger import ASPECTS, PLACEHOLDERS
from briefing.facts.series_rows import COLUMNS
from briefing.files.toml_keys import Key
from briefing.layout.theme.header_footer_text import FIELDS
from briefing.layout.theme.theme_model import ROLES
from briefing.layout.theme.theme_values import COLOURS, KEYS

FORMS: dict[str, type[forms.Schema]] = {
    "keys of dossier.yaml": forms.DossierSchema, "keys of a topic": forms.TopicSchema, "keys of a fact": forms.FactSchema,
    "keys of a claim": forms.ClaimSchema, "keys of a proposal": forms.ProposalSchema, "keys of a source": forms.SourceSchema,
    "keys of a table": forms.TableSchema, "keys of a figure": forms.FigureSchema, "keys of a judgement": forms.JudgementSchema,
    "keys of a change": forms.ChangeSchema, "keys of glossary.yaml": forms.GlossarySchema,
}  # fmt: skip


def first_cells(name: str) -> list[str]:
    """Return the code in the first column of a generated table."""
    return [
        code
        for cell in re.findall(r"^\| (.*?) \| ", MADE[name](), re.MULTILINE)
        for code in re.findall(r"`(.+?)`", cell)
    ]


def test_every_key_of_every_file_is_listed_with_its_description() -> None:
    for name, form in FORMS.items():
        assert sorted(first_cells(name)) == sorted(form.model_fields), name
        text = MADE[name]()
        for key, field in form.model_fields.items():
            assert field.description, (name, key)
            meaning = field.description.replace("{{", "`{{").replace("}}", "}}`")
            required = " (required)" if field.is_required() else ""
            assert f"| `{key}`{required} | {meaning}" in text, (name, key)
    made = {value for value in vars(forms).values() if isinstance(value, type) and issubclass(value, forms.Schema)}
    assert made - {forms.Schema, forms.PartialJudgementSchema} == set(FORMS.values())


def test_every_column_of_a_series_is_listed_with_its_description() -> None:
    assert first_cells("columns of a series") == list(COLUMNS)
    assert [name for name, description in COLUMNS.items() if description not in MADE["columns of a series"]()] == []


def test_fixed_sets_of_words_are_listed() -> None:
    for name, words in (
        ("places in says", [f"{{{place}}}" for place in PLACEHOLDERS]), ("citation styles", ["numeric", *shipped_styles()]),
        ("labels of changes", list(LABELS)), ("fields of header and footer", [f"{{{field}}}" for field in FIELDS]),
    ):  # fmt: skip
        assert re.findall(r"`(.+?)`", MADE[name]()) == words, name


# ------------------------------------------------------------------ templates


def test_every_function_name_and_filter_of_templates_is_listed() -> None:
    offered = _offered_names()
    functions, others = offered
    assert set(meanings.FUNCTIONS) == functions
    assert set(meanings.NAMES) == others | {"sections", "section_name", "topic", "title"}
    assert [typed for typed, _ in meanings.FUNCTIONS.values()] == first_cells("functions")
    assert all(typed.startswith(f"{name}(") for name, (typed, _) in meanings.FUNCTIONS.items())
    assert set(meanings.FILTERS) | set(meanings.SAME) == {*FILTERS, *SAFE_FILTERS}
    assert all(f"`{same}`" in meanings.FILTERS[name] for same, name in meanings.SAME.items())
    assert first_cells("filters") == list(meanings.FILTERS)
    assert first_cells("names in templates") == list(meanings.NAMES)


def _offered_names() -> tuple[set[str], set[str]]:
    """What a template of an empty dossier can name: what can be called, and the rest."""
    from briefing.compose.dependencies import ReadLog
    from briefing.compose.template_context import TemplateContext
    from briefing.facts.load import load_ledger
    from briefing.language import load_language
    from briefing.problems.problem import NO_LOCATION

    root = DOCS.parent / "facts" / "russia-north-korea-edition-1"
    ledger, _ = load_ledger(root, "facts/x")
    assert ledger is not None
    nothing = lambda *_: None  # noqa: E731  # what a template places does not matter here
    rest = load_language("en-GB"), lambda _: NO_LOCATION, nothing, nothing, nothing, nothing, ReadLog()
    names = TemplateContext(ledger, *rest)  # type: ignore[arg-type]
    common = {name: value for name, value in names.common().items() if name not in ledger.facts}
    called = {name for name, value in common.items() if callable(value)}
    return called, set(common) - called


def test_every_aspect_of_facts_and_judgements_is_listed() -> None:
    assert {*ASPECTS, "points", "untold", "was", "id"} == set(meanings.ASPECTS)
    assert {*JUDGEMENT_ASPECTS, "id"} == set(meanings.OF_JUDGEMENTS)
    assert first_cells("aspects of a fact") == [f"{{{{ fact.{name} }}}}" for name in meanings.ASPECTS]
    shown = [f'{{{{ judgement("id").{name} }}}}' for name in meanings.OF_JUDGEMENTS]
    assert first_cells("aspects of a judgement") == shown
    assert [key.split(" = ")[0] for key in first_cells("keys of template.toml")] == list(TEMPLATE_KEYS)


# ------------------------------------------------------------------ checks, looks, commands


def test_every_check_and_every_page_is_listed() -> None:
    severities = {rule.CODE: rule.SEVERITY for rule in RULES}
    rows = re.findall(r"^\| \[`([a-z-]+)`\]\(#\1\) \| (\w+) \| (\S.*\.) \|$", MADE["list of checks"](), re.MULTILINE)
    assert {code: how for code, how, _ in rows} == severities
    assert sorted(code for code, _, _ in rows) == sorted(CODES)
    others = re.findall(r"^\| \[`([a-z0-9-]+)`\]", MADE["list of other problems"](), re.MULTILINE)
    assert others == list(other_pages())
    assert "\n```markdown\n# Body\n" in MADE["pages of checks"]()  # headings in examples are not changed
    for name, codes in (("pages of checks", tuple(CODES)), ("pages of other problems", other_pages())):
        assert re.findall(r"^## ([a-z-]+)$", MADE[name](), re.MULTILINE) == []
        assert re.findall(r"^### ([a-z0-9-]+)$", MADE[name](), re.MULTILINE) == list(codes)


def test_every_key_of_a_theme_is_listed_with_the_values_it_takes() -> None:
    tables = dict(themes.tables_of_keys())
    assert {name.partition(".")[0] for name in tables} == set(KEYS) - {"styles"}
    text = MADE["theme keys"]()
    for name, keys in tables.items():
        part = text.partition(f"### [{name}]\n")[2].partition("\n### ")[0]
        for key, what in keys.items():
            assert what.description
            assert f"| `{key}` | {what.check.takes} | {what.description} | " in part, (name, key)
    styles = KEYS["styles"]
    assert not isinstance(styles, Key)
    for role in styles.values():
        assert not isinstance(role, Key)
        assert list(role) == first_cells("keys of a style")
    assert first_cells("roles") == list(ROLES)
    assert first_cells("colours") == list(COLOURS)


def test_every_command_argument_and_option_is_listed_with_its_help() -> None:
    text = MADE["commands"]()
    group = typer.main.get_command(app)
    assert re.findall(r"^## briefing (\S+)$", text, re.MULTILINE) == sorted(group.commands)  # type: ignore[attr-defined]
    for name, command in commands.all_commands().items():
        part = text.partition(f"## briefing {name}\n")[2].partition("\n## ")[0]
        description = " ".join(command.help.split("\n\n")[0].split())
        assert description in part.replace("`", ""), name
        for parameter in command.params:
            assert parameter.help, f"{name}: {parameter.name} has no help"
            shown = (
                parameter.opts
                if parameter.param_type_name == "option"
                else [parameter.metavar or parameter.name.upper()]
            )
            assert [each for each in shown if f"`{each}`" not in part] == [], name
            assert parameter.help.split(" [default")[0].replace("|", "\\|").replace("<", "&lt;") in part, (
                name,
                parameter.name,
            )
    for option in group.params:
        assert f"| `{max(option.opts, key=len)}`" in text


def test_the_lists_are_the_same_each_time() -> None:
    program = (
        "import hashlib; from handbook.reference import MADE\n"
        "print(hashlib.sha256('\\n'.join(f'{n}\\n{m()}' for n, m in MADE.items()).encode()).hexdigest())"
    )
    paths = [str(DOCS), str(Path(__file__).parents[1])]
    digests = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONPATH": ":".join(paths), "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(digests) == 1
