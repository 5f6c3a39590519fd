"""All outputs of a screening in one pass over its rows; each file is whole or not there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Protocol

from cvsignal.errors import ScreeningError
from cvsignal.reporting.blind import blindly
from cvsignal.reporting.page import ReportPage
from cvsignal.reporting.parquet import ResultsParquet
from cvsignal.reporting.rows import Candidate, LedgerRow, ReportOptions, openly
from cvsignal.reporting.tables import EvidenceCsv, RankingCsv
from cvsignal.reporting.workbook import RankingWorkbook
from cvsignal.roles import Role


class Output(Protocol):
    """A file in the making: takes candidates one at a time, then is finished or given up."""

    def add(self, candidate: Candidate) -> None: ...
    def finish(self) -> None: ...
    def close(self) -> None:
        """Let go of what is open, finished or not; may be called twice."""


#: File name and what writes it: called with the file to write, the roles and the options.
OUTPUTS: dict[str, Callable[[Path, Sequence[Role], ReportOptions], Output]] = {
    "ranking.csv": RankingCsv,
    "evidence.csv": EvidenceCsv,
    "ranking.xlsx": RankingWorkbook,
    "results.parquet": ResultsParquet,
    "report.html": ReportPage,
}


def write_all(
    rows: Callable[[], Iterator[LedgerRow]], out: Path, roles: Sequence[Role], options: ReportOptions | None = None
) -> list[Path]:
    """Write every output into the folder ``out`` and return the files, in the order of :data:`OUTPUTS`.

    ``rows()`` yields the best first; that order is kept. Memory does not grow with the number of rows, but for what
    report.html holds of ``options.most_candidates`` of them. Files are replaced together, after all are written; an
    error leaves the old ones. Raises :class:`~cvsignal.errors.ScreeningError` where the folder cannot be written.
    """
    options = options or ReportOptions()
    show = blindly if options.blind else openly
    drafts = {name: out / f".{name}.part" for name in OUTPUTS}
    try:
        out.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            outputs = [make(drafts[name], roles, options) for name, make in OUTPUTS.items()]
            for output in outputs:
                stack.callback(output.close)
            for row in rows():
                candidate = show(row)
                for output in outputs:
                    output.add(candidate)
            for output in outputs:
                output.finish()
        return [draft.replace(out / name) for name, draft in drafts.items()]
    except OSError as error:
        raise ScreeningError(
            f"{out}: the reports cannot be written ({error.strerror or error}). "
            "Close them in other programs, check rights and space."
        ) from error
    finally:
        for draft in drafts.values():
            with suppress(OSError):
                draft.unlink(missing_ok=True)
