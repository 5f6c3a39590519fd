"""Rate, memory and second run of a screening: ``python benchmarks/screen.py FOLDER [--model DIR]``.

FOLDER holds real CVs (PDF, DOCX, text). They are copied under many names, each copy changed by a few bytes that no
reader shows, so that each is new to the ledger. Prints the tables of ``docs/scale.md``. The same command measures with
a stand-in for the model (``--reading-only``: files are read, nothing is tagged). Nothing of the CVs is printed or kept.
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import psutil

from cvsignal.schema import Assessment
from cvsignal.screening.engine import LocalEngine
from cvsignal.screening.inputs import LEDGER_NAME, open_source
from cvsignal.screening.progress import Quiet
from cvsignal.screening.records import Reader
from cvsignal.screening.run import Order, Tables, screen

#: What docs/scale.md supposes of a cluster: cores of a machine that work, and their yield beside this one's.
CORES = 32
YIELD = 0.8


class ReadingOnly:
    """Reads, and says nothing of what it read."""

    def assess(self, source: Any, *, filename: str | None = None) -> Assessment:
        from cvsignal.reading.reader import read

        document = read(source, filename=filename)
        return Assessment(text=document.text, language="", evidence=(), fit={}, file_sha256=document.sha256)


class Watch(Quiet):
    """Watches time and the memory of this process at each event."""

    def __init__(self) -> None:
        self.memory = 0
        self.work = 0.0  # seconds that workers had a file in hand
        self.times: list[float] = []

    def started(self, files: int, todo: int) -> None:
        self.look()

    def done(self, path: str, seconds: float) -> None:
        self.work += seconds
        self.times.append(time.perf_counter())
        self.look()

    def failed(self, path: str, code: str, reason: str) -> None:
        self.times.append(time.perf_counter())
        self.look()

    def look(self) -> None:
        self.memory = max(self.memory, psutil.Process().memory_info().rss)

    def rate(self, workers: int) -> float:
        """Files a second once all workers have their model."""
        settled = self.times[2 * workers :]
        return (len(settled) - 1) / (settled[-1] - settled[0]) if len(settled) > 1 else 0.0


def copies(originals: list[Path], folder: Path, count: int) -> None:
    """``count`` files, each different from all others in its bytes and from none in its text."""
    for number, original in enumerate(islice(cycle(originals), count)):
        target = folder / f"{number % 100:02}" / f"{number:06}{original.suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(original, target)
        if zipfile.is_zipfile(target):
            with zipfile.ZipFile(target, "a") as archive:
                archive.comment = str(number).encode()
        else:
            with target.open("ab") as file:
                file.write(f"\n%{number}\n".encode() if original.suffix == ".pdf" else b"\n" * (number + 1))


def loader_of(options: argparse.Namespace) -> Any:
    if options.reading_only:
        import screen as importable  # workers import it by this name; __main__ they cannot

        return importable.ReadingOnly
    from cvsignal.screener import load

    return partial(load, options.model)


def measure(options: argparse.Namespace) -> None:
    """One run, in this process alone; prints its figures as JSON."""
    watch = Watch()

    def all_results(results: Any, out: Path) -> list[Path]:
        for _ in results:
            watch.look()
        return []

    folder = Path(options.folder)
    order = Order(open_source(folder / "cvs"), folder / "out", "model", "version", Reader("plain", "bounded"))
    engine = LocalEngine(loader_of(options), options.workers)
    started = time.perf_counter()
    summary = screen(order, engine, Tables(all_results), watch)
    figures = {
        "files": summary.files,
        "assessed": summary.assessed,
        "failed": sum(summary.failed.values()),
        "seconds": time.perf_counter() - started,
        "rate": watch.rate(options.workers),
        "work": watch.work,
        "peak_mb": watch.memory / 1e6,
        "ledger_mb": (folder / "out" / LEDGER_NAME).stat().st_size / 1e6,
    }
    print(json.dumps(figures))


def measured(folder: Path, workers: int, options: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, __file__, str(folder), "--measure", "--workers", str(workers)]
    command += ["--reading-only"] if options.reading_only else []
    command += ["--model", options.model] if options.model else []
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout))


def runs(options: argparse.Namespace) -> Iterator[tuple[int, int, str, dict[str, Any]]]:
    """Count, workers, which run, figures."""
    originals = sorted(path for path in Path(options.folder).rglob("*") if path.is_file())
    if not originals:
        sys.exit(f"{options.folder}: there are no files. Give a folder of CVs.")
    for count in options.sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            copies(originals, folder / "cvs", count)
            for workers in (1, 2) if count == options.sizes[0] else (2,):
                shutil.rmtree(folder / "out", ignore_errors=True)
                yield count, workers, "first", measured(folder, workers, options)
            yield count, 2, "second", measured(folder, 2, options)


def _rate(figures: dict[str, Any]) -> str:
    return f"{figures['rate']:.1f}" if figures["rate"] else "-"


def report(options: argparse.Namespace) -> None:
    """All runs as a table, then what follows from them."""
    rates: dict[int, float] = {}
    first = each = size = 0.0  # seconds of the first run; of one CV: seconds with one worker, kB in the ledger
    ratios = []
    print(f"{platform.machine()}, {psutil.cpu_count()} cores, Python {platform.python_version()}\n")
    print("| files | workers | run | seconds | CVs a second | failed | parent's memory, MB |")
    print("|---|---|---|---|---|---|---|")
    for count, workers, which, figures in runs(options):
        cells = [count, workers, which, f"{figures['seconds']:.2f}", _rate(figures), figures["failed"]]
        print("| " + " | ".join(map(str, [*cells, f"{figures['peak_mb']:.0f}"])) + " |", flush=True)
        if which == "second":
            ratios.append(f"{first / figures['seconds']:.0f}")
            continue
        first, size = figures["seconds"], 1000 * figures["ledger_mb"] / count
        if count == options.sizes[0]:
            rates[workers] = figures["rate"]
            each = each or figures["work"] / count
    print(f"\nTwo workers: {rates[2] / rates[1]:.2f} times the rate of one.")
    print(f"An unchanged folder again: {', '.join(ratios)} times as fast.")
    print(f"One CV: {1000 * each:.0f} ms of a core, {size:.0f} kB in the ledger.\n")
    print(
        f"| CVs | core hours | hours on {CORES} cores | machines of {CORES} cores for one night (10 h) | ledger, GB |"
    )
    print("|---|---|---|---|---|")
    for many in (10**6, 10**7):
        hours = many * each / 3600 / YIELD
        night = max(1, -(-hours // (CORES * 10)))
        print(f"| {many:,} | {hours:,.0f} | {hours / CORES:,.1f} | {night:.0f} | {many * size / 1e6:,.0f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="CVs to copy")
    parser.add_argument("--model", help="a model folder; the shipped one by default")
    parser.add_argument("--reading-only", action="store_true", help="read the files only: no model needed")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--workers", type=int, default=2, help=argparse.SUPPRESS)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options)
    else:
        report(options)


if __name__ == "__main__":
    main()
