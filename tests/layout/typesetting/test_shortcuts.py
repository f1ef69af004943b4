"""Short cuts taken for speed give what the long way gives."""

from __future__ import annotations

import pyphen
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.layout.typesetting.font_faces import Face, load_face
from briefing.layout.typesetting.hyphenation import LEFT, RIGHT, _Dictionary

FACES = [
    load_face(family, bold) for family in ("Source Serif 4", "Noto Sans", "Noto Sans KR") for bold in (False, True)
]
WORDS = (
    "AVATAR", "Yesterday's", "11,000", "2023–2024", "“To”", "Wave", "f(x)=T.", "Čapek", "Россия", "Αθήνα", "(P.Ve.)", "1/7,5%",
)  # fmt: skip
LONG_WORDS = {
    "en_GB": ("extraordinary", "infrastructure", "methodological", "responsibility", "tablespoonful", "independent"),
    "de_DE": ("Donaudampfschifffahrt", "Zusammenarbeit", "Wirtschaftsminister"),
    "ru_RU": ("сотрудничество", "правительство"),
    "hu_HU": ("hosszú", "asszonnyal", "összekötő"),
}


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.name)
@pytest.mark.parametrize("word", WORDS)
def test_a_word_put_together_from_pairs_is_as_harfbuzz_shapes_it(face: Face, word: str) -> None:
    if face.characters.issuperset(word):
        assert face.shape(word) == face.shape_whole(word)


@settings(max_examples=300)
@given(st.data(), st.sampled_from(FACES))
def test_so_is_any_run_of_characters(data: st.DataObject, face: Face) -> None:
    word = data.draw(st.text(st.sampled_from(sorted(face.characters)), min_size=1, max_size=12))
    assert face.shape(word) == face.shape_whole(word)


@pytest.mark.parametrize("language", LONG_WORDS)
def test_hyphens_stand_where_pyphen_would_set_them(language: str) -> None:
    theirs = pyphen.Pyphen(lang=language, left=LEFT, right=RIGHT)
    ours = _Dictionary(pyphen.LANGUAGES[language])
    patterns = [letters.replace(".", "") for letters in list(ours._lines)[::97]]
    for word in (*LONG_WORDS[language], *(word + word for word in patterns if word.isalpha())):
        assert ours.positions(word) == [int(at) for at in theirs.positions(word)], word
