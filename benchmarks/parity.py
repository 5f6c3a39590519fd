"""Whether the word lists say the same in French and in English: for each concept, in how many lines of the corpus's translated CVs
it is found in both languages, in one alone, and the forms that stand alone most.

    python benchmarks/parity.py [CONCEPT …]

A concept that is found in one language alone is a homonym there, or lacks words in the other. Only CVs to learn from are read.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cvsignal.corpus import Record, read_records
from cvsignal.lexicon import LANGUAGES
from cvsignal.reading import from_text
from cvsignal.schema import Document, Outline
from cvsignal.sections import outline
from cvsignal.tagging.scene import Scene
from cvsignal.tagging.tagger import scenes

CORPUS = Path(__file__).parents[1] / "data" / "annotated"
FORMS = 12  # shown of each language
Line = dict[str, str]  # concept -> the first form of it in the line


@dataclass
class Counts:
    """Lines that hold a concept in both languages, and the forms of it where the translated line holds none."""

    both: int = 0
    alone: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def agreement(self) -> float:
        alone = sum(forms.total() for forms in self.alone.values())
        return 2 * self.both / max(1, 2 * self.both + alone)


def pairs(records: list[Record]) -> Iterator[Mapping[str, Record]]:
    """A CV and its translation, by language; only those with a line for a line."""
    by_id = {record.id: record for record in records}
    for record in records:
        source = by_id.get(str(record.meta.get("translated")))
        if source is not None and source.text.count("\n") == record.text.count("\n"):
            yield {source.language: source, record.language: record}


@cache
def maker(language: str) -> Callable[[Document, Outline], Scene]:
    """One a language: it keeps the forms of words that it has met."""
    return scenes(language)


def lines(record: Record) -> list[Line]:
    document = from_text(record.text)
    scene = maker(record.language)(document, outline(document))
    found: list[Line] = [{} for _ in range(record.text.count("\n") + 1)]
    for hit in scene.hits:
        start, end = scene.extent(hit.first, hit.last)
        found[record.text.count("\n", 0, start)].setdefault(hit.concept, record.text[start:end].lower())
    return found


def count(records: list[Record]) -> dict[str, Counts]:
    counts: dict[str, Counts] = defaultdict(Counts)
    for pair in pairs(records):
        for of_line in zip(*(lines(pair[language]) for language in LANGUAGES), strict=True):
            for language, mine, other in zip(LANGUAGES, of_line, reversed(of_line), strict=True):
                for concept, form in mine.items():
                    if concept not in other:
                        counts[concept].alone[language][form] += 1
                    elif language == LANGUAGES[0]:
                        counts[concept].both += 1
    return counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "concepts", nargs="*", metavar="CONCEPT", help="concepts whose lonely forms are shown, as act.run"
    )
    chosen = parser.parse_args().concepts
    counts = count(read_records([CORPUS / "train.jsonl"]))
    for concept, of in sorted(counts.items(), key=lambda item: item[1].agreement()):
        if chosen and concept not in chosen:
            continue
        alone = {language: of.alone[language].total() for language in LANGUAGES}
        print(
            f"{concept:28} agreement {of.agreement():.2f}  both {of.both:5}  en alone {alone['en']:5}  fr alone {alone['fr']:5}"
        )
        for language in LANGUAGES if chosen else ():
            shown = ", ".join(f"{form} {n}" for form, n in of.alone[language].most_common(FORMS))
            print(f"    {language}: {shown}")


if __name__ == "__main__":
    main()
