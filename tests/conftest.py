"""What every test may ask for: real readers, and the built brief that several tests look at."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from gates import audit, libreoffice, openxml_sdk, pandoc, pdftotext, qpdf, verapdf
from hypothesis import settings

# No example fails for being slow, since other tests run beside it; in CI a failure is one that the same commit always has.
settings.register_profile("laptop", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "laptop")

READERS = {
    "audit": audit.missing,
    "calc": libreoffice.calc_missing,
    "libreoffice": libreoffice.missing,
    "openxml_sdk": openxml_sdk.missing,
    "pandoc": pandoc.missing,
    "pdftotext": pdftotext.missing,
    "qpdf": qpdf.missing,
    "uno": libreoffice.uno_missing,
    "verapdf": verapdf.missing,
}

STOPPING = [number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None]
"""Signals that stop a command; Windows has no SIGHUP."""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test marked `reader("qpdf", …)` skips where that reader is missing, but not where all must be there."""
    for marker in item.iter_markers("reader"):
        for name in marker.args:
            reason = READERS[name]()
            if reason and os.environ.get("CI") == "true":
                pytest.fail(f"{reason}; under CI=true every reader must be there", pytrace=False)
            if reason:
                pytest.skip(reason)


@pytest.fixture(scope="session", autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what the program remembers of its user in a folder of the tests, also for the programs that they start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture
def ignored_signals() -> Iterator[None]:
    """Start programs with signals ignored, as `nohup` does, and a script's `&`."""
    before = {number: signal.signal(number, signal.SIG_IGN) for number in STOPPING}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def heard_signals() -> Iterator[None]:
    """Start programs that hear signals, also where the tests themselves were started to ignore them.

    A program inherits what is ignored, and the default of what is handled. So a handler that does nothing is enough, and the tests
    go on ignoring the signal.
    """
    ignored = [number for number in STOPPING if signal.getsignal(number) is signal.SIG_IGN]
    for number in ignored:
        signal.signal(number, lambda _number, _frame: None)
    yield
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)
