"""How fast and how right CVs are read, beside the libraries that others use.

Every engine reads every file in turn, several rounds over; of each file and engine the fastest round counts. Compare
the ratios, not the milliseconds. Words are runs of three letters or digits and more, compared with those of
pdfminer.six after the same cleaning. CPU time of this process, for pdftotext of its own process.

Run: python benchmarks/reading.py [FOLDER …] [--rounds 3]     (default: the sample CVs and the made PDFs of the tests)
"""

from __future__ import annotations

import argparse
import io
import re
import resource
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from cvsignal.errors import ReadError
from cvsignal.reading import ReadSettings, read
from cvsignal.reading.cleaning import clean

ROOT = Path(__file__).parents[1]
DEFAULT = (ROOT / "examples" / "cvs", ROOT / "tests" / "reading" / "pdfs")
WORD = re.compile(r"[^\W_]{3,}")
LONG = 22  # letters: longer words are glued ones, in nearly all cases
Engine = Callable[[bytes], str]


def ours(**choices: object) -> Engine:
    settings = ReadSettings(ocr=False, **choices)  # type: ignore[arg-type]
    return lambda data: read(data, settings=settings).text


def pdfminer_text(data: bytes) -> str:
    from pdfminer.high_level import extract_text

    return extract_text(io.BytesIO(data))


def pdfplumber_text(data: bytes) -> str:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages)


def pypdfium2_text(data: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def pdftotext(data: bytes) -> str:
    command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode("utf-8", "replace")


def python_docx_walk(data: bytes) -> str:
    """All that python-docx offers: body in order, tables in tables, headers and footers; no text boxes."""
    import docx

    def walk(holder: object) -> Iterator[str]:
        for block in holder.iter_inner_content():  # type: ignore[attr-defined]
            if hasattr(block, "rows"):
                for row in block.rows:
                    for cell in row.cells:
                        yield from walk(cell)
            else:
                yield block.text

    document = docx.Document(io.BytesIO(data))
    parts = [part for section in document.sections for part in (section.header, section.footer)]
    return "\n".join(line for holder in (document, *parts) for line in walk(holder))


def engines(suffix: str) -> dict[str, Engine]:
    """The engines for a kind of file, the one that the others are measured by first."""
    if suffix == ".docx":
        return {"python-docx, full walk": python_docx_walk, "cvsignal": ours()}
    found: dict[str, Engine] = {
        "pdfminer.six extract_text": pdfminer_text,
        "cvsignal pdfium, no ink test": ours(pdf_engine="pdfium", hidden_text=False),
        "cvsignal auto (default)": ours(),
        "cvsignal pdfminer": ours(pdf_engine="pdfminer"),
        "pypdfium2 get_text_range": pypdfium2_text,
    }
    try:
        import pdfplumber  # noqa: F401

        found["pdfplumber"] = pdfplumber_text
    except ImportError:
        print("pdfplumber is not installed: left out.")
    if shutil.which("pdftotext"):
        found["pdftotext"] = pdftotext
    else:
        print("pdftotext is not installed: left out.")
    return found


def cpu_seconds() -> float:
    """CPU time of this process and of the children that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + usage.ru_utime + usage.ru_stime


def measure(
    files: list[bytes], chosen: dict[str, Engine], rounds: int
) -> dict[str, tuple[list[float], list[Counter[str]]]]:
    """For each engine the CPU seconds and the words of each file."""
    times = {name: [float("inf")] * len(files) for name in chosen}
    words: dict[str, list[Counter[str]]] = {name: [Counter()] * len(files) for name in chosen}
    for _ in range(rounds):
        for i, data in enumerate(files):
            for name, engine in chosen.items():
                start = cpu_seconds()
                try:
                    text = engine(data)
                except ReadError:
                    text = ""
                times[name][i] = min(times[name][i], cpu_seconds() - start)
                words[name][i] = Counter(WORD.findall(clean(text)))
    return {name: (times[name], words[name]) for name in chosen}


def f1(found: list[Counter[str]], wanted: list[Counter[str]]) -> float:
    shared = sum((a & b).total() for a, b in zip(found, wanted, strict=True))
    total = sum(a.total() + b.total() for a, b in zip(found, wanted, strict=True))
    return 2 * shared / total if total else 1.0


def report(kind: str, files: list[bytes], rounds: int) -> None:
    chosen = engines(kind)
    for engine in chosen.values():
        engine(files[0])  # loads its libraries
    results = measure(files, chosen, rounds)
    yardstick, wanted = next(iter(results.values()))
    print(f"\n{len(files)} {kind} files, {rounds} rounds")
    print(f"{'engine':32}{'ms a file':>10}{'ratio':>8}{'word F1':>9}{'long words per 10,000':>23}")
    for name, (times, words) in results.items():
        long = sum(count for file in words for word, count in file.items() if len(word) > LONG)
        per = 10_000 * long / max(sum(file.total() for file in words), 1)
        ratio = sum(times) / sum(yardstick)
        print(f"{name:32}{1000 * sum(times) / len(files):10.1f}{ratio:8.3f}{f1(words, wanted):9.4f}{per:23.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=DEFAULT)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    for kind in (".pdf", ".docx"):
        paths = sorted(path for folder in options.folders for path in folder.rglob(f"*{kind}"))
        if paths:
            report(kind, [path.read_bytes() for path in paths], options.rounds)


if __name__ == "__main__":
    main()
