"""Word's old binary format by LibreOffice, where it is installed."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import tempfile
from pathlib import Path

from cvsignal.reading.docx import read_docx
from cvsignal.reading.refusal import Refused
from cvsignal.reading.settings import ReadSettings
from cvsignal.schema import Document

MEDIA_TYPE = "application/msword"
MIN_SECONDS = 60.0  # LibreOffice's first start takes a while


def read_old_word(data: bytes, settings: ReadSettings) -> Document:
    """Convert a ``.doc`` to DOCX in a folder of its own (no macros run, a profile of its own), then read that."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise Refused("unsupported", "it is an old Word file (.doc) and LibreOffice is not installed")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "cv.doc")
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [
            program,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
            "--outdir",
            folder,
        ]
        try:
            subprocess.run(  # noqa: S603 - a fixed program on a file of ours
                [*command, str(source)],
                capture_output=True,
                timeout=max(settings.max_seconds, MIN_SECONDS),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Refused("timed-out") from None
        converted = Path(folder, "cv.docx")
        if not converted.exists():
            raise Refused("unreadable")
        return dataclasses.replace(read_docx(converted.read_bytes(), settings), media_type=MEDIA_TYPE)
