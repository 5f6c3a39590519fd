"""The flow as a whole: what cannot buy a score, replay, offsets, warnings."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import tomllib
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cvsignal
from cvsignal.corpus import read_records
from cvsignal.errors import ModelError, ReadError
from cvsignal.features import features
from cvsignal.reading import from_text
from cvsignal.schema import Hidden
from cvsignal.screener import default_model

PAIRS = Path(__file__).parent / "data" / "pairs"
DEV = Path(__file__).parents[1] / "data" / "annotated" / "dev.jsonl"
CVS = {
    f"{pair['name']}, {language}": (language, pair[language])
    for path in sorted(PAIRS.glob("*.toml"))
    for pair in tomllib.loads(path.read_text(encoding="utf-8"))["pair"][::6]
    for language in ("en", "fr")
}
MODEL = os.environ.get("CVSIGNAL_TEST_MODEL")
_TOOLS = [
    "Radian6",
    "Sysomos",
    "Brandwatch",
    "Meltwater",
    "Talkwalker",
    "Sprinklr",
    "Cision",
    "Digimind",
    "Visibrain",
    "Synthesio",
    "Agorapulse",
    "Vocus",
    "TVEyes",
    "Hootsuite",
    "Buffer",
    "Later",
    "TweetDeck",
    "Mention",
    "Iconosquare",
    "Sprout Social",
    "Google Analytics",
    "Google Alerts",
    "Facebook Insights",
    "Twitter Analytics",
    "Canva",
]
_PLATFORMS = [
    "Facebook",
    "Twitter",
    "Instagram",
    "LinkedIn",
    "YouTube",
    "Pinterest",
    "TikTok",
    "Snapchat",
    "Reddit",
    "Tumblr",
    "Flickr",
    "Vimeo",
]
STUFFING = {
    "lists of platforms": "\nSkills\n" + ", ".join(_PLATFORMS * 10) + "\n",
    "free tools": "\nSkills\nGoogle Analytics, Google Alerts, Facebook Insights, Twitter Analytics\n",
    "personal accounts": "\nInterests\nMy personal Instagram has 30,000 followers. I write my own travel blog.\n",
    "comptes personnels": "\nLoisirs\nMon compte Instagram personnel a 30 000 abonnés. Je tiens mon blogue voyage.\n",
    "the word itself": "\nSkills\n" + "social media " * 200 + "\n",
}


#: Paid tools are a fact about a candidate who practises (annotation guidelines): they may add a little, and no grade.
TOOLS = {
    "200 names of tools": "\nSkills\n" + ", ".join(_TOOLS * 8) + "\n",
    "a tool a line, 200 times": "\nCompétences\n" + "\n".join(f"- {tool}" for tool in _TOOLS * 8) + "\n",
}
MOST_FOR_TOOLS = 5.0  # points
_PRACTICE = {"brand_presence", "community_building", "social_media_position", "long_term_strategy", "monitoring_plan"}


@pytest.fixture(scope="module")
def shipped() -> cvsignal.Screener:
    """The shipped model, or the one in the folder that CVSIGNAL_TEST_MODEL names."""
    return cvsignal.load(MODEL)


def scores(screener: cvsignal.Screener, text: str, language: str) -> dict[str, float]:
    return {name: fit.score for name, fit in screener.assess_text(text, language).fit.items()}


@pytest.mark.parametrize("stuffing", STUFFING)
@pytest.mark.parametrize("name", CVS)
def test_stuffing_raises_no_score(name: str, stuffing: str, shipped: cvsignal.Screener) -> None:
    language, text = CVS[name]
    before, after = (scores(shipped, t, language) for t in (text, text + STUFFING[stuffing]))
    assert all(after[role] <= before[role] for role in before), (before, after)


@pytest.mark.parametrize("stuffing", TOOLS)
@pytest.mark.parametrize("name", CVS)
def test_a_list_of_tools_buys_no_grade(name: str, stuffing: str, shipped: cvsignal.Screener) -> None:
    language, text = CVS[name]
    before, after = (shipped.assess_text(t, language) for t in (text, text + TOOLS[stuffing]))
    practice = any(e.label in _PRACTICE and e.assertion == "asserted" for e in before.evidence)
    for role, fit in before.fit.items():
        assert after.fit[role].grade <= fit.grade
        assert after.fit[role].score <= fit.score + (MOST_FOR_TOOLS if practice else 0.0)


@pytest.mark.parametrize("name", CVS)
def test_campaigns_raise_no_score_by_themselves(name: str, shipped: cvsignal.Screener) -> None:
    language, text = CVS[name]
    assessment = shipped.assess_text(text, language)
    shape, evidence = shipped.tag(from_text(text), language)
    more = [e.model_copy(update={"label": "campaign", "text": f"{e.text} {n}"}) for n in range(50) for e in evidence]
    assert shipped.fits([*evidence, *more], shape, language) == assessment.fit


@pytest.mark.parametrize("name", CVS)
def test_a_line_copied_200_times_counts_once(name: str, shipped: cvsignal.Screener) -> None:
    language, text = CVS[name]
    found = [e for e in shipped.assess_text(text, language).evidence if e.label == "brand_presence"]
    line = next(
        (row for row in text.split("\n") if found and found[0].text in row), "- Ran the Facebook page of a town"
    )
    one, many = (_without_years(shipped, f"{text}\n{(line + chr(10)) * n}", language) for n in (1, 200))
    assert many == one


@pytest.mark.parametrize("name", CVS)
def test_a_history_printed_twice_counts_once(name: str, shipped: cvsignal.Screener) -> None:
    language, text = CVS[name]
    once, twice = (_without_years(shipped, t, language) for t in (text, f"{text}\n{text}"))
    assert twice == once


def _without_years(screener: cvsignal.Screener, text: str, language: str) -> dict[str, float]:
    shape, evidence = screener.tag(from_text(text), language)
    return {f.name: f.value for f in features(evidence, shape) if not f.name.startswith("years_")}


def test_the_same_text_gives_the_same_json(shipped: cvsignal.Screener) -> None:
    other = cvsignal.load(MODEL)
    for language, text in CVS.values():
        first = shipped.assess_text(text, language).model_dump_json()
        assert shipped.assess_text(text, language).model_dump_json() == first
        assert other.assess_text(text, language).model_dump_json() == first


_CHILD = """
import hashlib, json, sys
import cvsignal
model, texts = json.load(sys.stdin)
screener = cvsignal.load(model)
print(json.dumps([hashlib.sha256(screener.assess_text(t).model_dump_json().encode()).hexdigest() for t in texts]))
"""


def test_another_process_gives_the_same_json(shipped: cvsignal.Screener) -> None:
    texts = [text for _, text in CVS.values()]
    here = [hashlib.sha256(shipped.assess_text(t).model_dump_json().encode()).hexdigest() for t in texts]
    for seed in ("1", "2"):
        child = subprocess.run(
            [sys.executable, "-c", _CHILD],
            input=json.dumps([MODEL, texts[::-1]]),  # in another order
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert json.loads(child.stdout)[::-1] == here


def test_threads_give_the_same_json(shipped: cvsignal.Screener) -> None:
    texts = [text for _, text in CVS.values()]
    alone = [shipped.assess_text(text).model_dump_json() for text in texts]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda text: shipped.assess_text(text).model_dump_json(), texts)) == alone


_WRITINGS = {
    "as it is": lambda text: text,
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "emoji": lambda text: text.replace("- ", "👩🏽‍💻 - ").replace("\n", " 🚀\n"),
    "no-break spaces": lambda text: text.replace(", ", ",\u00a0"),
    "BOM and zero width": lambda text: "\ufeff" + text.replace("e ", "e\u200b "),
}


@pytest.mark.parametrize("writing", _WRITINGS)
def test_evidence_stands_where_it_says(writing: str, shipped: cvsignal.Screener) -> None:
    for language, text in CVS.values():
        written = _WRITINGS[writing](text)
        assessment = shipped.assess_text(written, language)
        assert assessment.text == written
        assert all(written[e.start : e.end] == e.text for e in assessment.evidence)


@pytest.mark.parametrize("writing", ["NFD", "CRLF", "CR"])
def test_how_characters_are_written_moves_no_score(writing: str, shipped: cvsignal.Screener) -> None:
    wrapped = [(record.language, record.text) for record in read_records([DEV])[::3]]  # of many lines that merely wrap
    for language, text in [*CVS.values(), *wrapped]:
        assert scores(shipped, _WRITINGS[writing](text), language) == scores(shipped, text, language)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_is_assessed(text: str) -> None:
    if not text.strip():
        return
    assessment = _screener().assess_text(text)
    assert all(text[e.start : e.end] == e.text for e in assessment.evidence)
    assert all(0 <= fit.score <= 100 for fit in assessment.fit.values())


def _screener() -> cvsignal.Screener:
    if not _LOADED:
        _LOADED.append(cvsignal.load(MODEL))
    return _LOADED[0]


_LOADED: list[cvsignal.Screener] = []


def test_a_file_its_bytes_and_its_stream_are_one(tmp_path: Path, shipped: cvsignal.Screener) -> None:
    _, text = next(iter(CVS.values()))
    path = tmp_path / "cv.txt"
    path.write_text(text, encoding="utf-8")
    ways = [
        shipped.assess(path),
        shipped.assess(path.read_bytes(), filename="cv.txt"),
        shipped.assess(io.BytesIO(text.encode())),
    ]
    assert len({way.model_copy(update={"path": None}).model_dump_json() for way in ways}) == 1
    assert [way.path for way in ways] == [str(path), "cv.txt", None]
    assert ways[0].file_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert ways[0].text_sha256 == hashlib.sha256(ways[0].text.encode()).hexdigest()
    assert (ways[0].model_sha256, ways[0].version) == (shipped.model_sha256, cvsignal.__version__)


def test_a_name_that_is_not_utf8_comes_out_as_json(tmp_path: Path, shipped: cvsignal.Screener) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    try:
        path.write_text("Experience", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert json.loads(shipped.assess(path).model_dump_json())["path"] == f"{tmp_path}/caf\\xe9.txt"


def test_an_assessment_comes_back_from_json(shipped: cvsignal.Screener) -> None:
    for language, text in CVS.values():
        assessment = shipped.assess_text(text, language)
        assert cvsignal.Assessment.model_validate_json(assessment.model_dump_json()) == assessment


def test_another_language_is_said(shipped: cvsignal.Screener) -> None:
    text = (
        "Berufserfahrung\nPressesprecher bei der Stadt Köln, verantwortlich für die Öffentlichkeitsarbeit und die Presse\n"
        * 3
    )
    assessment = shipped.assess_text(text)
    assert assessment.language == "de"
    assert [warning.code for warning in assessment.warnings] == ["other-language"]


def test_hidden_words_count_for_nothing_and_are_told(shipped: cvsignal.Screener) -> None:
    language, text = next(cv for name, cv in CVS.items() if name.startswith("electrician"))
    document = from_text(text)
    said = "\n".join(t for n, (c, t) in CVS.items() if c == language and "museum" in n)
    hiding = document.__class__(text, document.lines, document.soft_breaks, hidden=(Hidden(text=said, reason="white"),))
    open_, hidden = shipped.assess_document(document), shipped.assess_document(hiding)
    for role, fit in hidden.fit.items():
        assert fit.score == open_.fit[role].score
        assert fit.score_if_hidden_counted is not None
        assert fit.score_if_hidden_counted >= fit.score
    assert any(fit.score_if_hidden_counted > fit.score for fit in hidden.fit.values())  # type: ignore[operator]


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, shipped: cvsignal.Screener) -> None:
    (tmp_path / "empty.txt").write_text("")
    with pytest.raises(ReadError, match="empty"):
        shipped.assess(tmp_path / "empty.txt")
    with pytest.raises(ReadError, match="no such file") as found:
        shipped.assess(tmp_path / "none.txt")
    assert found.value.code == "not-found"


def test_a_model_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="there is no such model folder"):
        cvsignal.load(tmp_path / "none")
    assert default_model().is_dir()


@pytest.mark.parametrize("tag", ["FR", "fr-CA", "fr_FR"])
def test_a_language_is_known_by_any_tag_of_it(tag: str, shipped: cvsignal.Screener) -> None:
    text = CVS[next(name for name in CVS if name.endswith("fr"))][1]
    assert shipped.assess_text(text, tag) == shipped.assess_text(text, "fr")


def test_what_is_no_text_or_no_language_is_told(shipped: cvsignal.Screener) -> None:
    with pytest.raises(ValueError, match="'French': not a code"):
        shipped.assess_text("Jo Doe", "French")
    with pytest.raises(TypeError, match="a string is needed, not bytes"):
        shipped.assess_text(b"Jo Doe")  # type: ignore[arg-type]


def test_no_verdict_is_said_of_a_cv_in_another_language(shipped: cvsignal.Screener) -> None:
    text = "Lebenslauf\nBerufserfahrung\nLeiter Soziale Medien, Stadt Bremen, 2012 - 2018\nBetreuung der Seite und der Gemeinschaft"
    said = shipped.assess_text(text)
    assert [warning.code for warning in said.warnings] == ["other-language"]
    assert {fit.verdict for fit in said.fit.values()} == {"to be read by a person"}
    assert {fit.verdict for fit in shipped.assess_text(text, "en").fit.values()} == {"no fit"}
