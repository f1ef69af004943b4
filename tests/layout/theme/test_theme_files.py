"""Theme files: what they may say, what is said of what they may not, and that the shipped looks keep their own rules."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from briefing.layout.theme import Theme, find_theme, load_theme, shipped_themes
from briefing.layout.theme.backgrounds import text_backgrounds
from briefing.layout.theme.contrast import contrast, least_contrast, luminance, readable_colour
from briefing.problems.problem import BriefingError, Problem


@pytest.fixture(autouse=True)
def stand_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def theme(text: str) -> Theme:
    Path("ours.toml").write_text(text, "utf-8")
    return find_theme("ours.toml")


def problems(text: str) -> list[Problem]:
    with pytest.raises(BriefingError) as raised:
        theme(text)
    return list(raised.value.problems)


def only(text: str) -> Problem:
    found = problems(text)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def png(width: int = 200, height: int = 80) -> bytes:
    from PIL import Image

    data = io.BytesIO()
    Image.new("RGB", (width, height), (20, 70, 60)).save(data, "PNG")
    return data.getvalue()


# ------------------------------------------------------------------ shipped looks


def test_there_are_three_looks_and_all_are_sound() -> None:
    assert shipped_themes() == ("infocus", "ministry", "plain")
    for name in shipped_themes():
        assert load_theme(name).name == name


def test_the_looks_differ_where_a_reader_sees_it() -> None:
    looks = [load_theme(name) for name in shipped_themes()]
    assert [look.page.columns for look in looks] == [2, 1, 1]
    assert len({look.colours["accent"] for look in looks}) == 3
    assert len({look.style("body").size for look in looks}) == 3
    assert len({(look.front.fill, look.front.bar) for look in looks}) == 3


def test_the_dense_look_keeps_to_the_smallest_type_that_briefs_may_have() -> None:
    look = load_theme("infocus")
    assert all(look.style(role).size >= 9.4 for role in ("body", "list", "quote", "callout"))
    assert look.style("body").size >= 9.5
    assert look.style("note").size >= 8


# ------------------------------------------------------------------ what a file may say


def test_an_empty_file_is_the_plain_look() -> None:
    plain, ours = load_theme(), theme("")
    assert (ours.styles, ours.page, ours.table, ours.header) == (plain.styles, plain.page, plain.table, plain.header)


def test_a_colour_is_changed_in_one_place() -> None:
    ours = theme('like = "ministry"\n[colours]\naccent = "#5b1530"\n')
    assert ours.style("heading1").colour == ours.front.bar == ours.table.edge == ours.chart.palette[0] == "5B1530"
    assert ours.style("body") == load_theme("ministry").style("body")


@pytest.mark.parametrize(
    ("said", "size"),
    [
        ('size = "Letter"', (612.0, 792.0)),
        ('size = "A4"\nlandscape = true', (841.89, 595.276)),
        ("width = 500\nheight = 700", (500.0, 700.0)),
    ],
)
def test_paper_by_name_or_by_measure(said: str, size: tuple[float, float]) -> None:
    page = theme(f"[page]\n{said}\n").page
    assert (page.width, page.height) == size


def test_columns_share_the_page() -> None:
    page = theme("[page]\nleft = 50\nright = 50\ncolumns = 2\ngutter = 15\n").page
    assert page.column_width == pytest.approx((595.276 - 100 - 15) / 2)


def test_the_first_page_has_a_footer_like_the_others_unless_it_is_given_one() -> None:
    assert theme('[footer]\nleft = "Ours"\n').footer.first.left == "Ours"
    ours = theme('[footer]\nleft = "Ours"\n[footer.first]\nright = "Draft"\n').footer
    assert (ours.first.left, ours.first.right) == ("", "Draft")


def test_a_logo_lies_beside_the_file() -> None:
    Path("look").mkdir()
    Path("look/crest.png").write_bytes(png())
    Path("look/ours.toml").write_text('[logo]\nfile = "crest.png"\nwidth = 100\nwhere = "right"\n', "utf-8")
    logo = find_theme("look/ours.toml").logo
    assert logo is not None
    assert (logo.width, logo.height, logo.where, logo.pages) == (100.0, 40.0, "right", "first")


# ------------------------------------------------------------------ what it may not say


@pytest.mark.parametrize(
    ("text", "code", "place", "hint"),
    [
        ("[page]\ntopp = 80\n", "unknown-key", (2, 1), 'did you mean "top"?'),
        ("[pages]\ntop = 80\n", "unknown-key", (1, 2), 'did you mean "page"?'),
        ("[styles]\nbodi = { size = 10 }\n", "unknown-key", (2, 1), 'did you mean "body"?'),
        ("[styles]\nbody = { size = 10, colr = 'text' }\n", "unknown-key", (2, 21), 'did you mean "colour"?'),
        ("[styles.body]\nsize = 4\n", "out-of-bounds", (2, 1), ""),
        ("[styles.marking]\nsize = 11\n", "out-of-bounds", (2, 1), ""),
        ("[styles.body]\nsize = '10'\n", "bad-value", (2, 1), "type the number without quotation marks"),
        ("[styles.body]\nalign = 'middle'\n", "bad-value", (2, 1), ""),
        ("[styles.body]\nhyphenate = 'yes'\n", "bad-value", (2, 1), "type true or false, without quotation marks"),
        ("[styles.body]\nleading = 9.5\n", "tight-leading", (2, 1), "leading = 13.7"),
        ("[styles]\nbody = 10\n", "bad-value", (2, 1), ""),
        ("[page]\ncolumns = 3\n", "bad-value", (2, 1), ""),
        ("[page]\nsize = 'A3'\n", "bad-value", (2, 1), ""),
        ("[page]\nleft = 240\nright = 240\n", "no-room", (2, 1), ""),
        ("[page]\ntop = 300\nbottom = 300\nsize = 'A5'\n", "no-room", (2, 1), ""),
        ("[fonts]\nbody = 'Source Serif'\n", "unknown-font", (2, 1), 'did you mean "Source Serif 4"?'),
        ("[colours]\naccent = 'navy'\n", "bad-colour", (2, 1), 'for example "12355B"'),
        ("[colours]\nacent = '12355B'\n", "unused-colour", (2, 1), 'did you mean "accent"?'),
        ("[table]\nhead_fill = 'acent'\n", "unknown-colour", (2, 1), 'did you mean "accent"?'),
        ("[charts]\npalette = ['12355B']\n", "bad-value", (2, 1), ""),
        ("[header]\nleft = '{titel}'\n", "unknown-field", (2, 1), 'did you mean "{title}"?'),
        ("[header.first]\nmiddle = 'x'\n", "unknown-key", (2, 1), ""),
        ("like = 'minestry'\n", "unknown-theme", (1, 1), 'did you mean "ministry"?'),
        ("[page]\ntop = \n", "bad-toml", (2, 7), None),
        ("[logo]\nwidth = 50\n", "missing-key", (1, 2), 'file = "logo.png"'),
        ("[logo]\nfile = 'no.png'\n", "unreadable-file", (2, 1), ""),
        ("[logo]\nfile = '../out.png'\n", "outside-folder", (2, 1), "put the picture into that folder"),
        ("[logo]\nfile = '/etc/passwd'\n", "outside-folder", (2, 1), 'file = "logo.png"'),
        ("[logo]\nfile = 'ours.toml'\n", "bad-logo", (2, 1), "save the logo as PNG"),
    ],
)
def test_a_mistake_has_its_place_and_its_hint(text: str, code: str, place: tuple[int, int], hint: str | None) -> None:
    problem = only(text)
    assert (problem.code, problem.location.file) == (code, "ours.toml")
    assert (problem.location.line, problem.location.column) == place
    if hint:
        assert problem.hint == hint


def test_all_mistakes_are_told_at_once() -> None:
    found = problems("[page]\ntopp = 1\ncolumns = 9\n\n[colours]\ntext = 'x'\n\n[fonts]\nsans = 'Arial'\n")
    assert [problem.location.line for problem in found] == [2, 3, 6, 9]


def test_a_logo_through_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    Path("secret.png").write_bytes(png())
    Path("look").mkdir()
    Path("look/crest.png").symlink_to(tmp_path / "secret.png")
    Path("look/ours.toml").write_text('[logo]\nfile = "crest.png"\n', "utf-8")
    with pytest.raises(BriefingError) as raised:
        find_theme("look/ours.toml")
    assert [problem.code for problem in raised.value.problems] == ["outside-folder"]


def test_a_tall_logo_says_how_wide_it_may_be() -> None:
    Path("tall.png").write_bytes(png(50, 500))
    assert only('[logo]\nfile = "tall.png"\nwidth = 60\n').hint == "width = 14"


def test_a_file_that_is_not_there_and_a_name_that_is_none() -> None:
    for wanted in ("nowhere.toml", "minstry", "\x00"):
        with pytest.raises(BriefingError):
            find_theme(wanted)
    with pytest.raises(BriefingError) as raised:
        find_theme("minstry")
    assert raised.value.problems[0].hint.startswith('did you mean "ministry"?')


# ------------------------------------------------------------------ contrast


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("000000", "FFFFFF") == pytest.approx(21.0)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("33FF00", "FFFFFF") < 1.4  # TLP:GREEN, which is why it stands on black
    assert luminance("FFFFFF") == pytest.approx(1.0)
    assert (least_contrast(18, False), least_contrast(14, True), least_contrast(14, False)) == (3.0, 3.0, 4.5)


@pytest.mark.parametrize("colour", ["CCCCCC", "FFFF00", "33FF00", "8899AA"])
@pytest.mark.parametrize("ground", ["FFFFFF", "12355B", "808080", "000000"])
def test_the_colour_that_is_proposed_is_readable(colour: str, ground: str) -> None:
    assert contrast(readable_colour(colour, ground, 4.5), ground) >= 4.5


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("[styles.source]\ncolour = 'A0A8B0'\n", (2, 1), "source on the paper"),
        ("[styles]\nheading4 = { colour = 'B0B0B0' }\n", (2, 14), "heading4 on the paper"),
        ("[table]\nhead_fill = 'F0F0F0'\n", (2, 1), "table_head on the fill of table heads"),
        ("[styles.table_band]\ncolour = 'E0E0E0'\n", (2, 1), "table_band on the fill of table bands"),
        ("[front]\nfill = '12355B'\n", (2, 1), "title on the title's fill"),
        ("[callouts.warning]\nfill = '3A3A3A'\n", (2, 1), "callout on the fill of warning callouts"),
        ("[charts]\nquiet = 'B0B0B0'\n", (2, 1), "charts.quiet on the paper"),
        ("[charts]\npalette = [\n  '12355B',\n  'FFC000', '2E7D6B', '6B5B95']\n", (4, 3), "colour 2 of the palette on the paper"),
        ("[colours]\nquiet = 'AAAAAA'\n", (2, 1), "source on the paper"),
        ("[colours]\nlink = '77AAEE'\n", (2, 1), "links on the paper"),
    ],
)  # fmt: skip
def test_text_that_cannot_be_read_is_an_error_at_its_key(text: str, place: tuple[int, int], what: str) -> None:
    found = [problem for problem in problems(text) if problem.message.startswith(f"{what} has")]
    assert len(found) == 1, "\n".join(map(str, problems(text)))
    assert found[0].code == "low-contrast"
    assert (found[0].location.line, found[0].location.column) == place
    assert found[0].hint.startswith("for example ")


def test_large_text_needs_less_contrast() -> None:
    assert theme("[styles.title]\ncolour = '8A8A8A'\n").style("title").colour == "8A8A8A"
    assert only("[styles.title]\ncolour = 'A0A0A0'\n").message.count("3:1")


@pytest.mark.parametrize("name", ["plain", "ministry", "infocus"])
def test_every_text_of_a_shipped_look_is_checked_and_readable(name: str) -> None:
    look = load_theme(name)
    pairs = list(text_backgrounds(look))
    assert {pair.key[1] for pair in pairs if pair.key[0] == "styles"} == set(look.styles)
    assert all(contrast(pair.colour, pair.background) >= pair.required for pair in pairs)


def test_a_file_read_again_is_the_same_look_until_it_says_otherwise(tmp_path: Path) -> None:
    file = tmp_path / "ours.toml"
    file.write_text('[colours]\naccent = "0B4A55"\n', "utf-8")
    first = find_theme("ours.toml", tmp_path)
    assert find_theme("ours.toml", tmp_path) is first  # what was laid out in it is remembered by the object
    file.write_text('[colours]\naccent = "5B1530"\n', "utf-8")
    assert find_theme("ours.toml", tmp_path).colours["accent"] == "5B1530"
