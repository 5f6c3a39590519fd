"""What flows between the steps: plain, frozen data; the public part turns to JSON and back.

Reading yields a :class:`Document`; sections add :class:`Section` and :class:`Position`; tagging adds :class:`Evidence`;
fit adds :class:`Fit`; together they are an :class:`Assessment`. All offsets count Unicode code points of
``Document.text``, end excluded.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import islice
from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Label = Literal[
    "brand_presence",
    "personal_presence",
    "community_building",
    "long_term_strategy",
    "campaign",
    "channel_integration",
    "platform_selection",
    "paid_monitoring_tool",
    "free_monitoring_tool",
    "monitoring_plan",
    "measurable_objectives",
    "measured_result",
    "management_reporting",
    "crisis_management",
    "crisis_escalation",
    "social_media_position",
    "public_relations",
    "marketing",
    "customer_relations",
    "training",
]
Assertion = Literal["asserted", "negated", "aspirational"]
Verdict = Literal["fit", "no fit", "to be read by a person"]

LABELS: tuple[Label, ...] = get_args(Label)
ASSERTIONS: tuple[Assertion, ...] = get_args(Assertion)
GRADES = (0, 1, 2, 3)
#: A CV "fits" a role when a reviewer would grade it at least this (data/annotated/GUIDELINES.md: plausible or strong).
FIT_GRADE = 2


class Box(NamedTuple):
    """A rectangle on a page, in PDF points from the page's top left corner as displayed (rotation undone)."""

    page: int  # counted from 1
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of the text, ``text[start:end]``, without its newline."""

    start: int
    end: int
    page: int = 1
    box: Box | None = None
    size: float | None = None  # font size in points, None where the format has none
    bold: bool = False
    colour: tuple[int, int, int] | None = None  # RGB, 0-255
    furniture: bool = False  # running header or footer: never part of a sentence


class Hidden(BaseModel):
    """Words that a reader of the page does not see, kept out of the text that is tagged."""

    model_config = ConfigDict(frozen=True)

    text: str
    reason: str
    page: int | None = None


class Notice(BaseModel):
    """A warning: ``code`` for programs, ``message`` for people."""

    model_config = ConfigDict(frozen=True)

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """A CV as read: cleaned once, then never changed.

    ``soft_breaks`` are the ends of those lines in ``text`` that only wrap: for tagging the sign that ends them counts as a
    space, so that no offset moves.
    """

    text: str
    lines: tuple[Line, ...]
    soft_breaks: frozenset[int] = frozenset()
    media_type: str = "text/plain"
    pages: int | None = None
    hidden: tuple[Hidden, ...] = ()
    notices: tuple[Notice, ...] = ()
    sha256: str = ""  # of the file's bytes; of the UTF-8 text where there was no file
    #: boxes of the words of the text as (start, end, Box), in text order; empty where the format has no geometry
    words: tuple[tuple[int, int, Box], ...] = field(default=(), repr=False)

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Rectangles that cover ``text[start:end]``: one for each printed line that it touches."""
        found: list[Box] = []
        first = bisect_right(self.words, start, key=lambda word: word[1])
        for word_start, _, box in islice(self.words, first, None):
            if word_start >= end:
                break
            if found and _same_row(found[-1], box):
                last = found[-1]
                found[-1] = Box(
                    last.page,
                    min(last.x0, box.x0),
                    min(last.top, box.top),
                    max(last.x1, box.x1),
                    max(last.bottom, box.bottom),
                )
            else:
                found.append(box)
        return tuple(found)


def _same_row(a: Box, b: Box) -> bool:
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return a.page == b.page and b.x0 >= a.x0 and overlap > 0.5 * min(a.bottom - a.top, b.bottom - b.top)


@dataclass(frozen=True, slots=True)
class Row:
    """A logical line: printed lines joined where they only wrap. ``start`` is after the bullet mark, if any."""

    start: int
    end: int
    bullet: bool = False
    heading: str | None = None  # the kind of section that it opens
    furniture: bool = False
    section: str = "header"  # the kind of section that it stands in
    first: bool = False  # the first row of the CV that has words


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the CV under one heading; ``kind`` is a name of headings.toml, or "header" above the first heading."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Position:
    """A job, mandate or course of study: its extent, where its title stands, and its months."""

    start: int
    end: int
    section: str
    title: tuple[int, int] | None
    first: int | None
    last: int | None  # None while it goes on


@dataclass(frozen=True, slots=True)
class Outline:
    """The shape of a CV."""

    rows: tuple[Row, ...]
    sections: tuple[Section, ...]
    positions: tuple[Position, ...]

    def position_at(self, offset: int) -> Position | None:
        """The position in which ``text[offset]`` stands."""
        for position in self.positions:
            if position.start <= offset < position.end:
                return position
        return None


class Evidence(BaseModel):
    """A stretch of the CV that speaks for or against a candidate: ``text[start:end]`` of the assessment's text."""

    model_config = ConfigDict(frozen=True)

    label: Label
    assertion: Assertion = "asserted"
    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    section: str = "other"
    page: int | None = None
    confidence: float = Field(default=1.0, ge=0.0, le=1.0)
    boxes: tuple[Box, ...] = ()


class Contribution(BaseModel):
    """One signed part of a score's logit, and the evidence (indices into ``Assessment.evidence``) that it rests on."""

    model_config = ConfigDict(frozen=True)

    feature: str
    value: float
    points: float
    evidence: tuple[int, ...] = ()


class Missing(BaseModel):
    """A pillar of the role that the text does not show, and the question to ask for it in an interview."""

    model_config = ConfigDict(frozen=True)

    pillar: str
    title: str
    question: str


class Fit(BaseModel):
    """How well a CV fits a role.

    ``score`` is 0..100: the calibrated chance in % that a reviewer would grade the CV 2 or 3. ``contributions`` sum to the
    score's logit, the constant named ``base`` included. ``grade`` is 0..3 as in the annotation guidelines.

    ``score_range`` holds the score, 0..100: from the 10th to the 90th percentile of the scores that would be given by models of
    the role trained on other draws of the same CVs, so that 80% of those models agree with it. It shows how far the CVs that were
    learned from settle the score. Errors of reading and of tagging are not in it, nor that other CVs may be of another kind;
    it is no range for the grade of a reviewer. None where the model holds no draws.
    """

    model_config = ConfigDict(frozen=True)

    role: str
    score: float = Field(ge=0.0, le=100.0)
    grade: int = Field(ge=0, le=3)
    verdict: Verdict
    contributions: tuple[Contribution, ...]
    missing: tuple[Missing, ...] = ()
    score_if_hidden_counted: float | None = None
    score_range: tuple[float, float] | None = None


def printable(path: str) -> str:
    """A path as text that every output can hold: a name that is not UTF-8 has its bytes written as ``\\xNN``."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


Printable = Annotated[str, AfterValidator(printable)]


class Assessment(BaseModel):
    """All that cvsignal says of one CV; replayable: same file, same model, same figures."""

    model_config = ConfigDict(frozen=True)

    text: str
    language: str
    evidence: tuple[Evidence, ...]
    fit: dict[str, Fit]
    purpose: dict[str, float] = {}
    warnings: tuple[Notice, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    pages: int | None = None
    path: Printable | None = None
    file_sha256: str = ""
    text_sha256: str = ""
    model_sha256: str = ""
    version: str = ""


class Failure(BaseModel):
    """A file that was not assessed, and why; ``code`` is one of :data:`cvsignal.errors.READ_CODES`."""

    model_config = ConfigDict(frozen=True)

    path: Printable
    code: str
    message: Printable
    file_sha256: str = ""
