"""How a DOCX run looks, as far as hiding goes: vanish, colour, size, shading, through the chain of its styles."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from cvsignal.reading.xml import parsed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = W + "val"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"
TINY_HALF_POINTS = 4  # 2 points
WHITE = 0xF5  # of 255: from here on a channel counts as white
PAPER = 0xE0  # of 255: a fill lighter than this in all channels counts as paper
PLAIN_TABLES = frozenset({"TableGrid", "TableNormal", "Grilledutableau", "TableauNormal"})
MAX_CHAIN = 12


_END = b"</w:style>"
_TABLE = b'<w:style w:type="table"'
_STYLE_ID = re.compile(rb'w:styleId="([^"]*)"')
_FILL = re.compile(rb'w:fill="([0-9A-Fa-f]{6})"')


class Look(NamedTuple):
    """The properties of a run that decide whether it is seen."""

    vanish: bool = False
    colour: tuple[int, int, int] | None = None
    half_points: int | None = None
    bold: bool = False
    shaded: bool = False

    @property
    def size(self) -> float | None:
        return self.half_points / 2 if self.half_points is not None else None

    def hidden(self, *, on_dark: bool) -> str:
        """Why a run of this look is not seen; empty where it is."""
        if self.vanish:
            return "marked as hidden text"
        if self.half_points is not None and self.half_points <= TINY_HALF_POINTS:
            return "too small to read"
        if self.colour is not None and min(self.colour) >= WHITE and not (on_dark or self.shaded):
            return "white on white"
        return ""


class Styles:
    """The styles part of a document; each style is resolved once."""

    def __init__(self, data: bytes) -> None:
        self._nodes: dict[str, Any] = {}
        self._tables: dict[bytes, bytes] = {}
        root = parsed(self._without_tables(data))
        self._looks: dict[str, Look] = {}
        self._default = Look()
        self._default_paragraph = ""
        if root is None:
            return
        for node in root.iterchildren(W + "style"):
            self._nodes[node.get(W + "styleId", "")] = node
            if node.get(W + "type") == "paragraph" and node.get(W + "default") in ("1", "true"):
                self._default_paragraph = node.get(W + "styleId", "")
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self._default = _changed(Look(), defaults)

    def paragraph(self, properties: Any | None) -> Look:
        """The look of a paragraph's runs before their own properties."""
        name = properties.find(W + "pStyle") if properties is not None else None
        look = self._style(name.get(_VAL, "") if name is not None else self._default_paragraph)
        return look._replace(shaded=True) if shaded(properties) else look

    def run(self, properties: Any | None, look: Look) -> Look:
        """``look`` changed by a run's own properties."""
        if properties is None or not len(properties):
            return look
        name = properties.find(W + "rStyle")
        if name is not None and name.get(_VAL) in self._nodes:
            look = _changed(look, self._nodes[name.get(_VAL)].find(W + "rPr"))
        return _changed(look, properties)

    def table_shades(self, table: Any) -> bool:
        """Whether the table's style may shade its cells."""
        found = table.find(f"{W}tblPr/{W}tblStyle")
        name = found.get(_VAL, "") if found is not None else ""
        if name in PLAIN_TABLES:
            return False
        if name in self._nodes:
            return any(_dark_fill(shade) for shade in self._nodes[name].iter(W + "shd"))
        source = self._tables.get(name.encode(), b"")
        fills = [_rgb(fill.decode()) for fill in _FILL.findall(source)]
        return b"w:themeFill=" in source or any(fill is not None and min(fill) < PAPER for fill in fills)

    def _without_tables(self, data: bytes) -> bytes:
        """The part without its table styles, which are kept unparsed: they are most of it, and seldom asked for."""
        *styles, rest = data.split(_END)
        kept: list[bytes] = []
        for style in styles:
            start = style.rfind(b"<w:style ")
            if style.startswith(_TABLE, start):
                name = _STYLE_ID.search(style, start)
                self._tables[name[1] if name else b""] = style[start:]
                kept.append(style[:start])
            else:
                kept.append(style + _END)
        return b"".join(kept) + rest

    def _style(self, name: str) -> Look:
        if name not in self._looks:
            chain: list[Any] = []
            node = self._nodes.get(name)
            while node is not None and len(chain) < MAX_CHAIN:
                chain.append(node)
                base = node.find(W + "basedOn")
                node = self._nodes.get(base.get(_VAL, "")) if base is not None else None
            look = self._default
            for node in reversed(chain):
                look = _changed(look, node.find(W + "rPr"))
                look = look._replace(shaded=look.shaded or shaded(node.find(W + "pPr")))
            self._looks[name] = look
        return self._looks[name]


def shaded(properties: Any | None) -> bool:
    """Whether table, cell, paragraph or run properties put a darker fill behind the text."""
    shade = properties.find(W + "shd") if properties is not None else None
    return shade is not None and _dark_fill(shade)


def filled(shape: Any) -> bool:
    """Whether a drawn shape or picture puts something darker than paper behind the text."""
    for node in shape.iter(_DRAWN + "solidFill", _DRAWN + "gradFill", _DRAWN + "blip", _DRAWN + "fillRef"):
        if node.tag == _DRAWN + "fillRef":
            if node.get("idx") not in (None, "0") and next(shape.iter(_DRAWN + "noFill"), None) is None:
                return True
        elif node.getparent().tag in (_DRAWN + "ln", _DRAWN + "rPr"):
            continue
        elif (colour := node.find(_DRAWN + "srgbClr")) is None or min(_rgb(colour.get("val")) or (0, 0, 0)) < PAPER:
            return True
    for node in shape.iter(*(_VML + tag for tag in ("shape", "rect", "roundrect", "oval"))):
        colour = (node.get("fillcolor") or "").split(" ")[0].lstrip("#").lower()
        if colour not in ("", "white", "ffffff", "fff") and node.get("filled") not in ("f", "false"):
            return True
    return False


def _dark_fill(shade: Any) -> bool:
    fill = _rgb(shade.get(W + "fill", "auto"))
    return shade.get(W + "themeFill") is not None or (fill is not None and min(fill) < PAPER)


def _changed(look: Look, properties: Any | None) -> Look:
    if properties is None:
        return look
    for child in properties:
        tag, value = child.tag, child.get(_VAL)
        if tag in (W + "vanish", W + "webHidden"):
            look = look._replace(vanish=tag == W + "vanish" and value not in ("0", "false", "off"))
        elif tag == W + "color":
            themed = child.get(W + "themeColor")
            look = look._replace(colour=(255, 255, 255) if themed in ("background1", "light1") else _rgb(value))
        elif tag == W + "sz" and value and value.isdigit():
            look = look._replace(half_points=int(value))
        elif tag == W + "b":
            look = look._replace(bold=value not in ("0", "false", "off"))
        elif (tag == W + "highlight" and value not in (None, "none", "white")) or (
            tag == W + "shd" and _dark_fill(child)
        ):
            look = look._replace(shaded=True)
    return look


def _rgb(value: str | None) -> tuple[int, int, int] | None:
    if value is None or len(value) != 6:
        return None
    try:
        number = int(value, 16)
    except ValueError:
        return None
    return number >> 16, (number >> 8) & 255, number & 255
