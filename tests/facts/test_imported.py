"""Sources from a reference manager: what becomes of each field, and that a large or broken file is read in bounded time."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.facts.bibtex import read_bibtex
from briefing.facts.csl_json import read_csl_json
from briefing.facts.latex import decode, decode_address
from briefing.facts.ledger import Source
from briefing.facts.list_items import MOST, SHOWN_AT_MOST
from briefing.facts.load import load_ledger
from briefing.facts.source_kinds import type_of, word_of
from briefing.language import load_language

FACTS = "title: A\nfacts:\n  a:\n    says: It is {value}\n    value: 3 km\n    source: "
ENTRY = """@article{key%d,
  author = {M{\\"u}ller, J\\'ozef and {UK Ministry of Defence}}, title = {The r{\\^o}le of {NATO} \\& others},
  journal = {Foreign Affairs}, date = {2012-09}, abstract = {%s}, url = {https://example.org/%d}
}
"""


def sources_of(folder: Path, **files: str) -> dict[str, Source]:
    first = next(iter(files.values()))
    cited = "a_2020" if "a_2020" in first else "key1"
    (folder / "dossier.yaml").write_text("title: T\n", "utf-8")
    (folder / "facts.yaml").write_text(f"{FACTS}{cited}\n", "utf-8")
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, "utf-8")
    ledger, problems = load_ledger(folder, "facts/x")
    assert [p for p in problems if p.severity != "note"] == []
    assert ledger is not None
    return dict(ledger.sources)


def test_an_entry_of_csl_json_is_a_source(tmp_path: Path) -> None:
    entry = {
        "id": "x", "citation-key": "a_2020", "type": "article-newspaper", "title": "Debt <i>written</i> off",
        "container-title": "Reuters", "publisher": "Thomson", "author": [{"family": "Berg", "given": "Anna",
        "non-dropping-particle": "van der"}, {"literal": "Staff"}], "issued": {"date-parts": [["2012", 9], [2012, 10]]},
        "accessed": {"date-parts": [[2025, 7, 3]]}, "DOI": "10.1/x", "volume": 12, "note": "private",
    }  # fmt: skip
    source = sources_of(tmp_path, sources_json=json.dumps([entry]))["a_2020"]
    english = load_language("en-GB")
    assert (source.title, source.publisher) == ("Debt written off", "Reuters")
    assert source.author == "Anna van der Berg, Staff"
    assert source.date is not None and source.date.words(english) == "September to October 2012"
    assert source.accessed is not None and source.accessed.iso == "2025-07-03"
    assert (source.url, source.type) == ("https://doi.org/10.1/x", "newspaper article")
    assert source.details["volume"] == "12"
    assert "private" not in str(source)


def test_an_entry_of_bibtex_is_a_source(tmp_path: Path) -> None:
    text = r"""@string{mod = "UK " # {Ministry}}
@proceedings{whole, title = {Proceedings}, publisher = {Press}, year = 2020}
@inproceedings{a_2020, crossref = {whole}, author = {van der Berg, Anna and {Ministry of Defence} and others},
  title = {{DPRK}: 50\% ``good'' -- \emph{shells}}, subtitle = "a {\"O}sterreich view", pages = {1--5},
  month = jun # "~15", urldate = {2025-07-03}, url = {https://x.org/a\_b\%20c}, doi = {10.1/y}}
@report{b, title = mod, institution = {Zażółć}, date = {2019-02-29?}, number = {7}}
"""
    found = sources_of(tmp_path, sources_bib=text)
    source = found["a_2020"]
    assert source.title == "DPRK: 50% “good” – shells: a Österreich view"
    assert source.author == "Anna van der Berg, Ministry of Defence"
    assert source.publisher == "Press"
    assert source.url == "https://x.org/a_b%20c"
    assert source.date is not None and source.date.iso == "2020"
    assert source.details["container-title"] == "Proceedings"
    assert source.details["page"] == "1–5"
    assert (found["b"].title, found["b"].publisher, found["b"].details["number"]) == ("UK Ministry", "Zażółć", "7")
    assert (found["b"].date, found["b"].undated) == (None, "2019-02-29?")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (r"M{\"u}ller, J\'ozef \v{C}apek {\ss} \o re", "Müller, Józef Čapek ß øre"),
        (r"50\% of \$5 \& more_or #1 {\{}x\}", "50% of $5 & more_or #1 {x}"),
        (r"a~b --- c -- d ``e'' f", "a b — c – d “e” f"),
        (r"$\alpha$-ray 5 % of it", "α-ray 5 % of it"),
        ("Kim's {DPRK} plan", "Kim's DPRK plan"),
    ],
)
def test_latex_is_decoded(typed: str, said: str) -> None:
    assert decode(typed) == said


def test_an_address_is_not_decoded() -> None:
    assert decode_address(r"\url{https://x.org/a\_b--c\~{}d?e=1\&f=2}") == "https://x.org/a_b--c~d?e=1&f=2"


def test_ten_thousand_entries_are_read_in_seconds(tmp_path: Path) -> None:
    began = time.perf_counter()
    found = sources_of(tmp_path, sources_bib="".join(ENTRY % (i, "word " * 60, i) for i in range(10_000)))
    assert len(found) == 10_000
    assert found["key9999"].author == "Józef Müller, UK Ministry of Defence"
    assert time.perf_counter() - began < 20


HOSTILE = {
    "blocks": "\n@a{" * (MOST + 1),
    "broken": "\n@a{" * (MOST - 1),
    "braces": "@a{k, t={" + "{" * 300_000,
    "deep": "@a{k, title={" + "{" * 5000 + "\\x" + "}" * 5000 + "}}",
    "joined": "@a{k,title=" + '"a" # ' * 100_000 + "}",
    "macro": "@string{a={" + "x" * 100_000 + "}}\n" + "".join(f"@a{{k{i},title=a#a#a#a}}\n" for i in range(2000)),
    "accents": "@a{k,title={" + "\\'" * 100_000 + "}}",
    "names": "@a{k,author={" + "a and " * 800 + "b}}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_bibtex_file_is_told_soon(name: str) -> None:
    began = time.perf_counter()
    items, problems = read_bibtex(HOSTILE[name], "x")
    assert time.perf_counter() - began < 10
    assert len(problems) <= SHOWN_AT_MOST + 2
    assert ("more-problems" in {p.code for p in problems}) == (len(problems) > SHOWN_AT_MOST) or name == "blocks"
    assert ("too-many-sources" in {p.code for p in problems}) == (name == "blocks")
    assert problems or name == "names"
    assert all(p.origin.file == "x" for p in problems)
    assert len(items) <= MOST


@pytest.mark.parametrize(
    "text",
    ['[{"id":' + "[" * 200_000, "[" * 200_000, "[" + "{}," * 30_000, "[" + '{"id" 1' * 20_000, "", "[1, 2]",
     '[{"id": "a", "title": "' + "x" * 6000 + '"}]', '[{"id": "a", "author": [' + '{"family": "a"},' * 600 + "{}]}]"],
)  # fmt: skip
def test_a_hostile_json_file_is_told_soon(text: str) -> None:
    began = time.perf_counter()
    _, problems = read_csl_json(text, "x")
    assert time.perf_counter() - began < 10
    assert 0 < len(problems) <= SHOWN_AT_MOST + 2


def test_private_characters_do_not_come_in_by_codes(tmp_path: Path) -> None:
    (tmp_path / "dossier.yaml").write_text("title: T\n", "utf-8")
    (tmp_path / "sources.json").write_text(
        '[{"id": "a_2020", "title": "x\\ue000\\ud800", "author": [{"literal": "\\ue001"}]}]'
    )
    ledger, problems = load_ledger(tmp_path, "x")
    assert {p.code for p in problems} >= {"private-character", "broken-character"}
    assert ledger is not None and "\ue000" not in str(ledger.sources) and "\ue001" not in str(ledger.sources)


def test_words_for_kinds_lead_back_to_their_types() -> None:
    assert all(
        type_of(word_of(kind)) == kind for kind in ("report", "article-newspaper", "legislation", "webpage", "speech")
    )
    assert [type_of(word) for word in ("newsletter", "news agency", "UN resolution", "Study")] == [
        "webpage", "article-newspaper", "report", "report",
    ]  # fmt: skip


SPLICES = [
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    "\\",
    "@",
    "#",
    "=",
    "\n",
    "%",
    "$",
    "9" * 30,
    "null",
    "\\u0007",
    '{\\"u}',
    " and ",
    "国",
]
WHOLE_JSON = """[{"id": "A1", "type": "book", "title": "T", "author": [{"family": "Kim", "given": "A-b"}, {"literal": "X"}],
 "issued": {"date-parts": [["2012", 9, 17], [2013]]}, "accessed": {"raw": "2012-01"}, "DOI": "10.1/x"},
 {"id": "b", "type": "webpage", "title": "U", "URL": "https://x.org", "issued": {"literal": "n.d."}}]"""
WHOLE_BIBTEX = (
    '@string{m = "x"}\n@misc{z, title = m # {y}, month = jan, year = 2020, author = "A and {B}", crossref={a}}\n'
)
CUTS = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 12), st.sampled_from(SPLICES)), min_size=1, max_size=8)


@settings(max_examples=150, deadline=None)
@given(CUTS)
def test_whatever_is_typed_is_read_or_told_at_its_place(cuts: list[tuple[int, int, str]]) -> None:
    for whole, read in ((WHOLE_JSON, read_csl_json), (WHOLE_BIBTEX + ENTRY % (1, "x", 1), read_bibtex)):
        text = whole
        for place, length, splice in cuts:
            start = place % len(text)
            text = text[:start] + splice + text[start + length :]
        _, problems = read(text, "sources.x")
        assert all(p.origin.file == "sources.x" and p.origin.line <= text.count("\n") + 1 for p in problems)
