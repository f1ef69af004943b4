from __future__ import annotations

import pytest

from briefing.facts.quantity_text import BOUNDS, SCALES
from briefing.facts.tables_file import FACT_ASPECTS, SOURCE_ASPECTS
from briefing.facts.value_types import STATUSES
from briefing.language import available_languages, fill, load_language
from briefing.problems.problem import BriefingError


@pytest.mark.parametrize("code", available_languages())
def test_a_language_has_a_word_for_everything(code: str) -> None:
    language = load_language(code)
    assert language.code == code
    assert len(language.months) == 12
    assert set(BOUNDS) == set(language.bounds)
    assert set(SCALES) == set(language.scales)
    for status in (*STATUSES, "corroborated"):
        assert language.word(status)
    for aspect in (*FACT_ASPECTS, *SOURCE_ASPECTS, "item"):
        assert language.columns[aspect]
    for pattern in language.currencies.values():
        assert pattern.count("{amount}") == 1


def test_a_language_has_the_keys_of_the_first() -> None:
    first = load_language("en-GB")
    for code in available_languages():
        other = load_language(code)
        assert (set(other.words), set(other.dates)) == (set(first.words), set(first.dates))
        assert set(other.checks) == set(first.checks)


@pytest.mark.parametrize(("code", "hint"), [("en-UK", 'did you mean "en-GB"?'), ("xx", "choose one of: en-GB")])
def test_a_language_that_is_not_there_is_a_problem_with_the_nearest(code: str, hint: str) -> None:
    with pytest.raises(BriefingError) as caught:
        load_language(code)
    assert [(p.code, p.hint) for p in caught.value.problems] == [("unknown-language", hint)]


@pytest.mark.parametrize("code", ["../errors", "en-GB.toml", ""])
def test_a_language_is_never_a_path(code: str) -> None:
    with pytest.raises(BriefingError):
        load_language(code)


def test_what_is_filled_in_is_not_read_as_a_pattern() -> None:
    assert fill("Page {page} of {pages}", page="{pages}", pages="3") == "Page {pages} of 3"
    assert load_language("en-GB").phrase("restates", source="{x}").startswith("Restates one source, {x}:")


def test_a_tag_makes_a_readable_title() -> None:
    language = load_language("en-GB")
    assert (language.column("as_of"), language.column("who_pays")) == ("As of", "Who pays")
