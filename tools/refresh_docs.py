"""Writes the generated blocks of the documents anew: ``python -m tools.refresh_docs`` (``make docs``).

A block stands between ``<!-- generated: NAME -->`` and ``<!-- end of NAME -->``; the function of that name in
:data:`BLOCKS` says what belongs there. With ``--check`` nothing is written and stale blocks are named, exit 1.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tools import corpus_blocks, model_blocks, run_blocks
from tools.cli_reference import reference

ROOT = Path(__file__).resolve().parents[1]
BLOCKS: dict[str, Callable[[], str]] = {
    "commands": reference,
    "quality": model_blocks.quality,
    "strangers": model_blocks.strangers,
    "retraining": model_blocks.retraining,
    "corpus-counts": corpus_blocks.counts,
    "corpus-batches": corpus_blocks.batches,
    "corpus-sample": corpus_blocks.sample,
    "learning-curve": corpus_blocks.learning_curve,
    "agreement": corpus_blocks.agreement,
    "screen-run": run_blocks.screen_run,
    "assess-run": run_blocks.assess_run,
    "python-run": run_blocks.python_run,
}
_BLOCK = re.compile(r"<!-- generated: (?P<name>[\w-]+) -->\n(?P<body>.*?)\n?<!-- end of (?P=name) -->", re.DOTALL)


def pages() -> Iterator[Path]:
    """The documents that hold a generated block."""
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "data" / "annotated" / "README.md"]:
        if path.is_file() and _BLOCK.search(path.read_text(encoding="utf-8")):
            yield path


def blocks(page: Path) -> dict[str, str]:
    """The generated blocks of a page as they stand there, by name."""
    return {match["name"]: match["body"].strip("\n") for match in _BLOCK.finditer(page.read_text(encoding="utf-8"))}


def refresh(page: Path, made: dict[str, str]) -> bool:
    """Writes the blocks ``made`` into a page; whether anything changed."""
    before = page.read_text(encoding="utf-8")
    after = _BLOCK.sub(
        lambda m: f"<!-- generated: {m['name']} -->\n\n{made[m['name']]}\n\n<!-- end of {m['name']} -->", before
    )
    if after != before:
        page.write_text(after, encoding="utf-8")
    return after != before


def main(arguments: list[str]) -> int:
    """Refreshes or checks all pages; the exit code."""
    stale = False
    for page in pages():
        with contextlib.redirect_stdout(io.StringIO()):
            made = {name: BLOCKS[name]() for name in blocks(page)}
        if "--check" in arguments:
            for name, body in blocks(page).items():
                if body != made[name]:
                    stale = True
                    print(f"{page.relative_to(ROOT)}: {name} is stale. Run `make docs`.")
        elif refresh(page, made):
            print(f"{page.relative_to(ROOT)}: written anew")
    return int(stale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
