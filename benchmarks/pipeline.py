"""A whole assessment beside the mere extraction of text: ``python benchmarks/pipeline.py FOLDER [--rounds 3] [--model DIR]``.

FOLDER holds PDF CVs. Each is assessed (read, cut into sections, tagged, scored) and given to pdfminer.six's
``extract_text``, in turn, several rounds over; then its steps are taken one by one. Of each file and task the fastest round
counts. CPU time of this one process, model and libraries loaded, as a worker of a screening has them. Compare the ratios, not
the milliseconds. Nothing of the CVs is printed or kept.
"""

from __future__ import annotations

import argparse
import gc
import io
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from pdfminer.high_level import extract_text

import cvsignal
from cvsignal import ReadError, Screener
from cvsignal.language import detect
from cvsignal.reading import ReadSettings, read

ASSESS, EXTRACT = "assess", "pdfminer.six extract_text"
SETTINGS = ReadSettings(ocr=False)  # the other reads no scans: they are left out
STEPS = ("reading", "language", "sections and tagging", "scoring")


def seconds(task: Callable[[], object]) -> float:
    """CPU seconds of a task; the collector starts from nothing, so that no task pays for what another left behind."""
    gc.collect()
    start = time.process_time()
    task()
    return time.process_time() - start


def measured(screener: Screener, data: bytes) -> dict[str, float]:
    """CPU seconds of each task and each step on one CV."""
    document = read(data, settings=SETTINGS)
    language = detect(document.text)
    shape, evidence = screener.tag(document, language)
    tasks: dict[str, Callable[[], object]] = {
        ASSESS: lambda: screener.assess(data),
        EXTRACT: lambda: extract_text(io.BytesIO(data)),
        "reading": lambda: read(data, settings=SETTINGS),
        "language": lambda: detect(document.text),
        "sections and tagging": lambda: screener.tag(document, language),
        "scoring": lambda: screener.fits(evidence, shape, language),
    }
    return {name: seconds(task) for name, task in tasks.items()}


def readable(screener: Screener, folder: Path) -> list[bytes]:
    """The PDFs of a folder that can be assessed, each assessed and extracted once, which loads all that is needed."""
    found: list[bytes] = []
    for path in sorted(folder.rglob("*.pdf")):
        data = path.read_bytes()
        try:
            screener.assess(data)
        except ReadError as error:
            print(f"Left out: {error.code}.")
            continue
        extract_text(io.BytesIO(data))
        found.append(data)
    return found


def fastest(screener: Screener, files: list[bytes], rounds: int) -> dict[str, list[float]]:
    """For each task the seconds of each file, the fastest of its rounds."""
    best: dict[str, list[float]] = {}
    for _ in range(rounds):
        for i, data in enumerate(files):
            for name, value in measured(screener, data).items():
                times = best.setdefault(name, [float("inf")] * len(files))
                times[i] = min(times[i], value)
    return best


def report(times: dict[str, list[float]], files: int, rounds: int) -> None:
    ratios = [extract / assess for extract, assess in zip(times[EXTRACT], times[ASSESS], strict=True)]
    print(f"{files} PDF files, {rounds} rounds\n\n{'task':28}{'ms a file':>10}{'median':>8}")
    for name, values in times.items():
        print(f"{name:28}{1000 * statistics.fmean(values):10.1f}{1000 * statistics.median(values):8.1f}")
    steps = {name: sum(times[name]) for name in STEPS}
    print("\nshares: " + ", ".join(f"{name} {value / sum(steps.values()):.0%}" for name, value in steps.items()))
    print(
        f"An assessment is {sum(times[EXTRACT]) / sum(times[ASSESS]):.2f} times as fast as the extraction of text "
        f"(sum over sum; the median of the files is {statistics.median(ratios):.2f}, the least {min(ratios):.2f})."
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--model", type=Path)
    options = parser.parse_args()
    screener = cvsignal.load(options.model, settings=SETTINGS)
    files = readable(screener, options.folder)
    if not files:
        parser.error(f"{options.folder}: no PDF there that can be assessed")
    gc.collect()
    gc.freeze()  # as a worker does once it has its model
    report(fastest(screener, files, options.rounds), len(files), options.rounds)


if __name__ == "__main__":
    main()
