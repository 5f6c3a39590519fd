"""Names in a CV: tools, job titles, degrees and memberships, each the name alone, with the labels that it proposes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cvsignal.lexicon import clause_words
from cvsignal.schema import Row
from cvsignal.tagging.clauses import row_words
from cvsignal.tagging.keys import plain
from cvsignal.tagging.phrases import Hit, Word
from cvsignal.tagging.runs import APART, FIELDS, Marks, joins, marks_of, runs

TOOLS = {
    "tool.paid": "paid_monitoring_tool",
    "tool.paid_described": "paid_monitoring_tool",
    "tool.free": "free_monitoring_tool",
}
_NAMED = frozenset({"title.social_name", "title.pr_name", "title.marketing_name", "title.customer_name"})
_SAYS_TITLE = frozenset({*FIELDS, "title.head"})
_AFTER = clause_words()["after_titles"]
_DEGREE_REACH = 12
_OPTION_REACH = 4
_MAX_TITLE_WORDS = 14
_LONGEST_RUN = 60  # words: a title is told in fewer, and to look at all pairs in a longer one takes time without end


class Name(NamedTuple):
    """``words[first:last]``, in ``rows[row]``; ``kind`` is "tool", "title" or "degree"."""

    first: int
    last: int
    row: int
    kind: str
    labels: tuple[str, ...]


def _tighten(words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    while first < last and joins(words, first):
        first += 1
    while last > first and joins(words, last - 1):
        last -= 1
    return first, last


def _pieces(words: Sequence[Word], marks: Marks, first: int, last: int) -> Iterator[tuple[int, int]]:
    """A run cut at commas, bars and slashes where both sides are titles of their own."""
    begin = first
    for i in range(first + 1, last - 1):
        if (
            words[i].text in {",", "|", "/", "·"}
            and _is_title(marks, max(begin, i - _LONGEST_RUN), i)
            and _is_title(marks, i + 1, min(last, i + _LONGEST_RUN))
        ):
            yield begin, i
            begin = i + 1
    yield begin, last


def _without_outsiders(words: Sequence[Word], marks: Marks, first: int, last: int) -> tuple[int, int]:
    """Without what a comma or the like parts off at an end and that only looks like a part of a title: an employer.

    "Société Générale, social media manager", "Head of Communications, Group".
    """
    if last - first > _LONGEST_RUN:
        return first, last
    while outsider := _outsider(words, marks, first, last):
        first, last = outsider
    return first, last


def _outsider(words: Sequence[Word], marks: Marks, first: int, last: int) -> tuple[int, int] | None:
    """What is left of a run without the first such part found, None where there is none."""
    for i in range(first, last):
        if words[i].text in APART and not _says_title(marks, first, i) and _is_title(marks, i + 1, last):
            return i + 1, last
    for i in range(last - 1, first, -1):
        if words[i].text in APART and not _says_title(marks, i + 1, last) and _is_title(marks, first, i):
            return first, i
    return None


def _without_tail(words: Sequence[Word], marks: Marks, first: int, last: int) -> int:
    """Where a run ends that "in" or "for" leads on to mere levels: "Communications Professional in local" government."""
    for i in range(last - 1, max(first, last - _MAX_TITLE_WORDS), -1):
        if plain(words[i].text) in _AFTER and not _says_title(marks, i + 1, last):
            last = i
    return last


def _says_title(marks: Marks, first: int, last: int) -> bool:
    """Whether some word there is a head or a field of a title, not just its level."""
    return not _SAYS_TITLE.isdisjoint(marks.concepts(first, last))


def _is_title(marks: Marks, first: int, last: int) -> bool:
    concepts = marks.concepts(first, last)
    return bool(concepts & _NAMED) or ("title.head" in concepts and bool(concepts & FIELDS.keys()))


def _titles(words: Sequence[Word], marks: Marks, first: int, last: int, row: int, *, member: bool) -> Iterator[Name]:
    """The titles of a row, without what brackets only say again: "Accredited in Public Relations (APR)"."""
    before: Name | None = None
    for title in _all_titles(words, marks, first, last, row, member=member):
        if before is None or not _says_again(words, title, before):
            yield title
        before = title


def _says_again(words: Sequence[Word], title: Name, before: Name) -> bool:
    """Whether a title fills the brackets right behind another and carries no label that this one does not."""
    around = [word.text for word in (words[before.last], *words[title.last : title.last + 1])]
    return title.first == before.last + 1 and around == ["(", ")"] and set(title.labels) <= set(before.labels)


def _all_titles(
    words: Sequence[Word], marks: Marks, first: int, last: int, row: int, *, member: bool
) -> Iterator[Name]:
    """The titles of a row; of a ``member`` among memberships a field is enough: "Oak County Public Relations Society"."""
    size = max(1, last - first)
    for begin, end in runs(words, marks, first, last):
        if not marks.labels(begin, end):
            continue
        for left, right in _pieces(words, marks, begin, end):
            left, right = _without_outsiders(words, marks, left, right)
            left, right = _tighten(words, left, _without_tail(words, marks, left, right))
            labels = marks.labels(left, right)
            alone = size <= 9 and (right - left) >= 0.6 * size
            if labels and right - left <= _MAX_TITLE_WORDS and (member or alone or _is_title(marks, left, right)):
                yield Name(left, right, row, "title", labels)


def _degrees(words: Sequence[Word], marks: Marks, first: int, last: int, row: int) -> Iterator[Name]:
    before: Name | None = None
    taken = first
    for i in marks.starting(first, last):
        starting = marks.starts[i]
        hit = next((h for h in starting if h.concept == "title.degree"), None)
        if hit is None or i < taken:
            continue
        begin = i
        while begin > taken and begin - 1 in marks.fields:
            begin -= 1
        end = hit.last if begin < i else _end_of_degree(words, marks, hit, last)
        if end is None:
            continue
        left, right = _tighten(words, begin, end)
        degree = Name(left, right, row, "degree", marks.labels(left, right))
        taken = end
        if not (any(h.concept == "title.option" for h in starting) and before and _is_option(degree, before)):
            before = degree
            yield degree


def _is_option(degree: Name, before: Name) -> bool:
    """Whether a degree is the option of the one before: "BA in Communication, emphasis on public relations" is one."""
    return degree.first - before.last <= _OPTION_REACH and set(degree.labels) <= set(before.labels)


def _end_of_degree(words: Sequence[Word], marks: Marks, degree: Hit, last: int) -> int | None:
    """Where the field ends that stands behind a degree: "BA in Communication"; None where there is none near."""
    end: int | None = None
    gap = 0
    for j in range(degree.last, min(last, degree.first + _DEGREE_REACH)):
        if words[j].text in ".;•●" or any(
            h.concept == "title.degree" for h in marks.starts.get(j, ()) if j > degree.last + 1
        ):
            break
        if j in marks.fields:
            end, gap = j + 1, 0
        elif end is not None and (gap := gap + 1) > 2:
            break
    return end


def _tools(marks: Marks, first: int, last: int, row: int) -> Iterator[Name]:
    hits = [hit for i in marks.starting(first, last) for hit in marks.starts[i] if hit.concept.startswith("tool.")]
    plans = [hit.first for hit in hits if hit.concept == "tool.paid_plan"]
    for hit in hits:
        if hit.concept in TOOLS:
            paid = any(0 <= plan - hit.last <= 4 for plan in plans)
            label = "paid_monitoring_tool" if paid else TOOLS[hit.concept]
            yield Name(hit.first, hit.last, row, "tool", (label,))


def names(words: Sequence[Word], rows: Sequence[Row], hits: Sequence[Hit]) -> list[Name]:
    """All names of a CV that may be evidence, in order of their rows."""
    marks = marks_of(hits)
    found: list[Name] = []
    for number, (first, last) in enumerate(row_words(words, rows)):
        if marks.at.keys().isdisjoint(range(first, last)):
            continue
        if not marks.fields.isdisjoint(range(first, last)):  # without a field it is no title and no degree that counts
            degrees = list(_degrees(words, marks, first, last, number))
            titles = _titles(words, marks, first, last, number, member=rows[number].section == "memberships")
            found.extend(degrees)
            found.extend(t for t in titles if not any(d.first <= t.first and t.last <= d.last for d in degrees))
        found.extend(_tools(marks, first, last, number))
    return found
