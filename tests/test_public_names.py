"""What ``import cvsignal`` gives: the names others build on."""

from __future__ import annotations

import subprocess
import sys

import pytest

import cvsignal
from cvsignal.errors import READ_CODES

PUBLIC = {
    *("load", "Screener", "Assessment", "Evidence", "Fit", "Contribution", "Missing", "Hidden", "Notice", "Failure"),
    *("CvsignalError", "CorpusError", "LexiconError", "ModelError", "ReadError", "__version__"),
}


def test_the_names_are_these() -> None:
    assert set(cvsignal.__all__) == PUBLIC
    for name in PUBLIC:
        assert getattr(cvsignal, name) is not None


def test_an_unknown_name_is_refused_as_usual() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = cvsignal.nothing


def test_every_error_is_a_cvsignal_error() -> None:
    for name in PUBLIC:
        if name.endswith("Error"):
            assert issubclass(getattr(cvsignal, name), cvsignal.CvsignalError)


def test_codes_of_failures_are_words_for_programs() -> None:
    assert all(code == code.lower() and " " not in code for code in READ_CODES)
    with pytest.raises(ValueError, match="unknown reason code"):
        cvsignal.ReadError("bored", "cv.pdf: no.")


def test_importing_and_help_load_no_heavy_library() -> None:
    script = (
        "import sys, cvsignal, cvsignal.cli\n"
        "print(sorted({'spacy', 'sklearn', 'pandas', 'numpy', 'scipy', 'pypdfium2'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_contracts_of_an_assessment() -> None:
    fields = set(cvsignal.Assessment.model_fields)
    assert {"text", "language", "evidence", "fit", "warnings", "file_sha256", "text_sha256", "model_sha256"} <= fields
    assert {"label", "assertion", "text", "start", "end", "section", "page", "confidence"} <= set(
        cvsignal.Evidence.model_fields
    )
    assert {"score", "grade", "verdict", "contributions", "missing"} <= set(cvsignal.Fit.model_fields)
    assert cvsignal.Assessment.model_json_schema()["properties"]["evidence"]["type"] == "array"
