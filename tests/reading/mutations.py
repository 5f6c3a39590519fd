"""Seeded damage: cuts, bit flips, zeroed blocks, swapped pieces; as a program, it reads all and tells the outcomes.

Run: python -m tests.reading.mutations [COUNT]
"""

from __future__ import annotations

import json
import random
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from cvsignal.errors import ReadError
from cvsignal.reading import ReadSettings, read
from tests.reading import make_pdfs
from tests.reading.layouts import printed_layouts
from tests.reading.make_docx import LAYOUTS, saved
from tests.reading.sample_cvs import CVS
from tests.reading.type_3 import type_3

SEED = 20120214


def damaged(data: bytes, chance: random.Random) -> bytes:
    """One variant of a file, damaged one to four times."""
    for _ in range(chance.randint(1, 4)):
        size = len(data)
        if size < 64:
            return data
        at, length = chance.randrange(size), chance.randint(1, max(size // 8, 2))
        kind = chance.choice(("cut", "flip", "zero", "swap", "repeat", "drop"))
        if kind == "cut":
            data = data[: max(at, 16)]
        elif kind == "flip":
            flipped = bytearray(data)
            for _ in range(chance.randint(1, 40)):
                flipped[chance.randrange(size)] ^= 1 << chance.randrange(8)
            data = bytes(flipped)
        elif kind == "zero":
            data = data[:at] + b"\x00" * len(data[at : at + length]) + data[at + length :]
        elif kind == "swap":
            data = data[at:] + data[:at] if at % 2 else data[: at // 2] + data[at:] + data[at // 2 : at]
        elif kind == "repeat":
            data = data[:at] + data[at : at + length] * 3 + data[at + length :]
        else:
            data = data[:at] + data[at + length :]
    return data


def originals() -> list[bytes]:
    pdfs = [layout.make() for layout in printed_layouts()]
    pdfs += [make_pdfs.header_band(CVS["en"]), type_3(CVS["fr"]), make_pdfs.scan(CVS["en"], dpi=40)]
    return [*pdfs, *(saved(layout(cv)) for layout in LAYOUTS.values() for cv in CVS.values())]


def variants(count: int) -> Iterator[bytes]:
    chance = random.Random(SEED)
    files = originals()
    pdfs = [data for data in files if data.startswith(b"%PDF")]
    others = [data for data in files if not data.startswith(b"%PDF")]
    for i in range(count):
        yield damaged(chance.choice(pdfs if i % 2 else others), chance)


def peak() -> float:
    """Megabytes that this process had at most. Linux counts those of the parent in ``ru_maxrss`` too, as they were at the fork."""
    status = Path("/proc/self/status")
    if status.is_file() and (found := re.search(r"VmHWM:\s+(\d+) kB", status.read_text())):
        return int(found[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def main() -> None:
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for data in variants(int(sys.argv[1]) if len(sys.argv) > 1 else 500):
        start = time.process_time()
        try:
            read(data, settings=ReadSettings(ocr=False))
            outcomes["document"] += 1
        except ReadError as error:
            outcomes[error.code] += 1
            if error.__cause__ is not None:  # caught by the reader's last net: a fault of ours
                outcomes[f"fault: {error.__cause__!r}"] += 1
        slowest = max(slowest, time.process_time() - start)
    print(json.dumps({"outcomes": outcomes, "peak_megabytes": peak(), "slowest_seconds": round(slowest, 2)}))


if __name__ == "__main__":
    main()
