from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import cvsignal.cli.models
import cvsignal.promotion.promote
from cvsignal.cli import app
from cvsignal.errors import ModelError
from cvsignal.model_folder import load_model
from cvsignal.promotion.gate import Verdict, judge_candidate
from cvsignal.promotion.promote import promote
from cvsignal.promotion.store import Store


@pytest.fixture(autouse=True)
def shipped(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small model stands for the shipped one."""
    monkeypatch.setattr(cvsignal.promotion.promote, "default_model", lambda: good)


def test_a_model_with_shuffled_grades_is_refused(shuffled: Path, test_file: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"not promoted\.\n(.*\n)*.*community_manager QWK.*worse beyond") as refused:
        promote(shuffled, tmp_path / "current", [test_file])
    assert '--force "reason"' in str(refused.value)
    assert not (tmp_path / "current").exists()


def test_force_overrides_and_leaves_its_reason_on_record(shuffled: Path, test_file: Path, tmp_path: Path) -> None:
    link = tmp_path / "current"
    version, verdict = promote(shuffled, link, [test_file], force="rehearsal of a rollback")
    (row,) = Store(link).log()
    assert row["version"] == version
    assert row["forced"] == "rehearsal of a rollback"
    assert row["refused_for"] == list(verdict.reasons) != []
    assert row["tests"].keys() == {"test.jsonl"}
    assert {d["name"] for d in row["differences"]} >= {"community_manager QWK", "evidence F1, fr"}
    with pytest.raises(ModelError, match="--force needs a reason"):
        promote(shuffled, link, [test_file], force=" ")


def test_a_reason_is_not_recorded_where_none_was_needed(good: Path, test_file: Path, tmp_path: Path) -> None:
    promote(good, tmp_path / "current", [test_file], force="to be sure")
    assert Store(tmp_path / "current").log()[0]["forced"] is None


def test_the_commands(good: Path, shuffled: Path, test_file: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    link = ["--to", str(tmp_path / "current")]
    done = run(app, ["promote", str(good), "--test", str(test_file), *link])
    assert done.exit_code == 0, done.output
    assert "no clear change" in done.output
    refused = run(app, ["promote", str(shuffled), "--test", str(test_file), *link])
    assert isinstance(refused.exception, ModelError)
    forced = run(app, ["promote", str(shuffled), "--test", str(test_file), "--force", "a trial", *link])
    assert "Overridden: community_manager QWK" in forced.output
    assert load_model(tmp_path / "current").sha256 == load_model(shuffled).sha256
    back = run(app, ["rollback", "--reason", "worse", *link])
    assert back.exit_code == 0
    assert load_model(tmp_path / "current").sha256 == load_model(good).sha256


def test_compare_lists_every_candidate_who_would_be_treated_differently(
    good: Path, shuffled: Path, test_file: Path
) -> None:
    shown = CliRunner().invoke(app, ["compare", str(good), str(shuffled), "--on", str(test_file), "--json"])
    found = json.loads(shown.stdout)
    assert found["cvs"] == 40
    changed = [flip for flip in found["flips"] if flip["old"]["verdict"] != flip["new"]["verdict"]]
    assert changed
    assert all(flip["parts"] for flip in changed)
    table = CliRunner().invoke(app, ["compare", str(good), str(shuffled), "--on", str(test_file)]).stdout
    assert f"{len(found['flips'])} changes among 40 CVs" in table


def test_promote_shows_the_first_changes_and_counts_the_others(
    good: Path, shuffled: Path, test_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cvsignal.cli.models, "_FLIPS", 2)
    line = ["promote", str(shuffled), "--test", str(test_file), "--to", str(tmp_path / "current"), "--force", "a trial"]
    shown = CliRunner().invoke(app, line).stdout
    assert shown.count("  rank ") == 2
    changes = int(shown[: shown.index(" changes among 40 CVs")].split()[-1])
    assert f"… and {changes - 2} more: " in shown


def test_compare_on_a_folder_of_cvs(good: Path, shuffled: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Cashier\nExperience\nServed customers at the till of the shop", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Experience\nRan the Facebook page of the museum", encoding="utf-8")
    (tmp_path / "empty.pdf").write_bytes(b"")
    shown = CliRunner().invoke(
        app, ["compare", str(good), str(shuffled), "--on", str(tmp_path), "--json", "--workers", "1"]
    )
    found = json.loads(shown.stdout)
    assert found["cvs"] == 2
    assert found["differences"] == []
    assert {flip["name"] for flip in found["flips"]} <= {"a.txt", "b.txt"}
    assert any("empty.pdf" in note for note in found["notes"])


def test_compare_says_where_figures_flatter(good: Path, shuffled: Path) -> None:
    shown = CliRunner().invoke(app, ["compare", str(good), str(shuffled), "--on", str(good.parent / "train.jsonl")])
    assert shown.stderr.count("model learned from 64 of these 64 CVs: they flatter it.") == 2


def test_a_candidate_trained_anew_while_it_is_judged_is_not_promoted(
    good: Path, shuffled: Path, test_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate = tmp_path / "candidate"
    shutil.copytree(good, candidate)

    def judged_meanwhile(*asked: Any) -> Verdict:
        shutil.rmtree(candidate)
        shutil.copytree(shuffled, candidate)
        return judge_candidate(*asked)

    monkeypatch.setattr(cvsignal.promotion.promote, "judge_candidate", judged_meanwhile)
    with pytest.raises(ModelError, match="another model than the one that was judged"):
        promote(candidate, tmp_path / "current", [test_file])
    assert not (tmp_path / "current").exists()
