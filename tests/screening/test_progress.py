from __future__ import annotations

import io
import json

from rich.console import Console
from screening_harness import Run

from cvsignal.screening.progress import Bar, JsonLines, Lines, Quiet, Summary, listener


class Clock:
    """Moves on by a second each time it is read."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def test_events_as_json_lines(run: Run) -> None:
    run.write("a.txt", "one private sentence")
    run.write("b.txt", "BUG another private sentence")
    stream = io.StringIO()
    run(listener=JsonLines(stream))
    events = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [event["event"] for event in events] in (
        ["started", "done", "failed", "finished"],
        ["started", "failed", "done", "finished"],
    )
    assert events[0] == {"event": "started", "files": 2, "todo": 2}
    assert {event["path"] for event in events[1:3]} == {str(run.folder / "a.txt"), str(run.folder / "b.txt")}
    assert events[3]["failed"] == {"crashed": 1}
    assert "private" not in stream.getvalue()


def test_a_copy_is_an_event_too(run: Run) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        run.write(name, "the same")
    stream = io.StringIO()
    run(listener=JsonLines(stream))
    events = [json.loads(line)["event"] for line in stream.getvalue().splitlines()]
    assert sorted(events) == ["done", "finished", "known", "known", "started"]
    assert json.loads(stream.getvalue().splitlines()[-1])["known"] == 2


def test_lines_where_is_no_terminal() -> None:
    stream = io.StringIO()
    lines = Lines(stream, seconds=3, clock=Clock())
    lines.started(10, 8)
    for number in range(5):
        lines.done(f"{number}", 0.1)
    lines.failed("cvs/x.pdf", "encrypted", "it is locked. Ask for the password.")
    assert stream.getvalue().splitlines() == [
        "10 files, 8 to assess",
        "3 of 8, 1.0 a second, 0:05 left, 0 failed",
        "cvs/x.pdf: encrypted: it is locked. Ask for the password.",
        "6 of 8, 1.0 a second, 0:02 left, 1 failed",
    ]


def test_a_bar_on_a_terminal() -> None:
    stream = io.StringIO()
    bar = Bar(Console(file=stream, force_terminal=True, width=120))
    bar.started(3, 3)
    bar.done("a", 0.1)
    bar.failed("b", "empty", "it is empty.")
    bar.known("c")
    bar.finished(Summary())
    bar.close()
    assert "3/3" in stream.getvalue()
    assert "1 failed" in stream.getvalue()


def test_the_way_to_show_a_run() -> None:
    assert isinstance(listener(quiet=True), Quiet)
    assert isinstance(listener(as_json=True, quiet=True), JsonLines)
    assert isinstance(listener(stream=io.StringIO()), Lines)


def test_the_figures_of_a_run() -> None:
    assert Summary(files=10, failed={"empty": 2, "crashed": 1}).readable == 7
