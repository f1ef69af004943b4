"""dossier.yaml → `Dossier`.

Takes the node of the file, gives the dossier; reports a language that is not there and sections named twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from briefing.facts.dossier import ChosenSeverity, Dossier, Variant
from briefing.facts.schema import DossierSchema
from briefing.facts.validate import validate
from briefing.facts.yaml_reader import Node
from briefing.language import load_language
from briefing.problems.problem import BriefingError, Location, Problem
from briefing.problems.suggest import did_you_mean

_PARTICULAR = re.compile(r"\{[^{}]*\}")


def read_dossier(node: Node, name: str) -> tuple[Dossier | None, list[Problem]]:
    """The dossier, and the problems with it; None where it has no title."""
    problems: list[Problem] = []
    form = validate(DossierSchema, node, problems)
    if form is None:
        return None, problems
    unknown_language = _check_language(form.language, node)
    problems += unknown_language
    problems += _check_sections(node)
    problems += _check_labels(form, node)
    problems += _check_editions(form, node)
    language = DossierSchema.model_fields["language"].default if unknown_language else form.language
    told = _fill_in_particulars(form, node, language, problems)
    dossier = Dossier(
        name=name,
        location=node.location,
        title=form.title,
        subtitle=form.subtitle,
        edition=form.edition,
        supersedes=form.supersedes,
        information_cut_off=form.information_cut_off,
        date=form.date,
        # What else is wrong must be found as well: the rest is read as if no language had been typed.
        language=language,
        template=form.template,
        template_location=node.find(("template",)).location,
        sections=tuple(dict.fromkeys(form.sections)),
        section_locations=_section_locations(node),
        restates=form.restates,
        restates_location=node.find(("restates",)).location,
        marking=form.marking,
        publisher=form.publisher,
        authors=tuple(form.authors),
        subject=form.subject,
        keywords=tuple(form.keywords),
        series=form.series,
        series_number=form.series_number,
        notice=told["notice"],
        contact=form.contact,
        licence=form.licence,
        disclaimer=form.disclaimer,
        how_to_cite=told["how_to_cite"],
        methods=form.methods,
        variants={
            name: Variant(template, node.find(("variants", name)).location) for name, template in form.variants.items()
        },
        uses=tuple(form.uses),
        likelihood_scale=form.likelihood_scale,
        tlp=form.tlp,
        checks=_checks(form, node),
        citation_style=form.citation_style,
        style_location=node.find(("citation_style",)).location,
        grades=form.grades,
        theme=form.theme,
        word_template=form.word_template,
        word_map=form.word_map,
        pdf_profile=form.pdf_profile,
        word_markers=form.word_markers,
        setting_locations={key: node.find((key,)).location for key in ("theme", "word_template", "word_map")},
    )
    return dossier, problems


def _fill_in_particulars(form: DossierSchema, node: Node, language: str, problems: list[Problem]) -> dict[str, str]:
    """Texts in which the dossier's own particulars stand in braces, so that nobody types them twice."""
    words = load_language(language)
    parts = {
        "title": form.title,
        "edition": form.edition,
        "date": form.date.words(words) if form.date else "",
        "cut_off": form.information_cut_off.words(words) if form.information_cut_off else "",
        "series": form.series,
        "series_number": form.series_number,
    }
    told = {}
    for key in ("notice", "how_to_cite"):
        text = str(getattr(form, key))
        for typed in dict.fromkeys(_PARTICULAR.findall(text)):
            name = typed.strip("{}")
            if not parts.get(name):
                problems.append(_nothing_there(typed, name, parts, node.find((key,)).location))
            text = text.replace(typed, parts.get(name, ""))
        told[key] = text
    return told


def _nothing_there(typed: str, name: str, parts: Mapping[str, str], location: Location) -> Problem:
    if name in parts:
        line = "information_cut_off" if name == "cut_off" else name
        message = f'{typed} stands for nothing: this dossier has no line "{line}:"'
        return Problem("nothing-to-place", message, location, f"add the line, or take {typed} out")
    choices = ", ".join(f"{{{part}}}" for part in parts)
    hint = did_you_mean(name, parts) or f"what can be placed: {choices}"
    return Problem("unknown-placeholder", f"{typed} is nothing that can be placed", location, hint)


def _check_editions(form: DossierSchema, node: Node) -> list[Problem]:
    """An edition takes the place of an earlier one."""
    if not (form.edition.isdecimal() and form.supersedes.isdecimal()) or int(form.supersedes) < int(form.edition):
        return []
    other = "itself" if form.supersedes == form.edition else f"edition {form.supersedes}, which is a later one"
    message = f"edition {form.edition} cannot supersede {other}"
    hint = f"supersedes: {int(form.edition) - 1}" if int(form.edition) > 1 else "delete the line, or type edition: 2"
    return [Problem("bad-edition", message, node.find(("supersedes",)).location, hint)]


def _check_language(code: str, node: Node) -> list[Problem]:
    try:
        load_language(code)
    except BriefingError as error:
        place = node.find(("language",)).location
        return [Problem(p.code, p.message, place, p.hint) for p in error.problems]
    return []


def _checks(form: DossierSchema, node: Node) -> dict[str, ChosenSeverity]:
    """`code: severity, because …`. Which codes and severities there are is known to the checks, who report what is not."""
    chosen = {}
    for code, typed in form.checks.items():
        severity, _, reason = typed.partition(",")
        chosen[code] = ChosenSeverity(severity.strip(), reason.strip(), node.find(("checks", code)).key)
    return chosen


def _section_locations(node: Node) -> dict[str, Location]:
    content = node.find(("sections",)).content
    return {item.text: item.location for item in reversed(content)} if isinstance(content, list) else {}


def _check_labels(form: DossierSchema, node: Node) -> list[Problem]:
    """`tlp:` names sections of the brief."""
    if not form.sections:
        return []
    labelled = node.find(("tlp",)).group if form.tlp else {}
    return [
        Problem("unknown-section", f'no section "{name}"', labelled[name].key, did_you_mean(name, form.sections))
        for name in form.tlp
        if name not in form.sections and name in labelled
    ]


def _check_sections(node: Node) -> list[Problem]:
    problems = []
    seen: set[str] = set()
    content = node.find(("sections",)).content
    for item in content if isinstance(content, list) else ():
        if item.text in seen:
            problems.append(Problem("duplicate-section", f'the section "{item.text}" stands here twice', item.location))
        seen.add(item.text)
    return problems
