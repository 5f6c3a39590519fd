"""Label Studio's format; ``label_studio_export.json`` was recorded from the real server (1.23) by the script in
tests/integration."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from cvsignal.corpus import Record
from cvsignal.errors import CorpusError
from cvsignal.labels.exchange import import_labels
from cvsignal.labels.label_studio import task
from cvsignal.labels.label_studio_config import configuration, names
from cvsignal.reporting.wording import FAMILIES, family_of, say
from cvsignal.roles import default_roles
from cvsignal.schema import ASSERTIONS, GRADES, LABELS
from tests.integration.label_studio_round_trip import records

EXPORT = Path(__file__).with_name("label_studio_export.json")


def test_the_export_of_the_real_server_comes_back_whole() -> None:
    found = import_labels(EXPORT, "label-studio", records())
    assert {r.id: r for r in found.records} == {r.id: r for r in records()}
    assert found.notes == []


def test_without_a_base_texts_ids_and_languages_are_the_tools() -> None:
    assert {r.id: r for r in import_labels(EXPORT, "label-studio").records} == {r.id: r for r in records()}


def test_a_text_that_the_server_would_change_is_placed_by_words(tmp_path: Path) -> None:
    exported = json.loads(EXPORT.read_text(encoding="utf-8"))
    for one in exported:
        if one["data"]["cvsignal_id"] == "fr-crlf":  # offsets of the person's browser, had it counted CRLF once
            for part in one["annotations"][0]["result"]:
                for key in {"start", "end"} & part["value"].keys():
                    part["value"][key] -= one["data"]["text"].count("\r\n", 0, part["value"][key])
    path = tmp_path / "export.json"
    path.write_text(json.dumps(exported), encoding="utf-8")
    found = import_labels(path, "label-studio", records())
    assert {r.id: r for r in found.records} == {r.id: r for r in records()}
    (note,) = found.notes
    assert "fr-crlf: the tool counted characters with CRLF as one; 2 spans placed by their words" in note


def annotated(*people: Any, cancelled: bool = False) -> list[dict[str, Any]]:
    """The third CV, labelled by these people: all but the first left its grades out."""
    record = records()[2]
    found: dict[str, Any] = {"id": 9, **task(record), "annotations": []}
    for number, person in enumerate(people):
        result = copy.deepcopy(found["predictions"][0]["result"])
        kept = [part for part in result if number == 0 or part["type"] == "labels"]
        found["annotations"].append({"completed_by": person, "result": kept, "was_cancelled": cancelled and number > 0})
    return [found]


def read(tasks: list[dict[str, Any]], path: Path, annotator: str | None = None) -> list[Record]:
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return import_labels(path, "label-studio", records(), annotator=annotator).records


def test_of_several_people_one_must_be_named(tmp_path: Path) -> None:
    tasks = annotated(1, {"id": 2, "email": "b@example.org"})
    with pytest.raises(CorpusError, match=r"task 9: labelled by several people \(1, 2\)\. Name one with --annotator"):
        read(tasks, tmp_path / "f")
    assert read(tasks, tmp_path / "f", "1")[0].fit == records()[2].fit
    assert read(tasks, tmp_path / "f", "b@example.org")[0].fit == {}
    with pytest.raises(CorpusError, match="Nothing in the file is labelled"):
        read(tasks, tmp_path / "f", "nobody")


def test_of_one_persons_annotations_the_last_counts(tmp_path: Path) -> None:
    tasks = annotated(1, 1)
    old, new = tasks[0]["annotations"]
    old["updated_at"], new["updated_at"] = "2026-01-02T10:00:00Z", "2026-01-03T09:00:00Z"
    assert read(tasks, tmp_path / "f")[0].fit == {}
    old["updated_at"] = "2026-01-04T10:00:00Z"
    assert read(tasks, tmp_path / "f")[0].fit == records()[2].fit


def test_cancelled_and_open_tasks_are_left_out(tmp_path: Path) -> None:
    assert read(annotated(1, 2, cancelled=True), tmp_path / "f")[0].fit == records()[2].fit
    with pytest.raises(CorpusError, match="Nothing in the file is labelled"):
        read(annotated(), tmp_path / "f")


def test_two_choices_where_one_is_due_are_refused(tmp_path: Path) -> None:
    tasks = annotated(1)
    tasks[0]["annotations"][0]["result"][-1]["value"]["choices"] = ["1", "2"]
    with pytest.raises(CorpusError, match="task 9: a choice must be one of"):
        read(tasks, tmp_path / "f")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_configuration_shows_names_and_keeps_keys(language: str) -> None:
    view = etree.fromstring(configuration(language, ["own_role"]))
    assert [one.get("alias") for one in view.iter("Label")] == list(LABELS)
    choices = {one.get("name"): [c.get("alias") for c in one] for one in view.iter("Choices")}
    grades = [str(grade) for grade in GRADES]
    roles = [*(role.name for role in default_roles()), "own_role"]
    assert choices == {"assertion": list(ASSERTIONS)} | dict.fromkeys(roles, grades)
    shown = [one.get("value") for one in view.iter("Label")]
    assert len(set(shown)) == len(LABELS)
    assert shown == [say("labels", label, language) for label in LABELS], "the names that the reports show"


def test_labels_of_one_family_have_one_colour() -> None:
    view = etree.fromstring(configuration("en", []))
    families = {(family_of(one.get("alias")), one.get("background")) for one in view.iter("Label")}
    assert len(families) == len({colour for _, colour in families}) == len(FAMILIES)


def test_every_name_stands_in_both_languages() -> None:
    table = names()
    wanted = {"assertion": ASSERTIONS, "grade": [str(g) for g in GRADES]}
    for part, keys in wanted.items():
        found = getattr(table, part)
        assert set(found) == set(keys)
        assert all(set(shown) == {"en", "fr"} and all(shown.values()) for shown in found.values())
