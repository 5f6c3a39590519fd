"""HTML as a browser shows it: blocks, tables, no scripts; nothing is fetched and nothing is run.

Words that an element's own attributes hide are set aside. Style sheets are not followed: where one of the page's own hides
something, a notice says so.
"""

from __future__ import annotations

import re
from typing import Any

from cvsignal.reading.paragraphs import Paragraph, beside, document_of
from cvsignal.reading.plain import decode
from cvsignal.reading.refusal import Refused
from cvsignal.reading.settings import ReadSettings
from cvsignal.schema import Document, Hidden, Notice

MEDIA_TYPE = "text/html"
MAX_DEPTH = 200
_LEFT_OUT = frozenset(
    (
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "svg",
        "math",
        "iframe",
        "object",
        "select",
        "option",
        "textarea",
        "title",
        "meta",
        "link",
    )
)
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"),
        *(
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "html",
        ),
        *("li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_HEADINGS = frozenset(
    (
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    )
)
_APART = frozenset(
    (
        "p",
        "ul",
        "ol",
        "table",
        "section",
        "article",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "footer",
        "aside",
    )
)
_HIDING = (
    (re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.I), "marked as hidden text"),
    (re.compile(r"(?:^|;)\s*opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)", re.I), "fully transparent"),
    (re.compile(r"font-size\s*:\s*(?:0|1(?:\.\d+)?|2)(?:px|pt)?\s*(?:;|!|$)", re.I), "too small to read"),
    (
        re.compile(r"(?<![\w-])(?:left|top|text-indent)\s*:\s*-\d{3,}|margin-left\s*:\s*-\d{4,}", re.I),
        "outside the page",
    ),
)
_WHITE = re.compile(
    r"(?:^|;)\s*color\s*:\s*(?:white|#fff(?:fff)?|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))\s*(?:;|!|$)", re.I
)
_BACKGROUND = re.compile(r"background", re.I)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_UNCHECKED = Notice(
    code="visibility-unchecked",
    message="Whether all its text can be seen was not checked: its style sheet hides something.",
)


def read_html(data: bytes, settings: ReadSettings) -> Document:
    """Read an HTML file."""
    return html_document(_decoded(data), settings)


def html_document(text: str, settings: ReadSettings) -> Document:
    """Read HTML that is decoded already."""
    from lxml import etree, html

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(no_network=True, huge_tree=False, recover=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise Refused("no-text") from None
    walk = _Walk()
    walk.block(root, "", 0)
    walk.close()
    notices = [_UNCHECKED] if any(_hides(sheet.text or "") for sheet in root.iter("style")) else []
    return document_of(walk.paragraphs, walk.hidden, notices, MEDIA_TYPE, settings.max_chars)


def _decoded(data: bytes) -> str:
    named = re.search(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,20})", data[:2048])
    if named and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


class _Walk:
    """Collects paragraphs; text flows into the open one until a block ends it."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.hidden: list[Hidden] = []
        self._open: list[str] = []
        self._heading = False
        self._preformatted = False

    def close(self) -> None:
        text = "".join(self._open).strip()
        if text:
            self.paragraphs.append(Paragraph(text, bold=self._heading))
        self._open = []

    def block(self, node: Any, reason: str, depth: int) -> None:
        """Walk an element and what is in it; ``reason`` says why all of it is hidden, if it is."""
        tag = node.tag
        if not isinstance(tag, str) or tag in _LEFT_OUT or depth > MAX_DEPTH:
            return
        reason = reason or _hiding(node)
        if tag == "br":
            self._open.append("\n")
            return
        if tag == "tr":
            self._row(node, reason, depth)
            return
        is_block, outer = tag in _BLOCKS, (self._heading, self._preformatted)
        if is_block:
            self.close()
            if tag in _APART:
                self.paragraphs.append(Paragraph(""))
        self._heading |= tag in _HEADINGS
        self._preformatted |= tag == "pre"
        self._text(node.text, reason)
        for child in node:
            self.block(child, reason, depth + 1)
            self._text(child.tail, reason)
        if is_block:
            self.close()
        self._heading, self._preformatted = outer

    def _row(self, row: Any, reason: str, depth: int) -> None:
        self.close()
        cells: list[list[Paragraph]] = []
        for cell in row:
            if cell.tag in ("td", "th"):
                inner = _Walk()
                inner.block(cell, reason, depth + 1)
                inner.close()
                cells.append(inner.paragraphs)
                self.hidden += inner.hidden
        self.paragraphs += beside(cells)

    def _text(self, text: str | None, reason: str) -> None:
        if not text:
            return
        if reason:
            if text.strip():
                self.hidden.append(Hidden(text=_SPACE.sub(" ", text).strip(), reason=reason))
            return
        if not self._preformatted:
            self._open.append(_SPACE.sub(" ", text))
            return
        for i, block in enumerate(_BLANK_LINE.split(text)):
            if i:
                self.close()
                self.paragraphs.append(Paragraph(""))
            self._open.append(block.replace("\r", ""))


def _hiding(node: Any) -> str:
    if node.get("hidden") is not None or (node.tag == "input" and node.get("type") == "hidden"):
        return "marked as hidden text"
    style = node.get("style") or ""
    if not style:
        return ""
    if reason := _hides(style):
        return reason
    if _WHITE.search(style):
        around = (node, *node.iterancestors())
        if not any(_BACKGROUND.search(other.get("style") or "") or other.get("bgcolor") for other in around):
            return "white on white"
    return ""


def _hides(style: str) -> str:
    """Why declarations hide what they are for; empty where they do not."""
    return next((reason for pattern, reason in _HIDING if pattern.search(style)), "")
