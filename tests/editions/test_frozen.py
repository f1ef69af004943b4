"""A frozen edition: small, readable, the same bytes again, and nothing taken for granted when it is read."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from editions.sample import ONE, TEMPLATES, TWO, both, load, snapshot, write
from hypothesis import given
from hypothesis import strategies as st

from briefing.build.load import read_ledger
from briefing.editions.store import LARGEST, SCHEMA, read_edition, write_edition
from briefing.facts.load import load_ledger
from briefing.language import load_language
from briefing.problems.problem import BriefingError

ROOT = Path(__file__).parents[2]


def test_it_holds_every_fact_on_a_line_in_words_as_typed_and_as_printed(tmp_path: Path) -> None:
    data = write_edition(snapshot(tmp_path, TEMPLATES, ONE))
    kept = json.loads(data)
    assert kept["schema"] == SCHEMA
    assert [kept[key] for key in ("edition", "date", "information_cut_off", "restates")] == [
        "1", "2025-07", "2025-07-07", "letter",
    ]  # fmt: skip
    assert kept["facts"]["men"] == {
        "record": "M1",
        "topic": "arms",
        "name": "Soldiers sent",
        "says": "it sent more than 11,000 soldiers",
        "status": "stated",
        "claims": {
            "value": {
                "value": "more than 11,000 soldiers",
                "words": "more than 11,000 soldiers",
                "date": "2024",
                "status": "stated",
                "sources": [{"source": "letter", "locator": "par. 2"}],
            }
        },
    }
    trade = kept["facts"]["trade"]
    assert list(trade["claims"]) == ["2022", "2025"]
    assert trade["points"]["2025"] == "Trade stood at $52.9 million in 2025"
    assert kept["judgements"]["more_men"]["rank"] == 5
    assert kept["sources"] == {"letter": {"title": "A letter", "publisher": "Grapevine", "date": "2025-07"}}
    lines = data.decode().splitlines()
    assert sum('"claims"' in line for line in lines) == len(kept["facts"])


def test_read_back_it_is_the_same(tmp_path: Path) -> None:
    one = snapshot(tmp_path, TEMPLATES, ONE)
    assert read_edition(write_edition(one), "1.json") == one
    assert write_edition(snapshot(tmp_path, TEMPLATES, ONE)) == write_edition(one)


def test_a_later_edition_keeps_its_change_log(tmp_path: Path) -> None:
    from briefing.editions.make_snapshot import freeze

    ledger, _ = read_ledger(both(tmp_path), "facts/x")
    assert ledger is not None
    kept = read_edition(write_edition(freeze(ledger, load_language("en-GB"))), "2.json")
    assert [(c.id, c.label) for c in kept.changes] == [
        ("losses", "superseded"),
        ("trade[2025]", "corrected"),
        ("bridge", "corrected"),
        ("workers", "weakened"),
        ("more_men", "weakened"),
    ]
    assert kept.labels["trade[2025]"] == "corrected"
    assert kept.supersedes == "1"


def test_the_effective_label_is_kept(tmp_path: Path) -> None:
    files = {"facts/x/arms.yaml": ONE["facts/x/arms.yaml"].replace("title: Arms\n", "title: Arms\ntlp: AMBER\n")}
    files["facts/x/dossier.yaml"] = ONE["facts/x/dossier.yaml"] + "marking: TLP:AMBER\n"
    kept = snapshot(tmp_path, TEMPLATES, ONE, files)
    assert {fact.tlp for fact in kept.facts.values()} == {"TLP:AMBER"}
    assert kept.judgements["more_men"].tlp == "TLP:AMBER"


def test_the_shipped_edition_is_what_freezing_its_dossier_gives() -> None:
    from briefing.editions.make_snapshot import freeze

    folder = ROOT / "facts" / "russia-north-korea-edition-1"
    ledger, _ = load_ledger(folder, "facts/russia-north-korea-edition-1")
    assert ledger is not None
    assert write_edition(freeze(ledger, load_language("en-GB"))) == (folder / "editions" / "1.json").read_bytes()


def edition(**more: Any) -> bytes:
    return json.dumps({"schema": SCHEMA, "edition": "1", **more}).encode()


FACT = {"claims": {"value": {"value": "5"}}}
REFUSED = {
    "no JSON": (b"edition: 1", "bad-edition"),
    "no text": (b"\xff\xfe{}", "bad-edition"),
    "nothing": (b"", "bad-edition"),
    "a list": (b"[]", "bad-edition"),
    "another schema": (b'{"schema": "briefing/record/1"}', "bad-edition"),
    "no schema": (b'{"edition": "1"}', "bad-edition"),
    "no edition": (json.dumps({"schema": SCHEMA}).encode(), "bad-edition"),
    "a number for text": (edition(title=5), "bad-edition"),
    "facts as a list": (edition(facts=[FACT]), "bad-edition"),
    "a fact that is text": (edition(facts={"a": "five"}), "bad-edition"),
    "an id that is none": (edition(facts={"A b": FACT}), "bad-edition"),
    "claims as text": (edition(facts={"a": {"claims": "five"}}), "bad-edition"),
    "sources as a group": (edition(facts={"a": {"claims": {"value": {"sources": {}}}}}), "bad-edition"),
    "a key that none has": (edition(facts={"a": FACT | {"secret": "x"}}), "bad-edition"),
    "a rank beyond all": (edition(judgements={"j": {"rank": 10**9}}), "bad-edition"),
    "a rank that is none": (edition(judgements={"j": {"rank": True}}), "bad-edition"),
    "a change without a label": (edition(changes=[{"id": "a", "label": "better"}]), "bad-edition"),
    "changes that are text": (edition(changes=["a"]), "bad-edition"),
    "lines in a text": (edition(title="a\nb"), "bad-edition"),
    "deep brackets": (b"[" * 200_000, "bad-edition"),
    "a number without end": (b'{"schema": ' + b"9" * 10_000 + b"}", "bad-edition"),
    "a token": (edition(title="\ue0000\ue001"), "private-character"),
    "a token as it stands": ('{"schema": "briefing/edition/1", "edition": "1", "title": "\ue000"}'.encode(), "private-character"),
    "half a character": (edition(title="\ud800"), "broken-character"),
    "a token in an id of a source": (edition(facts={"a": {"claims": {"\ue000": {}}}}), "private-character"),
    "right to left": (edition(title="\u05d0"), "right-to-left"),
    "too large": (b" " * (LARGEST + 1), "too-large"),
}  # fmt: skip


@pytest.mark.parametrize("data", [b'{\n"schema": \n}', b'{\n\n"a": "\xff"}'])
def test_where_it_stops_being_json_is_told(data: bytes) -> None:
    with pytest.raises(BriefingError) as caught:
        read_edition(data, "editions/1.json")
    assert [(p.code, p.location.line) for p in caught.value.problems] == [("bad-edition", 3)]


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_edition_is_refused_with_a_problem(data: tuple[bytes, str]) -> None:
    with pytest.raises(BriefingError) as caught:
        read_edition(data[0], "editions/1.json")
    assert [problem.code for problem in caught.value.problems] == [data[1]]
    assert caught.value.problems[0].location.file == "editions/1.json"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(st.sampled_from(["facts", "judgements", "sources", "changes", "title", "edition"]), VALUES)
def test_anybodys_values_are_read_or_refused_and_never_a_fault(key: str, value: object) -> None:
    for tried in ({key: value}, {"facts": {"a": {key: value}}}, {"facts": {"a": {"claims": {"value": {key: value}}}}}):
        with contextlib.suppress(BriefingError):
            assert read_edition(json.dumps({"schema": SCHEMA, "edition": "1"} | tried).encode(), "1.json").edition


def test_a_file_under_another_number_is_told(tmp_path: Path) -> None:
    facts = both(tmp_path)
    path = facts / "editions" / "1.json"
    path.write_bytes(path.read_bytes().replace(b'"edition": "1"', b'"edition": "7"'))
    _, problems = read_ledger(facts, "facts/x")
    (found,) = [p for p in problems if p.severity == "error"]
    assert (found.code, found.location.file) == ("bad-edition", "facts/x/editions/1.json")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    facts = both(tmp_path)
    path = facts / "editions" / "1.json"
    (tmp_path / "elsewhere.json").write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere.json")
    _, problems = read_ledger(facts, "facts/x")
    assert [p.code for p in problems if p.severity == "error"] == ["outside-folder"]


def test_errors_of_facts_do_not_make_changes_of_what_was_not_read(tmp_path: Path) -> None:
    broken = {"facts/x/arms.yaml": TWO["facts/x/arms.yaml"].replace("value: more than 6,000 soldiers", "value: some")}
    facts = write(tmp_path / "two", TEMPLATES, TWO, {"facts/x/editions/1.json": write_edition(
        snapshot(tmp_path / "one", TEMPLATES, ONE)).decode()}, broken)  # fmt: skip
    _, problems = read_ledger(facts, "facts/x")
    assert {p.code for p in problems if p.severity == "error"} == {"bad-value"}


def test_the_sample_loads(tmp_path: Path) -> None:
    assert load(tmp_path, TEMPLATES, ONE).compared is None
