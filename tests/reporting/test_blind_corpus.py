"""The blind view measured on annotated CVs with invented names; its word lists were made from other batches.

On the first run 63 of 68 CVs kept no word of the name (162 of 175 words hidden, wherever they stand); after three rules
that this run suggested, 64 of 68 (165 of 174). Left are names in sentences only ("I'm Lachie") and those whose parts
are all unknown or ordinary words ("MARLOWE QUICK"). 6 of 890 pieces of evidence have a hidden word, mostly a school.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cvsignal.corpus import Record, read_records
from cvsignal.reporting.people import find_private

CORPUS = Path(__file__).parents[2] / "data" / "annotated" / "train.jsonl"
NAMES = {
    "en-a4": (
        "1 Jordan Petrakis;2 CASEY LINDGREN;5 DANA WHITTAKER;6 MARGO TESSIER;7 Devon Achterberg;8 Tilda Marsh;"
        "9 Wei Lin Osei;11 Siobhan Adeyemi Clark;12 Amrit Vallance;13 Lachie;14 RAYMOND RAY DUECK;"
        "15 ROHAN KETTERING;16 MEI TRAN;17 KIRRA DONOGHUE;18 INGRID OKAFOR BELL;20 Antoine Robichaux;"
        "21 HELEN MACREADY;22 Nikki Salvatierra;23 MARLOWE QUICK;24 BRONWYN IKEDA;26 CHRISTOPHER LADOUCEUR;"
        "28 Wanda Piché;30 FARAH KOWALCHUK;31 Rosalind Featherby;32 GRAEME HALLORAN;33 ELOISE BANERJEE;"
        "34 MARCUS DELACRUZ;35 GENEVIEVE ASHWORTH LIM;36 Tobin Farrell;37 Odette Ransome;38 TYLER BRANNIGAN"
    ),
    "fr-a3": (
        "1 Aïssatou Bineta NDOUR SARR;2 Youssef;3 KOUADIO Amenan Prisca;4 Rania Ghorbel;"
        "5 MBARGA ATANGANA Hervé Roland;6 SALMA IDRISSI;7 OUEDRAOGO Ismaël Isma;9 BENALI Nadia;"
        "10 COULIBALY Moussa Zan;11 SAWADOGO Abdoul Karim;12 NGO BIYONG TCHATCHOUA Franck Arnaud FRANCKY;"
        "13 GRACE ESTELLE;14 Adjoua Sandrine YAO;15 AGBEKO Kossi Mawuli;16 NDIAYE Fatou Kiné;17 Mohamed Aymen;"
        "18 Seif Eddine MEJRI;19 ZAKARIA;20 MALONGA Jessica Merveille;21 KABONGO MWAMBA Divine;"
        "22 ILUNGA KASEREKA Trésor;23 DOSSOU YOVO Codjo Rodrigue;24 EKAMBI Rose Claire;25 SOPPO EBELLE Carine;"
        "26 HADJ MOUSSA Lynda;27 BAMBA Mariam Téné;28 MAVOUNGOU TATY Prisca Clarisse;"
        "29 LAWSON BODY Ekoué Justin;30 ZONGO Wendkuni Pascaline;31 Ahmed Khalil;32 Ghita;33 Ines HAMIDA;"
        "34 Meryem CHARKAOUI;35 SALISSOU MAHAMADOU Idrissa;36 SANOU Mariétou;37 Cheikh Ahmadou FALL;"
        "38 Walid GUESMI"
    ),
}
pytestmark = pytest.mark.skipif(not CORPUS.is_file(), reason="the annotated CVs are not beside the tests")


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    """The CVs of the two batches by id."""
    return {record.id: record for record in read_records([CORPUS]) if record.id[:5] in NAMES}


def hidden(record: Record) -> set[int]:
    """The places of the text that the blind view hides, with the gold evidence as what is known to be no name."""
    kept = [(span.start, span.end) for span in record.spans]
    return {place for p in find_private(record.text, kept=kept) for place in range(p.start, p.end)}


def names_by_record() -> dict[str, list[str]]:
    entries = ((batch, entry.split()) for batch, names in NAMES.items() for entry in names.split(";"))
    return {f"{batch}-{int(number):03}": words for batch, (number, *words) in entries}


def test_nearly_all_names_are_hidden_wherever_they_stand(records: dict[str, Record]) -> None:
    words = left = clean = 0
    for id_, name in names_by_record().items():
        record, painted = records[id_], hidden(records[id_])
        places = [
            m.start()
            for w in name
            for m in re.finditer(rf"(?<!\w)(?i:{w})(?!\w)", record.text)
            if m.group()[0].isupper()
        ]
        assert places, f"{id_}: the name does not stand in the CV"
        seen = [place for place in places if place not in painted]
        words, left, clean = words + len(places), left + len(seen), clean + (not seen)
    assert clean >= 63, (
        f"{clean} of {len(names_by_record())} CVs without a word of the name, {left} of {words} words left"
    )
    assert left / words < 0.08


def test_every_address_of_mail_is_hidden(records: dict[str, Record]) -> None:
    mails = [(r, m) for r in records.values() for m in re.finditer(r"[\w.+-]+@[\w-]+\.\w+", r.text)]
    assert len(mails) >= 10
    assert all(set(range(*m.span())) <= hidden(r) for r, m in mails)


def test_evidence_is_hardly_touched(records: dict[str, Record]) -> None:
    spans = touched = 0
    for record in records.values():
        painted = hidden(record)
        for span in record.spans:
            spans += 1
            touched += not painted.isdisjoint(range(span.start, span.end))
    assert touched / spans < 0.03, f"{touched} of {spans} pieces of evidence have a hidden word"
    assert sum(map(len, map(hidden, records.values()))) / sum(len(r.text) for r in records.values()) < 0.06
