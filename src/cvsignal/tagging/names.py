"""Names in a CV: tools, job titles, degrees and memberships, each the name alone, with the labels that it proposes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cvsignal.lexicon import clause_words
from cvsignal.schema import Row
from cvsignal.tagging.clauses import is_function_word, row_words
from cvsignal.tagging.keys import plain
from cvsignal.tagging.phrases import Hit, Word

#: The field of a title decides its label.
FIELDS = {
    "title.social": "social_media_position",
    "title.social_name": "social_media_position",
    "title.pr": "public_relations",
    "title.pr_name": "public_relations",
    "title.marketing": "marketing",
    "title.marketing_name": "marketing",
    "title.customer": "customer_relations",
    "title.customer_name": "customer_relations",
}
TOOLS = {
    "tool.paid": "paid_monitoring_tool",
    "tool.paid_described": "paid_monitoring_tool",
    "tool.free": "free_monitoring_tool",
}
#: Labels that names carry; the others are told in clauses.
NAMED = frozenset({*FIELDS.values(), *TOOLS.values()})
_NAMED = frozenset({"title.social_name", "title.pr_name", "title.marketing_name", "title.customer_name"})
_SAYS_TITLE = frozenset({*FIELDS, "title.head"})
_TITLE_PARTS = _SAYS_TITLE | {"title.level"}
_NAMING = ("title.", "tool.")
_CONNECTORS = clause_words()["in_titles"]
_ENDS = frozenset(".!?;•●:()")
_PARTS = frozenset(",|·—–")
_PARTING = frozenset("–—:(")
_AND = frozenset({"&", "and", "et", "/", "+"})
_STRANGERS = 2  # words that are no parts of titles between two that are
_BEFORE_FIELD = frozenset({",", "of", "for", "de", "du", "des"})
_NARROWING = 2  # words: more are a sentence
_LIST_COMMAS = 6  # a row with so many, a few words between them, is a list of skills: each item stands alone
_LIST_WORDS = 4
_DEGREE_REACH = 12
_MAX_TITLE_WORDS = 14
_LONGEST_RUN = 60  # words: a title is told in fewer, and to look at all pairs in a longer one takes time without end


class Name(NamedTuple):
    """``words[first:last]``, in ``rows[row]``; ``kind`` is "tool", "title" or "degree"."""

    first: int
    last: int
    row: int
    kind: str
    labels: tuple[str, ...]


class _Marks(NamedTuple):
    """The concepts that cover each word that has any, the hits by their first word, the words of titles and of fields."""

    at: dict[int, set[str]]
    starts: dict[int, list[Hit]]
    parts: set[int]
    fields: set[int]


def _marks(hits: Sequence[Hit]) -> _Marks:
    marks = _Marks({}, {}, set(), set())
    for hit in hits:
        if not hit.concept.startswith(_NAMING):
            continue
        concept, first, last = hit
        marks.starts.setdefault(first, []).append(hit)
        for i in range(first, last):
            marks.at.setdefault(i, set()).add(concept)
        if concept in _TITLE_PARTS:
            marks.parts.update(range(first, last))
        if concept in FIELDS:
            marks.fields.update(range(first, last))
    return marks


def _concepts(marks: _Marks, first: int, last: int) -> set[str]:
    return set().union(*(marks.at[i] for i in range(first, last) if i in marks.at))


def _labels(marks: _Marks, first: int, last: int) -> tuple[str, ...]:
    return tuple(sorted({FIELDS[c] for c in _concepts(marks, first, last) if c in FIELDS}))


def _tighten(words: Sequence[Word], first: int, last: int) -> tuple[int, int]:
    while first < last and _joins(words, first):
        first += 1
    while last > first and _joins(words, last - 1):
        last -= 1
    return first, last


def _runs(words: Sequence[Word], marks: _Marks, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Longest stretches made of title parts, of what joins them, and of the one or two words that narrow a field."""
    begin: int | None = None
    narrowing = -1  # up to here the words belong to the run whatever they are
    ends = _ENDS | {","} if _lists(words, first, last) else _ENDS
    for i in range(first, last + 1):
        part = i < narrowing or (i < last and words[i].text not in ends and (i in marks.parts or _joins(words, i)))
        if not part and begin is not None and (bridged := _bridged(words, marks, (begin, i, last), "," in ends)):
            part, narrowing = True, bridged
        if part and begin is None:
            begin = i
        elif not part and begin is not None:
            yield begin, i
            begin = None


