"""Small fixed experiments that every model must pass: what may not move a score, and in which direction things may."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from cvsignal.errors import LexiconError
from cvsignal.schema import Fit
from cvsignal.screener import Screener


class Cv(BaseModel):
    """A CV of an experiment."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Literal["en", "fr"]
    text: str


class Check(BaseModel):
    """A change to some CVs, and how scores may move."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    rule: Literal["same", "not higher", "not lower"]
    cvs: tuple[str, ...]
    replace: dict[str, str] = {}
    append: str = ""

    @model_validator(mode="after")
    def _changes_something(self) -> Check:
        if bool(self.replace) == bool(self.append):
            raise ValueError(f"{self.name}: give either replace or append")
        return self

    def changed(self, text: str) -> str:
        """The CV after the change."""
        for old, new in self.replace.items():
            text = text.replace(old, new)
        return f"{text}\n{self.append}\n" if self.append else text


class Experiments(BaseModel):
    """``invariances.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tolerance: float
    cv: dict[str, Cv]
    check: tuple[Check, ...]


@dataclass(frozen=True)
class Breach:
    """An experiment that a model fails."""

    check: str
    cv: str
    role: str
    rule: str
    before: float
    after: float

    def __str__(self) -> str:
        return f"{self.check} ({self.cv}, {self.role}): {self.rule} expected, {self.before:.1f} became {self.after:.1f}"


def experiments() -> Experiments:
    """The experiments; raises LexiconError where the table is wrong."""
    try:
        table = resources.files(__package__).joinpath("invariances.toml").read_text(encoding="utf-8")
        return Experiments.model_validate(tomllib.loads(table))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise LexiconError(f"invariances.toml: {error}. Mend the table.") from error


def breaches(screener: Screener) -> list[Breach]:
    """The experiments that the screener's model fails."""
    table = experiments()
    before = {name: screener.assess_text(cv.text, cv.language).fit for name, cv in table.cv.items()}
    found: list[Breach] = []
    for check in table.check:
        for name in check.cvs:
            cv = table.cv[name]
            after = screener.assess_text(check.changed(cv.text), cv.language).fit
            found.extend(_breaches(check, name, before[name], after, table.tolerance))
    return found


def _breaches(
    check: Check, cv: str, before: Mapping[str, Fit], after: Mapping[str, Fit], tolerance: float
) -> Iterator[Breach]:
    for role, old in before.items():
        new = after[role]
        change = new.score - old.score
        broken = {
            "same": abs(change) > tolerance or old.grade != new.grade or old.verdict != new.verdict,
            "not higher": change > tolerance,
            "not lower": change < -tolerance,
        }[check.rule]
        if broken:
            yield Breach(check.name, cv, role, check.rule, round(old.score, 1), round(new.score, 1))
