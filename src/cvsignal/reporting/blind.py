"""The blind view: what says who a candidate is, is hidden in every output; a number stands for the file's name.

Hidden are names and titles of address, e-mails, phones, links, addresses, date and place of birth, age and schools, as
far as they are recognised (:mod:`cvsignal.reporting.people`); photos are in no output anyway. The ledger
(screening.sqlite) keeps everything.
"""

from __future__ import annotations

import os
import re

from cvsignal.reporting.people import find_private
from cvsignal.reporting.people.names import is_ordinary
from cvsignal.reporting.rows import MASK, Candidate, LedgerRow, candidate_name, candidate_number
from cvsignal.schema import Assessment, Failure, Hidden, Notice


def blindly(row: LedgerRow) -> Candidate:
    """A row without what says who the person is; offsets in it stay those of the text."""
    number = candidate_number(row.path, row.sha256)
    name = candidate_name(row.path, row.sha256)
    if isinstance(row.outcome, Failure):
        code = row.outcome.code  # its message names the file
        shown = LedgerRow(name, row.sha256, Failure(path=name, code=code, message="", file_sha256=row.sha256))
    else:
        shown = LedgerRow(name, row.sha256, blinded(row.outcome, path=row.path).model_copy(update={"path": name}))
    return Candidate(shown, name, number, blind=True)


def blinded(assessment: Assessment, *, path: str = "") -> Assessment:
    """An assessment whose texts have every private word painted over, sign by sign, so that no offset moves."""
    kept = [(e.start, e.end) for e in assessment.evidence]
    names = set(file_words(path or assessment.path or ""))
    private = find_private(assessment.text, names=names, kept=kept)
    names |= {
        word
        for p in private
        if p.kind == "name"
        for word in re.findall(r"[^\W\d_]{3,}", assessment.text[p.start : p.end])
    }
    text = paint(assessment.text, [(p.start, p.end) for p in private])
    evidence = tuple(e.model_copy(update={"text": text[e.start : e.end], "boxes": ()}) for e in assessment.evidence)
    hidden = tuple(Hidden(text=_paint_all(h.text, names), reason=h.reason, page=h.page) for h in assessment.hidden)
    warnings = tuple(Notice(code=w.code, message=_paint_all(w.message, names)) for w in assessment.warnings)
    return assessment.model_copy(
        update={"text": text, "evidence": evidence, "hidden": hidden, "warnings": warnings, "path": None}
    )


def file_words(path: str) -> list[str]:
    """The words of a file's name that may be the person's name: ``CV_Marie-Eve_Roy_2024.pdf`` has three."""
    stem = os.path.splitext(os.path.basename(path))[0]  # noqa: PTH119, PTH122 (may be a URL)
    words = re.findall(r"[^\W\d_]{3,}", re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])", " ", stem))
    return [word for word in words if not is_ordinary(word)]


def paint(text: str, stretches: list[tuple[int, int]]) -> str:
    """The text with every sign of the stretches that is not white space painted over."""
    signs = list(text)
    for start, end in stretches:
        signs[start:end] = [sign if sign.isspace() else MASK for sign in signs[start:end]]
    return "".join(signs)


def _paint_all(text: str, names: set[str]) -> str:
    return paint(text, [(p.start, p.end) for p in find_private(text, names=names)])
