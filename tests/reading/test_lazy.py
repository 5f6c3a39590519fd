"""``import cvsignal.reading`` is quick: no PDF engine, numpy, lxml or OCR is loaded before a file asks for it."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("pdfminer", "pypdfium2", "lxml", "numpy", "PIL", "pytesseract", "charset_normalizer", "striprtf")


def test_importing_reading_loads_no_engine() -> None:
    code = f"import sys, cvsignal.reading; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