def _bridged(words: Sequence[Word], marks: _Marks, run: tuple[int, int, int], listed: bool) -> int | None:
    """Up to where the words from ``i`` on belong to a run that began before, in spite of what they are; None where they do not.

    ``run`` is (begin, i, end of the row); ``listed`` where the row is a list.
    """
    begin, i, last = run
    if not listed and (field := _narrowed_field(words, marks, i, last)):
        return field
    if i < last and words[i].text in _PARTING and (field := _field_parted_from_head(words, marks, begin, i, last)):
        return field
    return _after_strangers(words, marks, i, last)


def _field_parted_from_head(words: Sequence[Word], marks: _Marks, begin: int, i: int, last: int) -> int | None:
    """Where the part ends that ``words[i]`` parts off in "Senior Manager – Social Media", "Adviser (Media)": a head without a
    field, then a field without a head. None where it is no such part.

    What stands behind a whole title is an employer or another title.
    """
    if "title.head" not in _concepts(marks, begin, i) or not marks.fields.isdisjoint(range(begin, i)):
        return None
    end = i + 1
    while end < last and words[end].text not in _PARTS and (end in marks.parts or _joins(words, end)):
        end += 1
    if marks.fields.isdisjoint(range(i + 1, end)) or "title.head" in _concepts(marks, i + 1, end):
        return None
    return end + 1 if words[i].text == "(" and end < last and words[end].text == ")" else end


def _after_strangers(words: Sequence[Word], marks: _Marks, i: int, last: int) -> int | None:
    """Where a title goes on after what "and" joins to it: "Communications & Research Officer"; one word, or two with capitals.

    Without the "and" it might be somebody's name, and no name may decide what is found.
    """
    end = i
    while end < last and end - i < _STRANGERS and end not in marks.parts and _may_be_strange(words[end].text):
        end += 1
    on = end
    while on < last and on not in marks.parts and on - end < _STRANGERS and _joins(words, on):
        on += 1
    around = [words[i - 1].text, *(word.text for word in words[end:on])]
    if end == i or on == last or on not in marks.parts or "," in around or _AND.isdisjoint(map(plain, around)):
        return None
    capital = all(word.text[0].isupper() for word in (*words[i:end], words[on]))
    return on + 1 if capital or end - i == 1 else None


def _may_be_strange(text: str) -> bool:
    return text[0].isalpha() and not is_function_word(text)


def _joins(words: Sequence[Word], i: int) -> bool:
    """Whether a word, or a sign, may stand between the parts of a title; « a la » is « à la » in haste, English "a" is neither."""
    form = plain(words[i].text)
    return form in _CONNECTORS or (form == "a" and i + 1 < len(words) and plain(words[i + 1].text) in {"la", "l'"})


