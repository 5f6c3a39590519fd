"""The flow, written once: read, outline, tag, measure, fit. Screening, evaluation and the notebooks all call it."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from importlib import resources
from pathlib import Path
from typing import BinaryIO

from cvsignal._version import __version__
from cvsignal.collector import at_rest
from cvsignal.errors import ModelError
from cvsignal.features import features, purpose
from cvsignal.language import detect
from cvsignal.lexicon import LANGUAGES
from cvsignal.model_folder import Model, load_model
from cvsignal.reading import ReadSettings, from_text, read
from cvsignal.schema import Assessment, Document, Evidence, Failure, Fit, Notice, Outline
from cvsignal.sections import outline

#: Warnings with which no verdict is said: its error rate was measured on CVs read whole and well, in French and in English.
_UNSURE = frozenset({"other-language", "ocr-low-confidence", "ocr-missing", "salvaged", "cut-at-bound"})

Source = str | os.PathLike[str] | bytes | BinaryIO


def default_model() -> Path:
    """The folder of the shipped model: inside the package, or in the checkout that the package runs from."""
    inside = Path(str(resources.files("cvsignal"))) / "models" / "default"
    beside = Path(__file__).resolve().parents[2] / "models" / "default"
    return inside if inside.is_dir() else beside


def load(model: str | os.PathLike[str] | None = None, *, settings: ReadSettings | None = None) -> Screener:
    """A screener with the shipped model, or with the one in the folder ``model``. Load once, call often.

    Raises ModelError where the folder is missing, damaged, tampered with or of a newer format.
    """
    folder = (Path(model) if model is not None else default_model()).resolve()  # a link may move while it is read
    if not folder.is_dir():
        raise ModelError(
            f"{folder}: there is no such model folder. Check the path, or train one with `cvsignal train`."
        )
    with at_rest():
        return Screener(load_model(folder), settings=settings, folder=folder)


class Screener:
    """Assesses CVs. Holds no state between calls; safe to call from several threads."""

    def __init__(self, model: Model, *, settings: ReadSettings | None = None, folder: Path | None = None) -> None:
        self._model = model
        self._settings = settings or ReadSettings()
        self._folder = folder
        self.version = __version__

    @property
    def model_sha256(self) -> str:
        """One hash of all that decides in the model."""
        return self._model.sha256

    @property
    def roles(self) -> tuple[str, ...]:
        """Names of the roles that the model knows."""
        return tuple(self._model.roles)

    @property
    def model(self) -> Model:
        """The model behind this screener."""
        return self._model

    @at_rest()
    def assess(self, source: Source, *, filename: str | None = None) -> Assessment:
        """Assesses a CV from a path, its bytes or a binary file; raises ReadError where it cannot be read."""
        document = read(source, filename=filename, settings=self._settings)
        path = os.fspath(source) if isinstance(source, str | os.PathLike) else filename
        return self._assess(document, path=path)

    @at_rest()
    def assess_text(self, text: str, language: str | None = None) -> Assessment:
        """Assesses a text as it is: offsets are offsets into this very string.

        ``language`` is a code such as "fr" or "fr-CA"; None finds it out. Raises TypeError for anything but a string, and
        ValueError for what is no code.
        """
        if not isinstance(text, str):
            raise TypeError(
                f"assess_text: a string is needed, not {type(text).__name__}. Give files and bytes to assess()."
            )
        return self._assess(from_text(text), language=_code(language) if language else None)

    @at_rest()
    def assess_document(self, document: Document, *, path: str | None = None) -> Assessment:
        """Assesses a document that was read before."""
        return self._assess(document, path=path)

    def assess_many(self, paths: Iterable[str | os.PathLike[str]], workers: int = 2) -> Iterator[Assessment | Failure]:
        """Assesses files in worker processes, in input order; a bad file yields a Failure and stops nothing."""
        from cvsignal.screening.workers import assess_many  # spawns processes: only where it is asked for

        return assess_many(self.loader(), paths, workers=workers)

    def loader(self) -> Callable[[], Screener]:
        """What makes this screener again in another process."""
        if self._folder is None:
            raise ModelError(
                "This screener was not loaded from a folder, so that workers cannot load it too. Use load()."
            )
        return partial(load, os.fspath(self._folder), settings=self._settings)

    def tag(self, document: Document, language: str) -> tuple[Outline, tuple[Evidence, ...]]:
        """The first half of the flow: a document's outline and its evidence."""
        shape = outline(document)
        return shape, self._model.tagger.tag(document, shape, language)

    def fits(self, evidence: Sequence[Evidence], shape: Outline, language: str) -> dict[str, Fit]:
        """The second half of the flow: evidence to one fit a role."""
        return {
            name: role.fit(features(evidence, shape, role.role.features), evidence, language)
            for name, role in self._model.roles.items()
        }

    def _assess(self, document: Document, *, language: str | None = None, path: str | None = None) -> Assessment:
        code = language or detect(document.text)
        shape, evidence = self.tag(document, code)
        fit = self.fits(evidence, shape, code)
        if document.hidden:
            fit = self._with_hidden(document, code, fit)
        warnings = (*document.notices, *_language_notice(code))
        if any(notice.code in _UNSURE for notice in warnings):
            fit = {name: one.model_copy(update={"verdict": "to be read by a person"}) for name, one in fit.items()}
        return Assessment(
            text=document.text,
            language=code,
            evidence=evidence,
            fit=fit,
            purpose=purpose(evidence),
            warnings=warnings,
            hidden=document.hidden,
            pages=document.pages,
            path=path,
            file_sha256=document.sha256,
            text_sha256=hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
            model_sha256=self.model_sha256,
            version=self.version,
        )

    def _with_hidden(self, document: Document, language: str, fit: dict[str, Fit]) -> dict[str, Fit]:
        """Beside each score, what it would be if the hidden words counted."""
        whole = from_text("\n\n".join([document.text, *(hidden.text for hidden in document.hidden)]))
        shape, evidence = self.tag(whole, language)
        counted = self.fits(evidence, shape, language)
        return {
            name: one.model_copy(update={"score_if_hidden_counted": counted[name].score}) for name, one in fit.items()
        }


def _code(language: str) -> str:
    """The language of a tag such as "fr-CA", in lower case."""
    code = re.split(r"[-_]", language.strip().lower())[0]
    if not re.fullmatch(r"[a-z]{2,3}", code):
        raise ValueError(f"language {language!r}: not a code. Give one such as 'fr' or 'en', or None to find it out.")
    return code


def _language_notice(code: str) -> tuple[Notice, ...]:
    if code in LANGUAGES:
        return ()
    return (
        Notice(
            code="other-language",
            message=f"The text seems to be in another language ({code}); cvsignal reads French and English. Read it yourself.",
        ),
    )
