"""DOCX: first version, replaced soon by the full walk."""

from __future__ import annotations

import io
import zipfile


def docx_text(data: bytes) -> str:
    from lxml import etree

    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(
            archive.read("word/document.xml"), etree.XMLParser(resolve_entities=False, no_network=True)
        )
    lines = []
    for paragraph in root.iter(w + "p"):
        lines.append("".join((n.text or "") if n.tag == w + "t" else "\t" for n in paragraph.iter(w + "t", w + "tab")))
    return "\n".join(lines)
