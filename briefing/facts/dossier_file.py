"""Read dossier.yaml to a `Dossier`, and report unknown languages, duplicate sections and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.facts.dossier import ChosenSeverity, Dossier, Variant
from briefing.facts.schema import DossierSchema
from briefing.facts.validate import validate
from briefing.facts.yaml_reader import Node
from briefing.language import load_language
from briefing.problems.problem import BriefingError, Problem
from briefing.problems.suggest import did_you_mean

_PARTICULAR = re.compile(r"\{[^{}]*\}")


def read_dossier(node: Node, name: str) -> tuple[Dossier | None, list[Problem]]:
    """Return the dossier, or None if it has no title, and the problems with it."""
    problems: list[Problem] = []
    fields = validate(DossierSchema, node, problems)
    if fields is None:
        return None, problems
    unknown_language = _check_language(fields.language, node)
    problems += (*unknown_language, *_check_sections(fields, node), *_check_editions(fields, node))
    problems += _check_dates(fields, node)
    language = DossierSchema.model_fields["language"].default if unknown_language else fields.language
    filled_in = _fill_in_particulars(fields, node, language, problems)
    dossier = Dossier(
        name=name,
        location=node.location,
        title=fields.title,
        subtitle=fields.subtitle,
        edition=fields.edition,
        supersedes=fields.supersedes,
        information_cut_off=fields.information_cut_off,
        date=fields.date,
        # After an unknown language the default is used, so that the other problems are found too.
        language=language,
        template=fields.template,
        template_location=node.find(("template",)).location,
        sections=tuple(dict.fromkeys(fields.sections)),
        section_locations={item.text: item.location for item in reversed(_sections(node))},
        restates=fields.restates,
        restates_location=node.find(("restates",)).location,
        marking=fields.marking,
        publisher=fields.publisher,
        authors=tuple(fields.authors),
        subject=fields.subject,
        keywords=tuple(fields.keywords),
        series=fields.series,
        series_number=fields.series_number,
        notice=filled_in["notice"],
        contact=fields.contact,
        licence=fields.licence,
        disclaimer=fields.disclaimer,
        how_to_cite=filled_in["how_to_cite"],
        methods=fields.methods,
        variants={
            name: Variant(template, node.find(("variants", name)).location)
            for name, template in fields.variants.items()
        },
        uses=tuple(fields.uses),
        likelihood_scale=fields.likelihood_scale,
        tlp=fields.tlp,
        checks=_checks(fields, node),
        citation_style=fields.citation_style,
        style_location=node.find(("citation_style",)).location,
        grades=fields.grades,
        decimal_mark=fields.decimal_mark,
        theme=fields.theme,
        word_template=fields.word_template,
        word_map=fields.word_map,
        pdf_profile=fields.pdf_profile,
        word_markers=fields.word_markers,
        setting_locations={key: node.find((key,)).location for key in ("theme", "word_template", "word_map")},
    )
    return dossier, problems


def _fill_in_particulars(fields: DossierSchema, node: Node, language: str, problems: list[Problem]) -> dict[str, str]:
    """Return `notice` and `how_to_cite` with {title}, {edition} and the like replaced by the dossier's own particulars."""
    words = load_language(language)
    parts = {
        "title": fields.title,
        "edition": fields.edition,
        "date": fields.date.words(words) if fields.date else "",
        "cut_off": fields.information_cut_off.words(words) if fields.information_cut_off else "",
        "series": fields.series,
        "series_number": fields.series_number,
    }
    texts = {}
    for key in ("notice", "how_to_cite"):
        text = str(getattr(fields, key))
        for typed in dict.fromkeys(_PARTICULAR.findall(text)):
            name = typed.strip("{}")
            place = node.find((key,)).location
            if name not in parts:
                choices = ", ".join(f"{{{part}}}" for part in parts)
                hint = did_you_mean(name, parts) or f"choose one of: {choices}"
                problems.append(Problem("unknown-placeholder", f"unknown placeholder {typed}", place, hint))
            elif not parts[name]:
                line = "information_cut_off" if name == "cut_off" else name
                message = f'{typed} cannot be filled in: dossier.yaml has no line "{line}:"'
                problems.append(Problem("nothing-to-place", message, place, f"add the line, or remove {typed}"))
            text = text.replace(typed, parts.get(name, ""))
        texts[key] = text
    return texts


def _check_editions(fields: DossierSchema, node: Node) -> list[Problem]:
    """Report an edition that supersedes itself or a later one."""
    if not (fields.edition.isdecimal() and fields.supersedes.isdecimal()) or int(fields.supersedes) < int(
        fields.edition
    ):
        return []
    other = "itself" if fields.supersedes == fields.edition else f"edition {fields.supersedes}, a later one"
    message = f"edition {fields.edition} cannot supersede {other}"
    hint = (
        f"supersedes: {int(fields.edition) - 1}" if int(fields.edition) > 1 else "delete the line, or type edition: 2"
    )
    return [Problem("bad-edition", message, node.find(("supersedes",)).location, hint)]


def _check_dates(fields: DossierSchema, node: Node) -> Iterator[Problem]:
    """Report a brief that is dated before its own cut-off."""
    until, date = fields.information_cut_off, fields.date
    if until is None or date is None or (until.year, until.month or 1, until.day or 1) <= date.last_day:
        return
    message = f'"information_cut_off" ({until.iso}) must not be after "date" ({date.iso})'
    place = node.find(("information_cut_off",)).location
    yield Problem("dates-out-of-order", message, place, "correct one of the two dates")


def _check_sections(fields: DossierSchema, node: Node) -> Iterator[Problem]:
    """Yield problems: duplicate sections, and names under `tlp:` that are not sections of the brief."""
    seen: set[str] = set()
    for item in _sections(node):
        if item.text in seen:
            yield Problem("duplicate-section", f'duplicate section "{item.text}"', item.location)
        seen.add(item.text)
    labelled = node.find(("tlp",)).group if fields.tlp and fields.sections else {}
    for name in fields.tlp:
        if name not in fields.sections and name in labelled:
            hint = did_you_mean(name, fields.sections)
            yield Problem("unknown-section", f'unknown section "{name}"', labelled[name].key, hint)


def _sections(node: Node) -> list[Node]:
    content = node.find(("sections",)).content
    return content if isinstance(content, list) else []


def _check_language(code: str, node: Node) -> list[Problem]:
    try:
        load_language(code)
    except BriefingError as error:
        place = node.find(("language",)).location
        return [Problem(p.code, p.message, place, p.hint) for p in error.problems]
    return []


def _checks(fields: DossierSchema, node: Node) -> dict[str, ChosenSeverity]:
    """Parse `code: severity, because …`. The checks themselves report unknown codes and severities."""
    chosen = {}
    for code, typed in fields.checks.items():
        severity, _, reason = typed.partition(",")
        chosen[code] = ChosenSeverity(severity.strip(), reason.strip(), node.find(("checks", code)).key)
    return chosen
