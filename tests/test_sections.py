from __future__ import annotations

from dataclasses import replace
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvsignal.lexicon import headings
from cvsignal.reading import from_text
from cvsignal.schema import Outline, Position, Row
from cvsignal.sections import outline
from cvsignal.sections.headings import plain


def row_after_name(line: str) -> Row:
    """The row of a line below the name, at the top of a CV."""
    return outline(from_text(f"Jo Doe\n{line}\nA line of its own\n")).rows[1]


def shape(text: str) -> Outline:
    return outline(from_text(text))


def months(position: Position) -> tuple[str, str | None]:
    first, last = position.first, position.last
    assert first is not None
    return f"{first // 12}-{first % 12 + 1:02}", None if last is None else f"{last // 12}-{last % 12 + 1:02}"


@pytest.mark.parametrize(
    ("kind", "heading"),
    [(kind, phrase) for kind, concept in headings().items() for ps in concept.phrases.values() for phrase in ps],
)
def test_every_heading_of_the_lexicon_opens_a_section(kind: str, heading: str) -> None:
    for line in (heading, heading.upper(), f"{heading} :", f"• {heading}"):
        found = row_after_name(line).heading
        assert found == kind or plain(heading) in _twice(), line


def _twice() -> set[str]:
    """Headings that stand under two kinds; the first kind counts."""
    seen: dict[str, str] = {}
    doubles: set[str] = set()
    for kind, concept in headings().items():
        for phrase in (p for ps in concept.phrases.values() for p in ps):
            if seen.setdefault(plain(phrase), kind) != kind:
                doubles.add(plain(phrase))
    return doubles


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("EXPÉRIENCE PROFESSIONNELLE", "experience"),
        ("EXPERIENCE PROFESSIONNELLE", "experience"),
        ("E X P E R I E N C E", "experience"),
        ("C O M P É T E N C E S", "skills"),
        ("W O R K   E X P E R I E N C E", "experience"),
        ("W O R K E X P E R I E N C E", "experience"),
        ("Centres d’intérêt", "interests"),
        ("CENTRES D'INTERETS", "interests"),
        ("1. Experience", "experience"),
        ("## Experience", "experience"),
        ("**Compétences**", "skills"),
        ("🎓 Formation", "education"),
        ("— Éducation —", "education"),
        ("Relevant Work Experience", "experience"),
        ("WORK EXPERIENCE (continued)", "experience"),
        ("Expériences professionnelles (suite)", "experience"),
        ("My skills", "skills"),
        ("Formation & diplômes", "education"),
        ("Compétences / Logiciels", "skills"),
        ("Bénévolat et engagement", "volunteering"),
        ("Hobbies/Interests", "interests"),
        ("Professional Experience & Achievements", "experience"),
        ("WORKING EXPERIENCE WITH DATES", "experience"),
        ("PUBLIC RELATIONS EXPERIENCE", "experience"),
        ("Teaching experience (17 years):", "experience"),
        ("EXPÉRIENCE EN COMMUNICATION WEB", "experience"),
        ("Quelques missions ponctuelles :", "experience"),
        ("RÉSUMÉ DES COMPÉTENCES ACQUISES", "skills"),
        ("Summary of skills:", "skills"),
        ("EDUCATION AND PROFESSIONAL QUALIFICATIONS", "education"),
        ("SHORT TRAINING COURSES", "training"),
    ],
)
def test_heading(line: str, kind: str) -> None:
    row = row_after_name(line)
    assert (row.heading, row.section) == (kind, kind)


@pytest.mark.parametrize(
    "line",
    [
        "Experience with children and the elderly",
        "Formation du personnel",
        "Communication et marketing",
        "Facebook, Twitter, Instagram",
        "My",
        "et",
        "L'équipe et moi",
        "a b c d e",
        "12345",
        "I have ten years of experience in retail and want to use my skills in an office",
        "COMMUNITY MANAGEMENT",
        "MEDIA TRAINING",
        "Projet de formation :",
        "Corporate Communications:",
        "Marketing, Public Relations and Journalism coursework:",
        "Bureau d'études :",
        "Community Health Volunteer 09/2006 to 12/2008:",
    ],
)
def test_no_heading(line: str) -> None:
    row = row_after_name(line)
    assert (row.heading, row.section) == (None, "header")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Skills: Word, Excel", "skills"),
        ("Compétences : Word, Excel", "skills"),
        ("Intérêts : lecture, cinéma", "interests"),
        ("Objective: a job in an office", "objective"),
        ("Profil : organisée et calme", "profile"),
        ("Certifications: first aid", "training"),
    ],
)
def test_inline_heading(line: str, kind: str) -> None:
    row = row_after_name(line)
    assert (row.heading, row.section) == (None, kind)


