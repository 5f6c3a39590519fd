from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvsignal.reporting.blind import blinded, blindly, file_words
from cvsignal.reporting.people import Private, find_private, head_end
from cvsignal.reporting.people.names import is_given_name, is_ordinary
from cvsignal.reporting.rows import MASK, candidate_number
from cvsignal.schema import Assessment

from .conftest import HIDDEN, TEXT, failed, row

#: Marked-up lines: [words](kind) are hidden as that kind; all other words stay.
MARKED = [
    "[Wei-Lin Achterberg](name)\nSoftware engineer",
    "CURRICULUM VITAE OF [SIPHOKAZI MQHAYI](name)\nLibrarian",
    "[KABONGO MWAMBA Divine](name)\nChargée de communication",
    "[M A X I M E   D E S L A U R I E R S](name)\nProfessionnel polyvalent",
    "Community manager\nName: [Orlaith McAteer](name)\nSkills",
    "Nom et prénom : [BENALI Nadia](name)\nPROFIL",
    "Gestionnaire de communautés\nProfil\nSens du service\nRéférence : [M.](title) [Jean Dupont](name), directeur",
    "Profile\nReferee: [Mrs](title) [Ngozi Okonjo](name), director of the [Mme](title) [Claire Lanoix](name) trust",
    "[Madame Siobhan Achterberg](name)\nCommunity manager\nProfile",
    "[Karim B.](name)\nGestionnaire de communautés\n[Montréal](address)",
    "SOCIAL MEDIA MANAGER\nProfile\nwrite to [jo.doe+cv@mail.example.org](e-mail) please",
    "Profile\nPhone: [(502) 555-0119](phone)\nSkills",
    "Profil\nTél. : [06 12 34 56 78](phone)",
    "Profil\n[+32 471 12 34 56](phone)",
    "Contact\n[www.linkedin.com/in/someone](link)\nTop skills",
    "Profil\nJ'anime [https://blog.example/moi](link) depuis 2012",
    "Chef de projet\n[12 bis rue des Lilas, 38000 Grenoble](address)",
    "Teacher\nAddress: [Block 14, Gbagada Phase II, Lagos](address)\nSkills",
    "Vendeuse\n[29 ans](age) - permis B",
    "Profil\nNée le [12 mars 1990 à Tunis](birth)\nPermis B",
    "Profile\nDate of birth: [3/9/1987](birth)\nSkills",
    "Education\nBA Communication, [University of Leeds](school), 2011",
    "Formation\nMaster, [Université Grenoble Alpes](school), 2015",
    "Formation\nDEC, [Cégep de l'Outaouais](school), 2010",
    "Formation\nBaccalauréat, [UQAM](school), 2015",
    "Education\nMBA, [MIT Sloan](school) ([NYU Stern](school)), 2015",
    "Formation\nMaster, [ESCP Europe](school), marketing",
    # what must stay
    "Profil\nConseillère de madame la ministre, [McGill](school) Community Manager",
    "COMMUNITY MANAGER\nProfile\n12 ans d'expérience en communication",
    "Digital Communications and Social Media Lead\nProfile\n2018 - 2025 and 01/2011 - 03/2013",
    "Profil\nPortée de 1 250 000 personnes, 30 000 abonnés",
    "Skills\nMs Word, Ms Excel, Google Analytics, Hootsuite",
    "Experience\nRan the Facebook page of the university and of the school",
    "Profil\nFormation de 40 gestionnaires en 2016",
]


@pytest.mark.parametrize("marked", MARKED)
def test_marked_words_are_hidden_and_no_others(marked: str) -> None:
    text = re.sub(r"\[([^\]]+)\]\([a-z-]+\)", r"\1", marked)
    wanted = {(words, kind) for words, kind in re.findall(r"\[([^\]]+)\]\(([a-z-]+)\)", marked)}
    found = find_private(text)
    hidden = {number for p in found for number in range(p.start, p.end) if not text[number].isspace()}
    expected = {
        number
        for words, _ in wanted
        for number in range(text.index(words), text.index(words) + len(words))
        if not text[number].isspace()
    }
    assert "".join(text[n] for n in sorted(hidden - expected)).strip(" .,") == ""
    assert "".join(text[n] for n in sorted(expected - hidden)).strip(" .,") == ""
    kinds = {p.kind for p in found if text[p.start : p.end] in {words for words, _ in wanted}}
    assert {kind for _, kind in wanted} <= kinds


