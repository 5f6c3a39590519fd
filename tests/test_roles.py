"""Roles are data: tables are checked, and a third role is learned and screened for without touching code."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cvsignal
from cvsignal.cli import app
from cvsignal.corpus import Record, write_records
from cvsignal.errors import LexiconError
from cvsignal.features import NEVER, PURPOSES
from cvsignal.markup import parse
from cvsignal.roles import Role, default_roles, parse_role, parse_role_json, read_role
from cvsignal.training.run import train
from tests.small_corpus import small_corpus

DATA = Path(__file__).parent / "data" / "press_officer"
TABLE = DATA / "press_officer.toml"
ROLES = default_roles()


def test_the_shipped_roles() -> None:
    assert [role.name for role in ROLES] == ["social_media_manager", "community_manager"]


@pytest.mark.parametrize("role", [*ROLES, read_role(TABLE)], ids=lambda role: role.name)
def test_a_table_is_whole_in_both_languages(role: Role) -> None:
    assert set(role.title) == {"en", "fr"}
    assert role.pillar
    for pillar in role.pillar:
        assert set(pillar.title) == set(pillar.question) == {"en", "fr"}
        assert pillar.labels
        assert not NEVER & set(pillar.labels)
        assert all(question.strip().endswith(("?", ".")) for question in pillar.question.values())
    assert all(weight > 0 for weight in role.purpose.values())
    assert len({pillar.name for pillar in role.pillar}) == len(role.pillar)


def test_every_purpose_shifts_the_shipped_roles() -> None:
    for role in ROLES:
        assert set(role.purpose) == set(PURPOSES)


def test_a_role_comes_back_from_json() -> None:
    for role in ROLES:
        assert parse_role_json(role.model_dump_json(), "role.json") == role


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name = ", "nom = ", r"role\.toml: name: Field required"),
        ('"press_officer"', '"Press officer"', r"role\.toml: name: String should match"),
        ('"pr_background"', '"beauty"', "unknown feature 'beauty'; known are"),
        ('"pr_background", ', '"years_of_pr", ', "a feature stands twice"),
        ("features = [", "features = [] #", "features"),
        ("pr = 3.0", "sales = 3.0", "'sales' is no purpose"),
        ("pr = 3.0", "pr = -3.0", "its weight is negative"),
        ('["public_relations"]', '["charm"]', r"pillar\.0\.labels\.0"),
        ('name = "crisis"', 'name = "crisis"\nweight = 2', r"pillar\.1\.weight: Extra inputs"),
        ("[[pillar]]", "[[pillar", "not TOML"),
        (', fr = "Attaché de presse"', "", r"role\.toml: title: no text in 'fr'; reports ask for both, .*\. Mend"),
        ('en = "Bad news"', 'en = " "', r"role\.toml: pillar\.1\.title: no text in 'en'"),
        ("question = { en =", "question = { de =", r"role\.toml: pillar\.0\.question: no text in 'en'"),
    ],
)
def test_a_wrong_table_is_named(old: str, new: str, message: str) -> None:
    table = TABLE.read_text(encoding="utf-8")
    assert old in table
    with pytest.raises(LexiconError, match=message):
        parse_role(table.replace(old, new, 1), "role.toml")


def test_a_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="cannot be read"):
        read_role(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LexiconError, match="cannot be read"):
        read_role(tmp_path / "bad.toml")
    with pytest.raises(LexiconError, match=r"x\.json"):
        parse_role_json("{}", "x.json")


def graded() -> list[Record]:
    """The fourteen CVs graded for the third role, and none of the shipped ones."""
    cvs = tomllib.loads((DATA / "cvs.toml").read_text(encoding="utf-8"))["cv"]
    records = []
    for number, cv in enumerate(cvs):
        text, spans = parse(cv["text"].lstrip("\n"))
        records.append(
            Record(
                id=f"press-{number}",
                language=cv["language"],
                text=text,
                spans=spans,
                fit={"press_officer": cv["grade"]},
                meta={"batch": cv["batch"]},
            )
        )
    return records


@pytest.fixture(scope="module")
def with_third_role(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of three roles, from the small corpus and fourteen CVs graded for the third alone."""
    folder = tmp_path_factory.mktemp("third")
    write_records(folder / "small.jsonl", small_corpus(64))
    write_records(folder / "press.jsonl", graded())
    roles = (*default_roles(), read_role(TABLE))
    return train([folder / "small.jsonl", folder / "press.jsonl"], folder / "model", roles=roles).folder


def test_fourteen_cvs_make_a_role(with_third_role: Path) -> None:
    screener = cvsignal.load(with_third_role)
    assert screener.roles == ("social_media_manager", "community_manager", "press_officer")
    scores: dict[int, list[float]] = {grade: [] for grade in range(4)}
    for record in graded():
        fit = screener.assess_text(record.text, record.language).fit["press_officer"]
        scores[record.fit["press_officer"]].append(fit.score)
    means = [sum(found) / len(found) for found in scores.values()]
    assert means == sorted(means), means
    assert min(scores[3]) > max(scores[0])


def test_the_third_role_asks_its_own_questions(with_third_role: Path) -> None:
    text = "Régis Morin\nExpérience\nBoulanger, Boulangerie verte, mai 2010 - juin 2019\n- Pain et gâteaux\n"
    missing = cvsignal.load(with_third_role).assess_text(text, "fr").fit["press_officer"].missing
    assert [one.pillar for one in missing] == ["press", "crisis"]
    assert missing[0].question.startswith("Quel journaliste")


def test_the_third_role_is_screened_for(with_third_role: Path, tmp_path: Path) -> None:
    (tmp_path / "cvs").mkdir()
    records = graded()
    for record in records[::3]:
        (tmp_path / "cvs" / f"{record.id}.txt").write_text(record.text, encoding="utf-8")
    arguments = [
        "screen",
        str(tmp_path / "cvs"),
        "-o",
        str(tmp_path / "out"),
        "--role",
        "press_officer",
        "--workers",
        "1",
    ]
    result = CliRunner().invoke(app, [*arguments, "--model", str(with_third_role)])
    assert result.exit_code == 0, result.output
    with (tmp_path / "out" / "ranking.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    scores = [float(row["press_officer_score"]) for row in rows]
    assert len(scores) == len(records[::3])
    assert scores == sorted(scores, reverse=True)


def test_the_command_learns_a_third_role(tmp_path: Path) -> None:
    write_records(tmp_path / "small.jsonl", small_corpus(32))
    write_records(tmp_path / "press.jsonl", graded())
    arguments = ["train", str(tmp_path / "small.jsonl"), str(tmp_path / "press.jsonl"), "-o", str(tmp_path / "model")]
    result = CliRunner().invoke(app, [*arguments, "--role", str(TABLE), "--only"])
    assert result.exit_code == 0, result.output
    assert cvsignal.load(tmp_path / "model").roles == ("press_officer",)
