"""The spaCy pipeline, as those use it who want a Doc, says what the tagger says."""

from __future__ import annotations

import pytest

from cvsignal.reading import from_text
from cvsignal.screener import default_model
from cvsignal.sections import outline
from cvsignal.tagging.pipeline import DETAILS, OUTLINE, build, tag
from cvsignal.tagging.scene import tagging_text

CVS = {
    "en": "Jo Doe\nExperience\nSocial media manager, Acme, 2015 - 2018\n- Ran the brand's Facebook page and Hootsuite.\n"
    "- Never wrote a crisis plan; reported reach to the board each month.",
    "fr": "Jo Doe\nExpérience\nChargé·e de communication, 2015 - 2018\n- Animation de la page Facebook de la marque.\n"
    "- Élaboration du plan de communication.",
}


@pytest.mark.parametrize("language", CVS)
def test_the_pipes_and_the_tagger_find_the_same(language: str) -> None:
    nlp = build(language).from_disk(default_model() / "tagger" / language)
    document = from_text(CVS[language])
    shape = outline(document)
    doc = nlp.make_doc(tagging_text(document))
    doc.user_data[OUTLINE] = shape
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    scene, found = tag(nlp, tagging_text(document), shape)
    assert found == doc.user_data[DETAILS]
    extents = [(*scene.extent(finding.first, finding.last), finding.label) for finding, _ in found]
    assert extents == [(span.start_char, span.end_char, span.label_) for span in doc.spans["evidence"]]
    assert len(found) > 1
