"""XML parts parsed without entities, network or DTD; a part cut short gives what came before the cut."""

from __future__ import annotations

from typing import Any


def parsed(data: bytes) -> Any | None:
    """The root element of an XML part, None where there is nothing to be had.

    ``huge_tree`` stays off: libxml2 then stops at a depth of 256 and at text nodes of 10 MB.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
