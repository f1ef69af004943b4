"""Where dossiers and templates are found."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from briefing.build import discovery as shelf
from briefing.problems.problem import BriefingError, Problem

Make = Callable[[str], Path]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, and a shelf of two shipped dossiers somewhere else."""
    for name in ("alpha", "beta"):
        make_dossier(tmp_path / "package" / "facts" / name)
    (tmp_path / "package" / "templates").mkdir()
    monkeypatch.setattr(shelf, "shipped_folder", lambda kind: tmp_path / "package" / kind)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


def make_dossier(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "dossier.yaml").write_text("title: A title\n", "utf-8")
    return folder


def problems(wanted: list[str]) -> tuple[Problem, ...]:
    with pytest.raises(BriefingError) as caught:
        shelf.find_dossiers(wanted)
    return caught.value.problems


def names(wanted: list[str]) -> list[tuple[str, str, bool]]:
    return [(d.name, d.display_path.rpartition("/package/")[2], d.shipped) for d in shelf.find_dossiers(wanted)]


def test_with_nothing_of_ones_own_it_is_said_how_to_begin() -> None:
    (problem,) = problems([])
    assert problem.code == "no-dossier"
    assert problem.message == "No dossiers here. Run `briefing new NAME`, or `briefing build --example`."


def test_with_dossiers_of_ones_own_only_these_are_meant() -> None:
    make_dossier(Path("facts/mine"))
    assert names([]) == [("mine", "facts/mine", False)]


def test_a_shipped_dossier_is_found_by_name_beside_ones_own() -> None:
    make_dossier(Path("facts/mine"))
    assert names(["beta", "mine"]) == [("beta", "facts/beta", True), ("mine", "facts/mine", False)]


def test_ones_own_dossier_hides_a_shipped_one_of_its_name() -> None:
    make_dossier(Path("facts/alpha"))
    assert names(["alpha"]) == [("alpha", "facts/alpha", False)]
    assert [(d.name, d.shipped) for d in shelf.list_dossiers()] == [("alpha", False), ("beta", True)]


@pytest.mark.parametrize(
    "typed", ["elsewhere/mine", "./elsewhere/mine", "elsewhere/mine/", "elsewhere/mine/dossier.yaml"]
)
def test_a_path_is_a_dossier(typed: str) -> None:
    make_dossier(Path("elsewhere/mine"))
    assert names([typed]) == [("mine", "elsewhere/mine", False)]


def test_the_folder_one_stands_in_is_a_dossier_with_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make_dossier(Path("facts/mine")))
    assert names(["."]) == [("mine", ".", False)]


def test_a_dossier_named_twice_is_built_once() -> None:
    make_dossier(Path("facts/mine"))
    assert names(["mine", "facts/mine"]) == [("mine", "facts/mine", False)]


def test_folders_without_a_dossier_file_are_passed_over() -> None:
    Path("facts/common").mkdir(parents=True)
    make_dossier(Path("facts/.hidden"))
    assert [problem.code for problem in problems([])] == ["no-dossier"]


def test_unknown_names_are_told_all_at_once_with_the_nearest_and_the_list() -> None:
    found = problems(["alfa", "nothing/like/it"])
    assert [p.code for p in found] == ["unknown-dossier", "unknown-dossier"]
    assert found[0].hint == (
        'did you mean "alpha"? choose one of: alpha, beta; or create one: briefing new NAME; '
        'the current folder, here, has no folder "facts": is it the right one?'
    )
    assert "nothing/like/it" in found[1].message


@pytest.mark.parametrize("typed", ["", " ", "x" * 300, "a/\0b", "\udcff", "-x", "../nowhere", "a\nb"])
def test_whatever_is_typed_is_at_worst_unknown(typed: str) -> None:
    (problem,) = problems([typed])
    assert problem.code in {"unknown-dossier", "not-a-dossier"}
    assert problem.message.isprintable()


def test_a_folder_of_dossiers_is_told_from_a_dossier() -> None:
    make_dossier(Path("facts/mine"))
    assert [(p.code, p.hint) for p in problems(["facts"])] == [("not-a-dossier", "it contains dossiers: mine")]


def test_a_file_is_no_dossier() -> None:
    Path("notes.txt").write_text("x", "utf-8")
    assert [p.code for p in problems(["notes.txt"])] == ["not-a-dossier"]


def test_two_dossiers_of_one_name_would_overwrite_each_other() -> None:
    make_dossier(Path("one/Mine"))
    make_dossier(Path("two/mine"))
    assert [(p.code, p.location.file) for p in problems(["one/Mine", "two/mine"])] == [("same-name", "two/mine")]


def test_templates_are_searched_in_order_and_once() -> None:
    Path("templates").mkdir()
    Path("mine").mkdir()
    found = shelf.find_template_folders([Path("mine"), Path("templates")])
    assert [f.name for f in found] == ["mine", "templates", "templates"]
    assert found[2] == shelf.shipped_folder("templates")


def test_bad_template_folders_are_told_all_at_once() -> None:
    Path("a-file").write_text("x", "utf-8")
    with pytest.raises(BriefingError) as caught:
        shelf.find_template_folders([Path("nowhere"), Path("a-file")])
    assert [p.code for p in caught.value.problems] == ["no-such-folder", "not-a-folder"]


