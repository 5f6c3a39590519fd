"""The door of this folder: a document goes in, evidence comes out; no spaCy object leaves."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path

from spacy.language import Language

from cvsignal.errors import ModelError
from cvsignal.lexicon import LANGUAGES
from cvsignal.schema import Assertion, Document, Evidence, Outline
from cvsignal.tagging.labelling import Finding
from cvsignal.tagging.phrases import Forms
from cvsignal.tagging.pipeline import build, tag
from cvsignal.tagging.scene import Scene, tagging_text, with_candidates, with_concepts
from cvsignal.tagging.weights import Weights


class Tagger:
    """Tags evidence spans in French and English CVs. Safe to call from several threads: one CV at a time a language."""

    def __init__(self, pipelines: Mapping[str, Language]) -> None:
        self._pipelines = dict(pipelines)
        # what is kept of word forms grows in one thread at a time
        self._locks = {language: threading.Lock() for language in pipelines}

    @classmethod
    def from_weights(cls, weights: Weights) -> Tagger:
        """A tagger with newly trained weights."""
        return cls({language: build(language, weights.of_language(language)) for language in LANGUAGES})

    @classmethod
    def load(cls, folder: Path) -> Tagger:
        """The pipelines that :meth:`save` wrote, one folder a language; raises ModelError."""
        pipelines: dict[str, Language] = {}
        for language in LANGUAGES:
            if not (folder / language / "config.cfg").is_file():
                raise ModelError(
                    f"{folder.name}/{language}: no spaCy pipeline. Train again, or copy the whole model folder."
                )
            try:
                # Not spacy.load: it would import and call whatever config.cfg names. The pipes are ours, files give their data.
                pipelines[language] = build(language).from_disk(folder / language)
            except ModelError:
                raise
            except Exception as error:  # whatever a damaged configuration or vocabulary raises
                raise ModelError(
                    f"{folder.name}/{language}: the pipeline cannot be loaded ({type(error).__name__}). Train again."
                ) from error
        return cls(pipelines)

    def save(self, folder: Path) -> None:
        """Writes each pipeline to ``folder/<language>``."""
        for language, nlp in self._pipelines.items():
            (folder / language).mkdir(parents=True, exist_ok=True)
            nlp.to_disk(folder / language)

    def tag(self, document: Document, outline: Outline, language: str) -> tuple[Evidence, ...]:
        """All evidence of a CV in text order; a language other than "fr" is read with the English pipeline."""
        code = language if language in self._pipelines else "en"
        nlp = self._pipelines[code]
        with self._locks[code]:
            scene, found = tag(nlp, tagging_text(document), outline)
        return tuple(_evidence(document, outline, scene, finding, assertion) for finding, assertion in found)


def _evidence(document: Document, outline: Outline, scene: Scene, finding: Finding, assertion: Assertion) -> Evidence:
    start, end = scene.extent(finding.first, finding.last)
    section = next((s.kind for s in reversed(outline.sections) if s.start <= start), "other")
    page = (
        next((line.page for line in document.lines if line.start <= start < line.end), None) if document.pages else None
    )
    return Evidence.model_construct(
        label=finding.label,
        assertion=assertion,
        text=document.text[start:end],
        start=start,
        end=end,
        section=section,
        page=page,
        confidence=finding.confidence,
        boxes=document.boxes(start, end),
    )


def scenes(language: str) -> _SceneMaker:
    """Makes scenes for training: the same pipes, without the learned one."""
    return _SceneMaker(language)


class _SceneMaker:
    def __init__(self, language: str) -> None:
        self._forms = Forms(language)

    def __call__(self, document: Document, outline: Outline) -> Scene:
        return with_candidates(with_concepts(tagging_text(document), outline, self._forms))
