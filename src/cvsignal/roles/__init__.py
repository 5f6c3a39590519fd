"""Roles are data: a role is a TOML table; a third one needs no change of code."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator

from cvsignal.errors import LexiconError
from cvsignal.features import CATALOGUE, PURPOSES
from cvsignal.lexicon import LANGUAGES
from cvsignal.schema import Label


def _whole(words: dict[str, str]) -> dict[str, str]:
    for language in LANGUAGES:
        if not words.get(language, "").strip():
            raise ValueError(f"no text in {language!r}; reports ask for both, {' and '.join(LANGUAGES)}")
    return words


#: Words by language, in both.
Words = Annotated[dict[str, str], AfterValidator(_whole)]


class Pillar(BaseModel):
    """Something that the role asks for, the labels that show it, and the question where none does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    labels: tuple[Label, ...]
    title: Words
    question: Words


class Role(BaseModel):
    """A role as its table says it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Words
    features: tuple[str, ...] = Field(min_length=1)
    purpose: dict[str, float] = {}
    pillar: tuple[Pillar, ...] = ()

    @field_validator("features")
    @classmethod
    def _known_features(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in CATALOGUE:
                raise ValueError(f"unknown feature {name!r}; known are {', '.join(sorted(CATALOGUE))}")
        if len(set(names)) != len(names):
            raise ValueError("a feature stands twice")
        return names

    @field_validator("purpose")
    @classmethod
    def _known_purposes(cls, weights: dict[str, float]) -> dict[str, float]:
        for name, weight in weights.items():
            if name not in PURPOSES or weight < 0:
                raise ValueError(f"{name!r} is no purpose, or its weight is negative; known are {', '.join(PURPOSES)}")
        return weights


def parse_role(text: str, where: str) -> Role:
    """A role from TOML; raises LexiconError naming the file and the key."""
    try:
        return Role.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{where}: not TOML ({error}). Mend the table.") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        why = first["msg"].removeprefix("Value error, ")
        raise LexiconError(f"{where}: {key}: {why}. Mend the table.") from error


def read_role(path: Path) -> Role:
    """A role from a file of the user's."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: cannot be read. Check the path; a role is a TOML file in UTF-8.") from error
    return parse_role(text, path.name)


def refuse_twins(roles: Sequence[Role]) -> None:
    """Raises LexiconError where two roles have one name: only one of them would be learned."""
    names = [role.name for role in roles]
    for name in names:
        if names.count(name) > 1:
            raise LexiconError(
                f"{name}: two roles have this name. Rename yours, or leave the shipped roles out with --only."
            )


def default_roles() -> tuple[Role, ...]:
    """The roles that are shipped: community manager and social media manager."""
    tables = (r for r in resources.files(__package__).iterdir() if r.name.endswith(".toml"))
    return tuple(
        parse_role(r.read_text(encoding="utf-8"), r.name) for r in sorted(tables, key=lambda r: r.name, reverse=True)
    )


def parse_role_json(text: str, where: str) -> Role:
    """A role as a model folder keeps it; raises LexiconError."""
    try:
        return Role.model_validate_json(text)
    except ValidationError as error:
        raise LexiconError(f"{where}: {error.errors()[0]['msg']}. Train again.") from error
