"""Ten thousand hostile texts, in every place where text can stand: each is printed as it is, or told with its place.

A sheet holds forty texts. Those that are told are taken out, until what is left is built and looked at from both sides.
`make stress` runs all; a few run with the other tests. One sheet again: pytest -m stress -k "sheets and 17".
"""

from __future__ import annotations

import random  # noqa: TID251  # from fixed seeds
import re
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from gates.openxml_sdk import openxml_sdk
from gates.qpdf import qpdf
from gates.verapdf import verapdf
from stress.hostile_texts import SEED, hostile_text
from stress.outcome import OUT, SECONDS, Watch, faults_of, make, readings
from stress.sheet import FOLDER, PRINTED, SLOTS, Laid, lay_out

from briefing.build.build_files import Made
from briefing.problems.problem import Problem
from briefing.readers.reading import split_words

A_SHEET = 40
SHEETS = 250
A_BLOCK = 10
ROUNDS = 60
_CHARACTER = re.compile(r"\(U\+([0-9A-F]{4,6})")
_PLACEHOLDER = re.compile(r"\{\w+\}")
_MARKS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Sheet:
    """One sheet of texts, and what becomes of it."""

    def __init__(self, number: int, count: int = A_SHEET) -> None:
        choose = random.Random(SEED + number)
        slots = choose.sample(sorted(SLOTS), count)
        self.number = number
        self.texts = {slot: hostile_text(number * A_SHEET + place) for place, slot in enumerate(slots)}
        self.raw = frozenset(slot for slot in slots if choose.random() < 0.25)
        self.told: set[str] = set()
        self.built = False

    def run(self) -> list[str]:
        """Every fault, with the texts that stood in the sheet when it came about."""
        faults: list[str] = []
        for _ in range(ROUNDS):
            laid = lay_out(self.texts, raw=self.raw)
            watch = Watch()
            made = make(FOLDER)
            found = faults_of(made)
            if watch.seconds > SECONDS + 5:
                found.append(f"took {watch.seconds:.0f} s")
            self.built = made.state == "built"
            if self.built and not found:
                found += self._lost()
            faults += [f"sheet {self.number}: {fault}" for fault in found]
            if self.built or not self._take_out(made, laid):
                break
        if not self.built and not faults:
            faults.append(f"sheet {self.number}: not built though nothing hostile is left in it")
        return faults

    def _take_out(self, made: Made, laid: Laid) -> bool:
        """Take out the texts that were told; where none was, all of a file that was, or the last. False: there is none left."""
        errors = [problem for problem in made.problems if problem.severity == "error"]
        told = {slot for problem in errors for slot in self._meant(problem, laid)} & set(self.texts)
        if not told:
            told = {slot for problem in errors for slot in laid.slots_of(problem.origin.file)} & set(self.texts)
        if not told:
            told = set(list(self.texts)[-1:])
        for slot in told:
            del self.texts[slot]
        self.told |= told
        return bool(told)

    def _meant(self, problem: Problem, laid: Laid) -> set[str]:
        """The slots whose text a problem is about: what only shows on the page names the character and where it is printed."""
        named = _CHARACTER.search(problem.message)
        if problem.code in ("missing-glyph", "right-to-left") and named:
            having = {slot for slot, text in self.texts.items() if chr(int(named[1], 16)) in text}
            if having:
                return having
        return {laid.slot_at(problem.origin.file, problem.origin.line)}

    def _lost(self) -> Iterator[str]:
        """Texts that either file should show and does not."""
        for reading in readings(OUT / "sheet.pdf", OUT / "sheet.docx"):
            shown = _letters(" ".join(word for piece in reading.pieces for word in piece.words))
            for slot in sorted(PRINTED & set(self.texts) - self.raw):
                if not _PLACEHOLDER.search(self.texts[slot]) and _letters(self.texts[slot]) not in shown:
                    yield f"the {reading.format} does not show {slot}: {self.texts[slot]!a}"


def _letters(text: str) -> str:
    """What must be there whatever the line breaks, the note marks, and the capital at the beginning."""
    words = "".join(split_words(text)).casefold()
    return unicodedata.normalize("NFC", _MARKS.sub("", words)).replace("−", "-").rstrip(". ")


def _run_sheets(numbers: range, count: int = A_SHEET) -> Iterator[Sheet]:
    """Each sheet as it is built; fails with every fault, and where hardly any text was printed."""
    faults: list[str] = []
    printed = 0
    for number in numbers:
        sheet = Sheet(number, count)
        faults += sheet.run()
        printed += len(sheet.texts)
        if sheet.built:
            yield sheet
        shutil.rmtree(OUT, ignore_errors=True)
    assert not faults, "\n".join(faults)
    assert printed > len(numbers) * count / 10


def test_a_few_texts_are_printed_or_told() -> None:
    assert len(list(_run_sheets(range(2)))) == 2


@pytest.mark.stress
@pytest.mark.parametrize("block", range(SHEETS // A_BLOCK))
def test_sheets_of_texts_are_printed_or_told(block: int) -> None:
    assert len(list(_run_sheets(range(block * A_BLOCK, (block + 1) * A_BLOCK)))) == A_BLOCK


@pytest.mark.stress
@pytest.mark.reader("qpdf", "openxml_sdk", "verapdf")
@pytest.mark.parametrize("block", range(SHEETS, SHEETS + 20))
def test_what_is_printed_is_sound_for_other_readers(block: int, tmp_path: Path) -> None:
    """Two hundred sheets of eight texts each, as pages and as Word, held to PDF/UA, PDF/A and the schemas of Word."""
    kept: list[Path] = []
    for sheet in _run_sheets(range(block * A_BLOCK, (block + 1) * A_BLOCK), 8):
        kept += [(OUT / f"sheet.{kind}").rename(tmp_path / f"{sheet.number}.{kind}") for kind in ("pdf", "docx")]
    pages, words = kept[::2], kept[1::2]
    told = [f"{path.name}: {found}" for path in pages if (found := qpdf(path))]
    told += [f"{path.name}: {found}" for path in words for found in openxml_sdk(path)]
    verdicts = verapdf(pages, ("ua1", "3a"))
    told += [str(verdict) for verdict in verdicts if not verdict.passed or not verdict.checks]
    assert not told, "\n".join(told)
    assert len(verdicts) == 2 * A_BLOCK
