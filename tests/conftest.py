"""What every test may ask for: real readers, and the built brief that several tests look at."""

from __future__ import annotations

import os

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


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test marked `reader("qpdf", …)` skips where that reader is missing, but not where all must be there."""
    for marker in item.iter_markers("reader"):
        for name in marker.args:
            reason = READERS[name]()
            if reason and os.environ.get("CI") == "true":
                pytest.fail(f"{reason}; under CI=true every reader must be there", pytrace=False)
            if reason:
                pytest.skip(reason)
