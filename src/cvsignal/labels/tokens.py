"""Words of a text as spaCy cuts them, for tools whose spans must begin and end with a word."""

from __future__ import annotations

from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from cvsignal.corpus import GoldSpan, Record
from cvsignal.errors import CorpusError
from cvsignal.tagging.pipeline import build


@cache
def tokenizer(language: str) -> Language:
    """A pipeline whose tokenizer alone is used."""
    return build(language)


def doc_of(record: Record, where: str) -> Doc:
    """The record's text as words; raises CorpusError where spaCy would change the text."""
    doc = tokenizer(record.language).make_doc(record.text)
    if doc.text != record.text:
        raise CorpusError(
            f"{where}: {record.id}: spaCy's words do not add up to the text. Export it in another format."
        )
    return doc


def word_span(doc: Doc, span: GoldSpan, where: str) -> Span:
    """The span as whole words; raises CorpusError where it begins or ends inside one."""
    found = doc.char_span(span.start, span.end, label=span.label, span_id=span.assertion)
    if found is None:
        raise CorpusError(
            f"{where}: span {span.start}-{span.end} ({span.label}) begins or ends inside a word, as spaCy cuts words. "
            "Move its ends to the words' ends, or export in another format."
        )
    return found
