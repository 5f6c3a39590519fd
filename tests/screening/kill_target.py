"""A screening in a process of its own, to be killed: ``python kill_target.py FOLDER OUT SLOWNESS``."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import stand_in
from screening_harness import Run

from cvsignal.screening.engine import LocalEngine
from cvsignal.screening.limits import Limits

if __name__ == "__main__":
    folder, out, slowness = sys.argv[1:]
    Run(Path(folder), Path(out))(LocalEngine(partial(stand_in.Slow, float(slowness)), 2, Limits(seconds=2)))