def test_a_word_in_lower_case_heads_nothing_where_headings_are_capitalised() -> None:
    lines = [
        "Experience",
        "Clerk, 2010 - 2012",
        "- Told the customers of new",
        "services",
        "Education",
        "BA in History",
    ]
    capitalised, small = ("Jo Doe\n" + "\n".join(map(change, lines)) for change in (str, str.lower))
    assert [row.heading for row in outline(from_text(capitalised)).rows if row.heading] == ["experience", "education"]
    assert len([row for row in outline(from_text(small)).rows if row.heading]) == 3


def test_an_inline_heading_holds_for_its_row_alone() -> None:
    lines = "Jo Doe\nExperience\nClerk, 2010 - 2012\nTraining: two days of first aid\nAnswered letters"
    assert [row.section for row in outline(from_text(lines)).rows][-2:] == ["training", "experience"]


def test_an_inline_experience_is_no_heading() -> None:
    """ "Experience: ten years" under skills must not open the history of work."""
    assert row_after_name("Experience: ten years in retail").section == "header"


@pytest.mark.parametrize("mark", ["•", "-", "–", "*", "▪", "o", "✓", "1.", "2)", "\uf0b7", "- •"])
def test_bullet(mark: str) -> None:
    text = f"Jo Doe\nExperience\n  {mark} Ran the shop"
    row = shape(text).rows[2]
    assert row.bullet
    assert text[row.start : row.end] == "Ran the shop"


def test_a_mark_alone_is_no_bullet() -> None:
    assert not row_after_name("---").bullet


def test_sections_cover_the_text_from_the_first_row() -> None:
    text = "Jo Doe\nProfil\nCalme\nFormation\nDEC, 2010\nLoisirs\nPêche\n"
    found = shape(text).sections
    assert [s.kind for s in found] == ["header", "profile", "education", "interests"]
    assert [text[s.start : s.end] for s in found] == [
        "Jo Doe\n",
        "Profil\nCalme\n",
        "Formation\nDEC, 2010\n",
        "Loisirs\nPêche\n",
    ]


def test_a_heading_printed_twice_opens_two_sections() -> None:
    assert [s.kind for s in shape("Jo\nSkills\nWord\nSkills\nExcel\n").sections] == ["header", "skills", "skills"]


def test_furniture_is_no_heading() -> None:
    document = from_text("Jo Doe\nSkills\nWord\n")
    lines = tuple(replace(line, furniture=n == 1) for n, line in enumerate(document.lines))
    found = outline(replace(document, lines=lines)).rows
    assert [row.heading for row in found] == [None, None, None]
    assert found[1].furniture


def test_a_wrapped_line_is_one_row() -> None:
    text = "Jo Doe\nExperience\n- Ran the shop and\n  counted the stock\n"
    document = replace(from_text(text), soft_breaks=frozenset({text.index("\n  counted")}))
    rows = outline(document).rows
    assert text[rows[2].start : rows[2].end] == "Ran the shop and\n  counted the stock"


@pytest.mark.parametrize(("before", "kind"), [("\n", "training"), ("", None), ("\n- ", None)])
def test_a_line_alone_may_say_more(before: str, kind: str | None) -> None:
    rows = shape(f"Jo Doe\nWord\n{before}Further short training\n").rows
    assert rows[-1].heading == kind


def test_a_large_line_may_say_more() -> None:
    document = from_text("Jo Doe\nCareer experience employment\nClerk\nCleaned\nFiled\n")
    assert outline(document).rows[1].heading is None
    sizes = (9.0, 14.0, 9.0, 9.0, 9.0)
    lines = tuple(replace(line, size=size) for line, size in zip(document.lines, sizes, strict=True))
    assert outline(replace(document, lines=lines)).rows[1].heading == "experience"