def _lists(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether a row lists short items: "Sales, Stocking, Associate, Marketing, …" holds no marketing associate.

    A row with a year is none: it is a position told in one line.
    """
    texts = [word.text for word in words[first:last]]
    commas = texts.count(",")
    return (
        commas >= _LIST_COMMAS
        and len(texts) <= (_LIST_WORDS + 1) * commas
        and not any(len(text) == 4 and text.isdigit() for text in texts)
    )


def _narrowed_field(words: Sequence[Word], marks: _Marks, i: int, last: int) -> int | None:
    """Where the field stands that capitalised words after "," or "of" narrow: "Manager, Channel Marketing"."""
    if i < 2 or words[i - 1].text.lower() not in _BEFORE_FIELD or i - 2 not in marks.parts:
        return None
    for field in range(i + 1, min(last, i + 1 + _NARROWING)):
        if not words[field - 1].text[0].isupper():
            return None
        if field in marks.fields and words[field].text[0].isupper():
            return field
    return None


def _pieces(words: Sequence[Word], marks: _Marks, first: int, last: int) -> Iterator[tuple[int, int]]:
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


def _without_outsiders(words: Sequence[Word], marks: _Marks, first: int, last: int) -> tuple[int, int]:
    """Without what a comma or the like parts off at an end and that only looks like a part of a title: an employer.

    "Société Générale, social media manager", "Head of Communications, Group".
    """
    if last - first > _LONGEST_RUN:
        return first, last
    while outsider := _outsider(words, marks, first, last):
        first, last = outsider
    return first, last


def _outsider(words: Sequence[Word], marks: _Marks, first: int, last: int) -> tuple[int, int] | None:
    """What is left of a run without the first such part found, None where there is none."""
    for i in range(first, last):
        if words[i].text in _PARTS and not _says_title(marks, first, i) and _is_title(marks, i + 1, last):
            return i + 1, last
    for i in range(last - 1, first, -1):
        if words[i].text in _PARTS and not _says_title(marks, i + 1, last) and _is_title(marks, first, i):
            return first, i
    return None


def _says_title(marks: _Marks, first: int, last: int) -> bool:
    """Whether some word there is a head or a field of a title, not just its level."""
    return not _SAYS_TITLE.isdisjoint(_concepts(marks, first, last))


def _is_title(marks: _Marks, first: int, last: int) -> bool:
    concepts = _concepts(marks, first, last)
    return bool(concepts & _NAMED) or ("title.head" in concepts and bool(concepts & FIELDS.keys()))


def _titles(words: Sequence[Word], marks: _Marks, first: int, last: int, row: int) -> Iterator[Name]:
    size = max(1, last - first)
    for begin, end in _runs(words, marks, first, last):
        if not _labels(marks, begin, end):
            continue
        for left, right in _pieces(words, marks, begin, end):
            left, right = _tighten(words, *_without_outsiders(words, marks, left, right))
            labels = _labels(marks, left, right)
            alone = size <= 9 and (right - left) >= 0.6 * size
            if labels and right - left <= _MAX_TITLE_WORDS and (alone or _is_title(marks, left, right)):
                yield Name(left, right, row, "title", labels)


def _degrees(words: Sequence[Word], marks: _Marks, first: int, last: int, row: int) -> Iterator[Name]:
    taken = first
    for i in range(first, last):
        hit = next((h for h in marks.starts.get(i, ()) if h.concept == "title.degree"), None)
        if hit is None or i < taken:
            continue
        end: int | None = None
        gap = 0
        for j in range(hit.last, min(last, i + _DEGREE_REACH)):
            if words[j].text in ".;•●" or any(
                h.concept == "title.degree" for h in marks.starts.get(j, ()) if j > hit.last + 1
            ):
                break
            if j in marks.fields:
                end, gap = j + 1, 0
            elif end is not None and (gap := gap + 1) > 2:
                break
        if end is not None:
            left, right = _tighten(words, i, end)
            yield Name(left, right, row, "degree", _labels(marks, left, right))
            taken = end


def _tools(marks: _Marks, first: int, last: int, row: int) -> Iterator[Name]:
    plans = [h.first for i in range(first, last) for h in marks.starts.get(i, ()) if h.concept == "tool.paid_plan"]
    for i in range(first, last):
        for hit in marks.starts.get(i, ()):
            if hit.concept in TOOLS:
                paid = any(0 <= plan - hit.last <= 4 for plan in plans)
                label = "paid_monitoring_tool" if paid else TOOLS[hit.concept]
                yield Name(hit.first, hit.last, row, "tool", (label,))


def names(words: Sequence[Word], rows: Sequence[Row], hits: Sequence[Hit]) -> list[Name]:
    """All names of a CV that may be evidence, in order of their rows."""
    marks = _marks(hits)
    found: list[Name] = []
    for number, (first, last) in enumerate(row_words(words, rows)):
        if marks.at.keys().isdisjoint(range(first, last)):
            continue
        if not marks.fields.isdisjoint(range(first, last)):  # without a field it is no title and no degree that counts
            degrees = list(_degrees(words, marks, first, last, number))
            titles = _titles(words, marks, first, last, number)
            found.extend(degrees)
            found.extend(t for t in titles if not any(d.first <= t.first and t.last <= d.last for d in degrees))
        found.extend(_tools(marks, first, last, number))
    return found
