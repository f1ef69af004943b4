"""dossier.yaml → `Dossier`.

Takes the node of the file, gives the dossier; reports a language that is not there and sections named twice.
"""

from __future__ import annotations

from briefing.errors import BriefingError, Origin, Problem
from briefing.facts.filling import fill_in
from briefing.facts.forms import DossierForm
from briefing.facts.plain_text import Node
from briefing.facts.schema import ChosenSeverity, Dossier
from briefing.language import load_language
from briefing.nearest import did_you_mean


def read_dossier(node: Node, name: str) -> tuple[Dossier | None, list[Problem]]:
    """The dossier, and the problems with it; None where it has no title."""
    problems: list[Problem] = []
    form = fill_in(DossierForm, node, problems)
    if form is None:
        return None, problems
    unknown_language = _check_language(form.language, node)
    problems += unknown_language
    problems += _check_sections(node)
    problems += _check_labels(form, node)
    dossier = Dossier(
        name=name,
        origin=node.origin,
        title=form.title,
        subtitle=form.subtitle,
        edition=form.edition,
        supersedes=form.supersedes,
        information_cut_off=form.information_cut_off,
        date=form.date,
        # What else is wrong must be found as well: the rest is read as if no language had been typed.
        language=DossierForm.model_fields["language"].default if unknown_language else form.language,
        template=form.template,
        sections=tuple(dict.fromkeys(form.sections)),
        section_origins=_section_origins(node),
        restates=form.restates,
        restates_origin=node.find(("restates",)).origin,
        marking=form.marking,
        publisher=form.publisher,
        authors=tuple(form.authors),
        subject=form.subject,
        keywords=tuple(form.keywords),
        series=form.series,
        contact=form.contact,
        licence=form.licence,
        disclaimer=form.disclaimer,
        uses=tuple(form.uses),
        likelihood_scale=form.likelihood_scale,
        tlp=form.tlp,
        checks=_checks(form, node),
        citation_style=form.citation_style,
        style_origin=node.find(("citation_style",)).origin,
        grades=form.grades,
    )
    return dossier, problems


def _check_language(code: str, node: Node) -> list[Problem]:
    try:
        load_language(code)
    except BriefingError as error:
        place = node.find(("language",)).origin
        return [Problem(p.code, p.message, place, p.hint) for p in error.problems]
    return []


def _checks(form: DossierForm, node: Node) -> dict[str, ChosenSeverity]:
    """`code: severity, because …`. Which codes and severities there are is known to the checks, who report what is not."""
    chosen = {}
    for code, typed in form.checks.items():
        severity, _, reason = typed.partition(",")
        chosen[code] = ChosenSeverity(severity.strip(), reason.strip(), node.find(("checks", code)).key)
    return chosen


def _section_origins(node: Node) -> dict[str, Origin]:
    content = node.find(("sections",)).content
    return {item.text: item.origin for item in reversed(content)} if isinstance(content, list) else {}


def _check_labels(form: DossierForm, node: Node) -> list[Problem]:
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
            problems.append(Problem("duplicate-section", f'the section "{item.text}" stands here twice', item.origin))
        seen.add(item.text)
    return problems