TITLES = [
    ("Community Manager, Harbour Museum, March 2014 - June 2019\n- Ran the page\n", "same row"),
    ("March 2014 - June 2019\nCommunity Manager\nHarbour Museum\n- Ran the page\n", "row below"),
    ("Community Manager\nMarch 2014 - June 2019\n- Ran the page\n", "row above"),
    ("Community Manager\nHarbour Museum\nMarch 2014 - June 2019\n- Ran the page\n", "two rows above"),
    ("March 2014 - June 2019\nHarbour Museum\nCommunity Manager\n- Ran the page\n", "two rows below"),
]


@pytest.mark.parametrize(("job", "where"), TITLES, ids=[where for _, where in TITLES])
def test_position_with_its_title(job: str, where: str) -> None:
    text = f"Jo Doe\nExperience\n{job}Education\nBA in History, 2008\n"
    position, degree = shape(text).positions
    assert months(position) == ("2014-03", "2019-06")
    assert position.title is not None
    assert "Community Manager" in text[slice(*position.title)]
    assert text[position.start : position.end] == job
    assert degree.section == "education"


def test_positions_end_where_the_next_begins() -> None:
    jobs = ("Clerk, Shop, 2010 - 2012\n- Filed\n", "Gestionnaire, Ville, depuis sept. 2019\n- Animation\n")
    text = "Jo Doe\nExpérience\n" + "".join(jobs)
    found = shape(text).positions
    assert [text[p.start : p.end] for p in found] == list(jobs)
    assert [months(p) for p in found] == [("2010-01", "2012-12"), ("2019-09", None)]


@pytest.mark.parametrize("titled", ["Délégué d'amphi, niveau 3", "Secrétaire adjoint", "Chargée de relève, Évaluation"])
def test_an_accent_written_apart_makes_no_other_position(titled: str) -> None:
    cv = f"Jo Doe\nBénévolat\n{titled}\nAssociation des étudiants\n- Affiches\n"
    composed, apart = (outline(from_text(normalize(form, cv))) for form in ("NFC", "NFD"))
    titles = [
        [normalize("NFC", text[slice(*p.title)]) for p in found.positions if p.title is not None]
        for text, found in ((normalize("NFC", cv), composed), (normalize("NFD", cv), apart))
    ]
    assert titles[0] == titles[1] != []


def test_position_at_an_offset() -> None:
    text = "Jo Doe\nExperience\nClerk, Shop, 2010 - 2012\n- Filed\n"
    found = shape(text)
    assert found.position_at(text.index("Filed")) == found.positions[0]
    assert found.position_at(0) is None


@pytest.mark.parametrize(
    "line",
    [
        "- Raised sales in 2010 by means of many visits to shops in all the towns of the region",
        "514 555-2014",
    ],
)
def test_a_date_in_a_sentence_or_a_telephone_number_opens_no_position(line: str) -> None:
    assert shape(f"Jo Doe\nExperience\n{line}\n").positions == ()


@pytest.mark.parametrize("line", ["1985 Main Street", "Née le 3 mars 1985 à Sept-Îles", "Born 1985"])
def test_an_address_or_a_birthday_opens_no_position(line: str) -> None:
    assert shape(f"Community Manager\n{line}\nExperience\nOffice work\n").positions == ()


def titles(text: str) -> list[str]:
    return [text[p.title[0] : p.title[1]] for p in shape(text).positions if p.title is not None]


def test_a_title_and_the_employer_stand_on_both_sides_of_a_date() -> None:
    line = "Community Outreach & Media Relations Manager 09/2012 to 01/2015 Oak Hotel Springfield , Ohio"
    text = f"Jo Doe\nExperience\n{line}\nAnswered letters\n"
    assert titles(text) == [line]
    assert [months(p) for p in shape(text).positions] == [("2012-09", "2015-01")]


@pytest.mark.parametrize(
    "sentence",
    ["Informed the manager of the house.", "Helped the manager organize yearly parties with other people"],
)
def test_a_title_is_sought_in_a_sentence_last(sentence: str) -> None:
    text = (
        f"Jo Doe\nExperience\nClerk\n2010 - 2011\nFiled papers\n{sentence}\n\n2012 - 2013\nSales Associate Oak Hotel\n"
    )
    assert titles(text)[-1] == "Sales Associate Oak Hotel"