def test_a_folder_that_cannot_be_read_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    make_dossier(Path("facts/mine"))

    def refuse(_path: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    assert [(p.code, p.location.file) for p in problems(["mine"])] == [("unreadable-folder", "facts/mine")]


def test_a_folder_that_may_not_be_entered_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    make_dossier(Path("facts/mine"))
    make_dossier(Path("facts/secret"))
    is_file = Path.is_file

    def refuse(self: Path) -> bool:
        if "secret" in self.parts:
            raise PermissionError(13, "Permission denied")
        return is_file(self)

    monkeypatch.setattr(Path, "is_file", refuse)
    assert [d.name for d in shelf.find_dossiers([])] == ["mine", "secret"]


@pytest.mark.skipif(os.name == "nt", reason="names are always text there")
def test_a_name_that_is_no_text_is_a_problem_and_printable() -> None:
    folder = make_dossier(Path(os.fsdecode(b"facts/caf\xe9")))
    (dossier,) = shelf.find_dossiers([])
    problem = shelf.check_folder(dossier)
    assert problem
    assert problem.code == "bad-name"
    str(problem).encode("utf-8")
    assert str(folder) != dossier.display_path


@pytest.mark.parametrize(
    ("here", "hint"),
    [
        ("facts", "type: cd ..   then run the same command"),
        ("facts/mine", "type: cd ../..   then name the dossier: mine"),
        ("facts/mine/editions", "type: cd ../../..   then name the dossier: mine"),
    ],
)
def test_whoever_stands_within_facts_is_told_and_gets_no_shipped_dossier(
    here: str, hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_dossier(Path("facts/mine"))
    Path("facts/mine/editions").mkdir()
    monkeypatch.chdir(here)
    (problem,) = problems([])
    assert (problem.code, problem.hint) == ("inside-facts", hint)


def test_whoever_stands_in_a_dossier_elsewhere_is_told_how_to_name_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make_dossier(Path("elsewhere")))
    (problem,) = problems([])
    assert (problem.code, problem.hint) == ("inside-facts", "name the current folder: briefing build .")


@pytest.mark.parametrize(
    ("here", "hint"),
    [
        ("facts", "type: cd ..   then run the same command"),
        ("facts/mine", "type: cd ../..   then name the dossier: mine"),
    ],
)
def test_within_facts_the_templates_beside_it_are_not_found_so_it_is_said_where_to_run(
    here: str, hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_dossier(Path("facts/mine"))
    Path("templates").mkdir()
    assert shelf.find_template_folders([])
    monkeypatch.chdir(here)
    with pytest.raises(BriefingError) as caught:
        shelf.find_template_folders([])
    (problem,) = caught.value.problems
    assert (problem.code, problem.hint) == ("inside-facts", hint)
    assert shelf.find_template_folders([Path.cwd().parent])


@pytest.mark.parametrize("here", ["facts", "facts/mine", "templates", "templates/mine"])
def test_no_new_dossier_is_made_within_facts_or_templates(here: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make_dossier(Path("facts/mine"))
    Path("templates/mine").mkdir(parents=True)
    shelf.check_new_dossier()
    monkeypatch.chdir(here)
    with pytest.raises(BriefingError, match=f"the current folder is {here}, but the command must run in"):
        shelf.check_new_dossier()


def test_a_folder_without_facts_may_be_the_wrong_one(monkeypatch: pytest.MonkeyPatch) -> None:
    (problem,) = problems([])
    assert problem.hint == 'the current folder, here, has no folder "facts": is it the right one?'
    make_dossier(Path("facts/mine"))
    Path("out").mkdir()
    monkeypatch.chdir("out")
    for wanted in ([], ["mine"]):
        (problem,) = problems(wanted)
        assert problem.hint.endswith(
            'the current folder, out, has no folder "facts", but the one above it has: type: cd ..'
        )


def test_a_dossier_in_the_folder_one_stands_in_comes_before_a_shipped_one(monkeypatch: pytest.MonkeyPatch) -> None:
    make_dossier(Path("facts/alpha"))
    monkeypatch.chdir("facts")
    assert names(["alpha"]) == [("alpha", "alpha", False)]


def test_a_template_folder_that_is_not_there_names_the_nearest_or_those_that_are() -> None:
    Path("mine").mkdir()
    for typed, hint in {"mina": 'did you mean "mine"?', "nope": "the folders here are: mine"}.items():
        with pytest.raises(BriefingError) as caught:
            shelf.find_template_folders([Path(typed)])
        (problem,) = caught.value.problems
        assert (problem.hint, problem.message) == (hint, "template folder not found")


def test_a_link_to_itself_is_at_worst_unknown() -> None:
    Path("facts").mkdir()
    Path("facts/ring").symlink_to("ring")
    assert [p.code for p in problems(["ring"])] == ["unknown-dossier"]
    with pytest.raises(BriefingError):
        shelf.find_template_folders([Path("facts/ring")])


@pytest.mark.parametrize("name", ["con", "Aux", "com1", "nul.old"])
def test_a_name_that_no_file_can_have_on_windows_is_refused(name: str) -> None:
    problem = shelf.check_folder(shelf.DossierRef(name, make_dossier(Path("facts", name)), f"facts/{name}"))
    assert problem is not None and problem.code == "bad-name"
    assert (
        shelf.check_folder(shelf.DossierRef("conflict", make_dossier(Path("facts/conflict")), "facts/conflict")) is None
    )
