from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import stand_in
from screening_harness import Run

from cvsignal.errors import ScreeningError
from cvsignal.schema import Assessment
from cvsignal.screening.progress import Quiet
from cvsignal.screening.request import Request, carry_out
from cvsignal.screening.run import Tables


def ask(run: Run, **options: Any):
    request = Request(str(run.folder), run.out, stand_in.MODEL, "0", **options)
    seen: list[Any] = []

    def write(results: Any, out: Path) -> list[Path]:
        seen.extend(results)
        return []

    return carry_out(request, stand_in.load, Tables(write), Quiet()), seen


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"workers": 0}, "--workers 0: that is too few"),
        ({"scheduler": "tcp://127.0.0.1:1"}, "--scheduler: it is for --engine dask"),
        ({"part": "1/2", "engine": "dask"}, "--shard: a part runs on one machine"),
        ({"part": "1/2", "fresh": True}, "--fresh: it would delete what other parts have done"),
        ({"part": "3/2"}, "--shard 3/2: it is not I/N"),
    ],
)
def test_options_that_do_not_go_together(run: Run, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ScreeningError, match=message):
        ask(run, **options)


def test_parts_then_the_whole(run: Run) -> None:
    for number in range(6):
        run.write(f"{number}.txt", f"text {number}")
    parts = [ask(run, part=f"{number}/2")[0] for number in (1, 2)]
    assert sum(summary.assessed for summary in parts) == 6
    summary, results = ask(run)
    assert (summary.files, summary.assessed) == (6, 0)
    assert all(isinstance(result, Assessment) for result in results)


def test_a_part_that_redid_a_changed_file_changes_the_tables(run: Run) -> None:
    run.write("a.txt", "one")
    ask(run)
    run.write("a.txt", "another text")
    ask(run, part="1/1")
    assert [result.text for result in ask(run)[1]] == ["another text"]


def test_a_run_on_this_machine(run: Run) -> None:
    run.write("a.txt", "one")
    assert ask(run, workers=1)[0].readable == 1


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Dask's own warnings
def test_a_run_on_dask(run: Run) -> None:
    pytest.importorskip("distributed", reason="the extra cvsignal[dask] is not installed")
    run.write("a.txt", "one")
    assert ask(run, engine="dask", workers=1)[0].readable == 1
