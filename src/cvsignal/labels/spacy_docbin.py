"""spaCy: a DocBin with ``doc.spans["evidence"]``, assertions as span ids, grades as ``doc.cats``, ids in
``doc.user_data``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin

from cvsignal.errors import CorpusError
from cvsignal.labels.foreign import ForeignRecord, ForeignSpan, Sourced, graded, joined, labelled
from cvsignal.labels.tokens import doc_of, word_span
from cvsignal.schema import ASSERTIONS

GROUP = "evidence"
_GROUPS = (GROUP, "sc")  # "sc" is what spaCy's span categorizer reads
_ID, _LANGUAGE = "cvsignal_id", "cvsignal_language"


def write(sources: Sequence[Sourced], path: Path) -> list[Path]:
    """Writes a ``.spacy`` file; raises CorpusError, with file and line, where a span cuts a token."""
    found = DocBin(store_user_data=True)
    for where, record in sources:
        doc = doc_of(record, where)
        doc.spans[GROUP] = [word_span(doc, span, f"{where}: {record.id}") for span in record.spans]
        doc.cats = {f"{role}={grade}": 1.0 for role, grade in record.fit.items()}
        doc.user_data = {_ID: record.id, _LANGUAGE: record.language}
        found.add(doc)
    found.to_disk(path)
    return [path]


def read(path: Path, annotator: str | None = None) -> Iterator[ForeignRecord]:
    """The texts of a ``.spacy`` file, their spans from ``evidence``, ``sc`` or the entities."""
    try:
        docs = list(DocBin().from_disk(path).get_docs(spacy.blank("xx").vocab))
    except OSError as error:
        raise CorpusError(f"{path}: {error.strerror or error}. Check the path.") from error
    except Exception as error:  # whatever zlib, msgpack and numpy raise on another kind of file
        raise CorpusError(
            f"{path}: no DocBin of spaCy ({type(error).__name__}). Save it with DocBin.to_disk."
        ) from error
    for number, doc in enumerate(docs, 1):
        where = f"{path}: text {number}"
        group = next((doc.spans[name] for name in _GROUPS if name in doc.spans), doc.ents)
        spans = [(s, *labelled(_name(s.label_, s.id_), where)) for s in group]
        fit = dict(graded(name, where) for name, value in doc.cats.items() if value >= 0.5)
        yield ForeignRecord(
            where,
            _text(doc, where),
            tuple(ForeignSpan(s.start_char, s.end_char, label, assertion, s.text) for s, label, assertion in spans),
            fit or None,
            id=doc.user_data.get(_ID),
            language=doc.user_data.get(_LANGUAGE),
        )


def _name(label: str, assertion: str) -> str:
    return joined(label, assertion) if assertion in ASSERTIONS else label


def _text(doc: Doc, where: str) -> str:
    if not doc.text:
        raise CorpusError(f"{where}: no text. Leave it out of the file.")
    return doc.text
