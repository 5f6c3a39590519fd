"""What people and programs see of assessments: tables, spreadsheets, one page, the terminal.

Heavy libraries are imported by the modules that need them, so that the terminal views start fast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from cvsignal.reporting.rows import LedgerRow, ReportOptions, ledger_rows
from cvsignal.roles import Role

__all__ = ["LedgerRow", "ReportOptions", "ledger_rows", "write_all"]


def write_all(
    rows: Callable[[], Iterator[LedgerRow]], out: Path, roles: Sequence[Role], options: ReportOptions | None = None
) -> list[Path]:
    """Writes every output of a screening; see :func:`cvsignal.reporting.write.write_all`."""
    from cvsignal.reporting.write import write_all as write  # pandas, pyarrow, xlsxwriter: only where they are needed

    return write(rows, out, roles, options)
