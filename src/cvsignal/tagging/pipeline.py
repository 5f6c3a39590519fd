"""The spaCy pipelines: words, concepts, candidates, labels, assertions; the result stands in ``doc.spans["evidence"]``."""

from __future__ import annotations

from pathlib import Path

from spacy.language import BaseDefaults, Language
from spacy.tokens import Doc, Span
from spacy.util import registry
from spacy.vocab import Vocab

from cvsignal.schema import Assertion, Outline
from cvsignal.tagging.assertion import assertions
from cvsignal.tagging.labelling import Finding, find
from cvsignal.tagging.phrases import Forms
from cvsignal.tagging.scene import Scene, with_candidates, with_concepts
from cvsignal.tagging.weights import Weights

OUTLINE = "cvsignal_outline"
SCENE = "cvsignal_scene"
DETAILS = "cvsignal_details"
_TOKENIZER = {"nlp": {"tokenizer": {"@tokenizers": "cvsignal.LeanTokenizer.v1"}}}


class CvDefaults(BaseDefaults):
    """No exceptions and no lists: the lean tokenizer needs none."""


@registry.languages("cvsignal_en")
class CvEnglish(Language):  # type: ignore[no-untyped-call]
    """English as CVs write it; spares the start-up of spaCy's own language data."""

    lang = "cvsignal_en"
    Defaults = CvDefaults


@registry.languages("cvsignal_fr")
class CvFrench(Language):  # type: ignore[no-untyped-call]
    """French as CVs write it; spaCy's own French takes over two seconds to import."""

    lang = "cvsignal_fr"
    Defaults = CvDefaults


LANGUAGES: dict[str, type[Language]] = {"en": CvEnglish, "fr": CvFrench}


@Language.factory("cvsignal_concepts", default_config={"language": "en"})
class Concepts:
    """Finds the lexicon's concepts; needs the CV's outline in ``doc.user_data``."""

    def __init__(self, nlp: Language, name: str, language: str) -> None:
        self.name = name
        self.forms = Forms(language)

    def __call__(self, doc: Doc) -> Doc:
        outline = doc.user_data.get(OUTLINE) or Outline((), (), ())
        doc.user_data[SCENE] = with_concepts(doc.text, outline, self.forms)
        return doc


@Language.component("cvsignal_candidates")
def candidates(doc: Doc) -> Doc:
    """Cuts clauses and finds names."""
    doc.user_data[SCENE] = with_candidates(doc.user_data[SCENE])
    return doc


@Language.factory("cvsignal_labels")
class Labels:
    """The learned component: gives labels to candidates and writes ``doc.spans["evidence"]``."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self.weights: Weights | None = None

    @property
    def learned(self) -> Weights:
        if self.weights is None:
            raise ValueError("The labels component has no weights: train it, or load a model.")
        return self.weights

    def __call__(self, doc: Doc) -> Doc:
        scene: Scene = doc.user_data[SCENE]
        findings = find(scene, self.learned)
        doc.spans["evidence"] = [_span(doc, scene, finding) for finding in findings]
        doc.user_data[DETAILS] = findings
        return doc

    def to_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> None:
        if self.weights is not None:
            self.weights.save(Path(path))

    def from_disk(self, path: str | Path, *, exclude: tuple[str, ...] = ()) -> Labels:
        self.weights = Weights.load(Path(path))
        return self


def _span(doc: Doc, scene: Scene, finding: Finding) -> Span:
    """A finding as a span of the Doc: words begin and end with tokens."""
    span = doc.char_span(*scene.extent(finding.first, finding.last), label=finding.label)
    assert span is not None
    return span


@Language.component("cvsignal_assertion")
def assertion(doc: Doc) -> Doc:
    """Says of each finding whether it is done, negated or wished."""
    findings = doc.user_data[DETAILS]
    doc.user_data[DETAILS] = list(zip(findings, assertions(doc.user_data[SCENE], findings), strict=True))
    return doc


def tag(nlp: Language, text: str, outline: Outline) -> tuple[Scene, list[tuple[Finding, Assertion]]]:
    """What the pipes of :func:`build` find, for callers that want no Doc: to make one takes longer than most pipes."""
    concepts, labels = nlp.get_pipe("cvsignal_concepts"), nlp.get_pipe("cvsignal_labels")
    assert isinstance(concepts, Concepts)
    assert isinstance(labels, Labels)
    scene = with_candidates(with_concepts(text, outline, concepts.forms))
    findings = find(scene, labels.learned)
    return scene, list(zip(findings, assertions(scene, findings), strict=True))


def build(language: str, weights: Weights | None = None) -> Language:
    """The pipeline of a language ("en" or "fr"): its pipes in the order in which they work. :func:`tag` goes through the same."""
    # A bare vocabulary: spaCy's own asks some twenty functions about each new word (its shape, whether it is like a URL …).
    nlp = LANGUAGES[language].from_config(_TOKENIZER, vocab=Vocab())
    nlp.add_pipe("cvsignal_concepts", config={"language": language})
    nlp.add_pipe("cvsignal_candidates")
    labels = nlp.add_pipe("cvsignal_labels")
    nlp.add_pipe("cvsignal_assertion")
    assert isinstance(labels, Labels)
    labels.weights = weights
    return nlp
