"""Prints the DOCX layouts with LibreOffice into ``tests/reading/pdfs``, and one of them as ODT, RTF, DOC and HTML.

Run: python -m tests.reading.generators.libreoffice_prints
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.reading.make_docx import LAYOUTS, saved
from tests.reading.sample_cvs import CVS

FOLDER = Path(__file__).parents[1] / "pdfs"
OTHERS = {"odt": "odt", "rtf": "rtf", "doc": "doc:MS Word 97", "html": "html:HTML (StarWriter)"}


def converted(source: Path, form: str, folder: Path) -> Path:
    profile = (folder / "profile").as_uri()
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(folder),
    ]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=180)
    return folder / f"{source.stem}.{form.partition(':')[0]}"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, (layout, make) in enumerate(LAYOUTS.items()):
            language = ("fr", "en")[number % 2]
            source = folder / f"libreoffice-{layout}.{language}.docx"
            source.write_bytes(saved(make(CVS[language])))
            shutil.copy(converted(source, "pdf", folder), FOLDER)
        source = folder / "libreoffice-date-table.en.docx"
        for form in OTHERS.values():
            shutil.copy(converted(source, form, folder), FOLDER.parent / "files")


if __name__ == "__main__":
    main()