def test_a_title_written_small_stands_above_its_date() -> None:
    assert titles("Jo Doe\nExperience\nlibraire puis responsable du rayon\n2012 - 2013\nManager, hotel\n") == [
        "libraire puis responsable du rayon"
    ]


def test_a_sentence_with_a_range_of_dates_is_no_position() -> None:
    line = "Answered the letters that the manager of the hotel had left there from 2012 to 2015 for the owners"
    assert shape(f"Jo Doe\nExperience\n{line}\n").positions == ()


UNDATED = """Jo Doe
Experience
Public Relations Director
Oak Hotel
Wrote to the press.
Chargée de communication
Mairie
Answered what the manager of the hotel had left
- Manager
"""


def test_where_nothing_is_dated_titles_open_positions() -> None:
    assert titles(UNDATED) == ["Public Relations Director", "Chargée de communication"]
    assert [(p.first, p.last) for p in shape(UNDATED).positions] == [(None, None)] * 2


def test_under_a_dated_position_titles_open_none() -> None:
    text = UNDATED.replace("Public Relations Director", "Clerk, 2010 - 2012\nPublic Relations Director")
    assert len(shape(text).positions) == 1


@pytest.mark.parametrize(
    "job",
    ["Press officer, Chamber, 2008-2021", "Attachée de presse - Mairie - de mars 2014 à juin 2016", "2008 - 2021"],
)
def test_a_job_ends_what_is_no_history(job: str) -> None:
    for heading, kind in (
        ("Objective", "objective"),
        ("Mes services", "services"),
        ("Skills", "skills"),
        ("Profil", "profile"),
    ):
        text = f"Jo Doe\n{heading}\nTo become a manager by 2030\nCareer hopes\n{job}\n- Wrote to the press\n"
        found = [row.section for row in outline(from_text(text)).rows]
        assert found == ["header", kind, kind, kind, "experience", "experience"]


@pytest.mark.parametrize(
    "wish", ["Social media manager internship, June 2015 - August 2015", "Assistant manager, 2027 - 2028"]
)
def test_a_dated_wish_is_no_job(wish: str) -> None:
    text = f"Jo Doe\nObjective\n{wish}\nManaging a page\n"
    assert [row.section for row in outline(from_text(text)).rows][2:] == ["objective", "objective"]
    assert shape(text).positions == ()


def test_a_dated_certificate_ends_no_skills() -> None:
    text = "Jo Doe\nSkills\nExcel\nProject manager certification 2015 - 2018\nWord\n"
    assert {row.section for row in outline(from_text(text)).rows[1:]} == {"skills"}


def test_dates_under_the_next_heading_are_no_dates_of_this_one() -> None:
    text = "Jo Doe\nExperience\nCommunity Manager, Oak Hotel\nEducation\n2010 - 2012 Master of Arts\n"
    job, degree = shape(text).positions
    assert (job.section, job.first, degree.section) == ("experience", None, "education")
    assert titles(text)[0] == "Community Manager, Oak Hotel"


def test_a_cv_without_headings_still_has_positions() -> None:
    assert [months(p) for p in shape("Jo Doe\nClerk, Shop, 2012\nCook, Inn, 2014\n").positions] == [
        ("2012-01", "2012-12"),
        ("2014-01", "2014-12"),
    ]


@pytest.mark.parametrize("text", ["", "\n\n \n", " "])
def test_a_text_without_words_has_no_rows(text: str) -> None:
    assert shape(text) == Outline((), (), ())


_LINES = st.sampled_from(
    [
        "Experience", "Compétences :", "Clerk, 2010 - 2012", "- Ran the page", "", "  ", "•", "Skills: Word", "2014 -",
        "é" * 80, "\t◦ \u00a0", "LOISIRS", "Community manager", "depuis 2019", "o ", "😀 Formation", "E D U C A T I O N"
    ]
)  # fmt: skip


@given(st.lists(_LINES, max_size=14).map("\n".join))
def test_rows_sections_and_positions_stay_in_the_text_and_in_order(text: str) -> None:
    found = shape(text)
    for row in found.rows:
        assert text[row.start : row.end].strip() == text[row.start : row.end] != ""
    for parts in (found.rows, found.sections, found.positions):
        ends = [(part.start, part.end) for part in parts]
        assert all(0 <= start < end <= len(text) for start, end in ends)
        assert all(ends[i][1] <= ends[i + 1][0] for i in range(len(ends) - 1))
