"""Reading order: the content stream's, for programs write by paragraphs; geometry's where the stream is shuffled."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise

from cvsignal.reading.glyphs import Segment
from cvsignal.reading.wrapping import DATE_ONLY

#: Real pages jump upwards in 5-20% of the steps from one segment to the next, a shuffled one in half of them.
SHUFFLED = 0.30
MIN_STEPS = 8
CROSSING = 0.25  # share of the segments that may run across a gutter (titles above two columns)
MIN_COLUMN = 0.12  # share of the segments that each column must have
MAX_DEPTH = 12


def in_reading_order(segments: list[Segment]) -> list[Segment]:
    """The segments of a page in the order in which a person reads them."""
    steps = len(segments) - 1
    if steps < MIN_STEPS:
        return segments
    upward = sum(b.bottom < a.top + 0.2 * a.height for a, b in pairwise(segments))
    return _by_geometry(segments, 0) if upward > SHUFFLED * steps else segments


def _by_geometry(segments: list[Segment], depth: int) -> list[Segment]:
    """Column by column between the segments that run across the gutter, row by row where there is no gutter."""
    gutter = _gutter(segments) if depth < MAX_DEPTH else None
    if gutter is None:
        return _row_by_row(segments)
    result: list[Segment] = []
    left: list[Segment] = []
    right: list[Segment] = []
    for segment in sorted(segments, key=lambda s: s.top):
        if segment.x0 < gutter < segment.x1:
            result += _by_geometry(left, depth + 1) + _by_geometry(right, depth + 1) + [segment]
            left, right = [], []
        elif segment.x1 <= gutter:
            left.append(segment)
        else:
            right.append(segment)
    return result + _by_geometry(left, depth + 1) + _by_geometry(right, depth + 1)


def _gutter(segments: list[Segment]) -> float | None:
    """The x that parts two columns of running text with the fewest segments across it; None where there is none."""
    count = len(segments)
    if count < MIN_STEPS:
        return None
    starts, ends = sorted(s.x0 for s in segments), sorted(s.x1 for s in segments)
    best: tuple[float, float] | None = None
    for x in sorted({segment.x0 - 1.0 for segment in segments}):
        left = bisect_right(ends, x)
        right = count - bisect_left(starts, x)
        across = count - left - right
        if across > CROSSING * count or min(left, right) < max(3, MIN_COLUMN * count):
            continue
        cost = across + 0.01 * abs(left - right)
        if best is None or cost < best[0]:
            best = (cost, x)
    if best is None or _is_date_table(segments, best[1]):
        return None
    return best[1]


def _is_date_table(segments: list[Segment], gutter: float) -> bool:
    """Dates in a column of their own belong to the rows beside them."""
    for side in ([s for s in segments if s.x1 <= gutter], [s for s in segments if s.x0 >= gutter]):
        dates = sum(bool(DATE_ONLY.fullmatch(segment.text)) for segment in side)
        if dates > 0.5 * len(side):
            return True
    return False


def _row_by_row(segments: list[Segment]) -> list[Segment]:
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: s.top):
        middle = (segment.top + segment.bottom) / 2
        if rows and rows[-1][0].top <= middle <= rows[-1][0].bottom:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [segment for row in rows for segment in sorted(row, key=lambda s: s.x0)]
