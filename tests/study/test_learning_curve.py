from __future__ import annotations

import pytest

from cvsignal.errors import CorpusError
from cvsignal.study.learning_curve import learning_curve
from tests.small_corpus import small_corpus


def test_a_row_a_size_on_the_same_cvs() -> None:
    said: list[str] = []
    table = learning_curve(small_corpus(64), small_corpus(16, seed=5), (32, 500), said.append)
    assert list(table.index) == [32, 64]  # there are no more than 64
    assert {"span F1 en", "span F1 fr", "QWK community_manager", "AUC social_media_manager"} <= set(table.columns)
    assert table.loc[64, "span F1 en"] > 0.5
    assert said == ["32 CVs", "64 CVs"]


def test_too_few_cvs_are_refused() -> None:
    with pytest.raises(CorpusError, match="at least"):
        learning_curve(small_corpus(64), small_corpus(8, seed=5), (4,))
