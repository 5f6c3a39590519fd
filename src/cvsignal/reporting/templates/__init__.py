"""Pages from Jinja templates beside this file: escaped, one file each, nothing loaded, no script but our own."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

#: Signs that could end a script element, or that old JavaScript takes for the end of a line.
_ESCAPED = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}

#: Dark where the system is, unless light was chosen, and where dark was chosen; never on paper.
_DARK = """
@media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {0} }} }}
@media screen {{ :root[data-theme="dark"] {{ {0} }} }}
"""


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("cvsignal.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def script_json(value: Any) -> Markup:
    """JSON for a script element, whatever the texts in it say."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign, escaped in _ESCAPED.items():
        text = text.replace(sign, escaped)
    return Markup(text)  # noqa: S704 (no "<" is left in it)


def render(template: str, *, style: str, scripts: Sequence[str], **values: Any) -> Iterator[str]:
    """A page piece by piece; ``style`` and ``scripts`` name files of this folder that stand in the page itself.

    The page's policy allows that style and those scripts by their hashes and nothing else: words of a CV never run.
    """
    dark = _source("dark.css")
    css = _source("base.css") + _DARK.format(dark) + _source(style)
    script = "\n".join(('"use strict";', *map(_source, scripts)))
    policy = (
        f"default-src 'none'; style-src {_hash(css)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )
    parts = {"css": Markup(css), "script": Markup(script), "policy": Markup(policy)}  # noqa: S704 (files of this folder)
    return _environment().get_template(template).generate(**parts, **values)


def _source(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
