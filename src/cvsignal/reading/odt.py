"""ODT: paragraphs, tables and text boxes of OpenDocument text."""

from __future__ import annotations

from typing import Any

from cvsignal.reading.archive import Archive
from cvsignal.reading.notices import SALVAGED
from cvsignal.reading.paragraphs import Paragraph, beside, document_of
from cvsignal.reading.refusal import Refused
from cvsignal.reading.settings import ReadSettings
from cvsignal.reading.xml import parsed
from cvsignal.schema import Document, Hidden

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_BASE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
TEXT, TABLE, DRAW, STYLE, OFFICE = (_BASE % name for name in ("text", "table", "drawing", "style", "office"))
_PARAGRAPHS = (TEXT + "p", TEXT + "h")
_LEFT_OUT = frozenset(
    (
        TEXT + "tracked-changes",
        OFFICE + "annotation",
        TEXT + "sequence-decls",
        TEXT + "hidden-text",
        TEXT + "hidden-paragraph",
    )
)


def read_odt(data: bytes, settings: ReadSettings) -> Document:
    """Read an ODT, a truncated one as far as it goes."""
    archive = Archive(data, settings.max_inflated)
    if b"manifest:encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Refused("encrypted")
    root = parsed(archive.read("content.xml"))
    if root is None:
        raise Refused("truncated" if archive.salvaged else "unreadable")
    styles = parsed(archive.read("styles.xml"))
    walk = _Walk([part for part in (styles, root) if part is not None])
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    paragraphs = walk.blocks(root if body is None else body)
    if styles is not None:
        for running in styles.iter(STYLE + "header", STYLE + "footer"):
            for paragraph in walk.blocks(running):
                paragraph.furniture = True
                paragraphs.append(paragraph)
    notices = [SALVAGED] if archive.salvaged else []
    return document_of(paragraphs, walk.hidden, notices, MEDIA_TYPE, settings.max_chars)


class _Walk:
    """One walk; knows which styles hide their text."""

    def __init__(self, roots: list[Any]) -> None:
        self.hidden: list[Hidden] = []
        self._reasons: dict[str, str] = {}
        self._bold: set[str] = set()
        for root in roots:
            for style in root.iter(STYLE + "style"):
                self._learn(style)

    def _learn(self, style: Any) -> None:
        name = style.get(STYLE + "name", "")
        for properties in style.iter(STYLE + "text-properties"):
            values = {key.rpartition("}")[2]: value for key, value in properties.attrib.items()}
            if values.get("display") == "none":
                self._reasons[name] = "marked as hidden text"
            elif values.get("color", "").lower() == "#ffffff" and values.get("background-color", "transparent") in (
                "transparent",
                "#ffffff",
            ):
                self._reasons[name] = "white on white"
            elif values.get("font-size", "").endswith("pt") and _number(values["font-size"][:-2]) <= 2:
                self._reasons[name] = "too small to read"
            if values.get("font-weight") == "bold":
                self._bold.add(name)

    def blocks(self, container: Any) -> list[Paragraph]:
        found: list[Paragraph] = []
        for child in container:
            tag = child.tag
            if tag in _PARAGRAPHS:
                boxes: list[Paragraph] = []
                name = child.get(TEXT + "style-name", "")
                text = self._inline(child, self._reasons.get(name, ""), boxes)
                found += [Paragraph(text, bold=name in self._bold or tag == TEXT + "h"), *boxes]
            elif tag == TABLE + "table":
                for row in child.iter(TABLE + "table-row"):
                    if next(row.iterancestors(TABLE + "table")) is child:
                        found += beside([self.blocks(cell) for cell in row.iterchildren(TABLE + "table-cell")])
            elif isinstance(tag, str) and tag not in _LEFT_OUT:
                found += self.blocks(child)
        return found

    def _inline(self, node: Any, reason: str, boxes: list[Paragraph]) -> str:
        pieces = [self._shown(node.text, reason)]
        for child in node:
            tag = child.tag
            if tag == TEXT + "tab":
                pieces.append("\t")
            elif tag == TEXT + "line-break":
                pieces.append("\n")
            elif tag == TEXT + "s":
                pieces.append(" ")
            elif tag == DRAW + "text-box":
                boxes += [Paragraph(""), *self.blocks(child), Paragraph("")]
            elif isinstance(tag, str) and tag not in _LEFT_OUT and tag != TEXT + "note-citation":
                own = self._reasons.get(child.get(TEXT + "style-name", ""), reason)
                pieces.append(self._inline(child, own, boxes))
            pieces.append(self._shown(child.tail, reason))
        return "".join(pieces)

    def _shown(self, text: str | None, reason: str) -> str:
        if text and reason and text.strip():
            self.hidden.append(Hidden(text=text, reason=reason))
            return " "
        return text or ""


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError:
        return 99.0