def test_a_name_is_hidden_wherever_it_stands() -> None:
    text = "Aisha Noor Rahman\nPR student\n" + "Words of a profile\n" * 20 + "AISHA writes; rahmans do not.\n"
    found = [text[p.start : p.end] for p in find_private(text)]
    assert "AISHA" in found
    assert not any("rahmans" in words for words in found)


def test_job_titles_that_are_evidence_are_no_names() -> None:
    text = "Marlowe Prado\nEditorial"
    assert find_private(text)
    assert find_private(text, kept=[(0, len("Marlowe Prado"))]) == []


def test_the_name_of_the_file_helps() -> None:
    assert file_words("/x/CV_Marie-Ève_Roy_community-manager_2024.pdf") == ["Marie", "Roy"] or "Roy" in file_words(
        "/x/CV_Marie-Ève_Roy_community-manager_2024.pdf"
    )
    text = "Profile\nI am Zzyzx and I run pages.\n"
    assert find_private(text) == []
    assert [text[p.start : p.end] for p in find_private(text, names=["zzyzx"])] == ["Zzyzx"]


@given(st.text(max_size=300))
def test_places_are_inside_any_text(text: str) -> None:
    for place in find_private(text):
        assert isinstance(place, Private)
        assert 0 <= place.start < place.end <= len(text)
    assert 0 <= head_end(text) <= len(text)


def test_painting_moves_no_offset() -> None:
    source = row("/cv/a.pdf", **HIDDEN).outcome
    assert isinstance(source, Assessment)
    result = blinded(source)
    assert len(result.text) == len(TEXT)
    assert all(result.text[e.start : e.end] == e.text for e in result.evidence)
    assert [(e.label, e.start, e.end) for e in result.evidence] == [(e.label, e.start, e.end) for e in source.evidence]
    assert result.fit == source.fit
    assert result.path is None
    assert "Bouchard" not in result.hidden[0].text
    assert "community manager" in result.hidden[0].text


def test_a_painted_word_does_not_tell_its_length() -> None:
    candidate = blindly(row("/cv/a.pdf"))
    assert candidate.words(candidate.row.outcome.text.split("\n")[0]) == 3 * MASK  # type: ignore[union-attr]


def test_a_candidate_keeps_the_number_and_loses_name_link_and_message() -> None:
    first, again = blindly(row("/cv/a.pdf")), blindly(row("/cv/a.pdf", score=5))
    assert first.name == again.name == candidate_number("/cv/a.pdf", row("/cv/a.pdf").sha256)
    assert first.path == f"candidate {first.name}"
    assert first.link is None
    failure = blindly(failed("/cv/Amelie.pdf"))
    assert failure.row.failure is not None
    assert (failure.row.failure.path, failure.row.failure.message) == (failure.path, "")
    assert failure.name != blindly(failed("/cv/Another.pdf")).name


def test_lists_of_words_do_not_contradict() -> None:
    assert is_given_name("Marie-Josée")
    assert is_ordinary("Manager")
    assert not is_ordinary("Amélie")
    assert not is_given_name("Manager")


@pytest.mark.parametrize("head", ["", "Tel", "Date of birth", "Lot", "University of ", "1 A", "M A X I "])
@pytest.mark.parametrize("part", ["a-", "A-", "a.", "A'", "a--a.", "Aa ", "A ", " ", "\n", "-", "x", "1-"])
def test_a_long_token_or_gap_takes_no_longer_than_its_length(head: str, part: str) -> None:
    text = head + part * (30_000 // len(part)) + "!"
    started = time.process_time()
    find_private(text)
    assert time.process_time() - started < 5  # what is quadratic takes twenty seconds, a tenth of a second is usual
