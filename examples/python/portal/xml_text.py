"""XML as text that is its own canonical form.

Canonical XML 1.0 wants attributes in order, a namespace declaration first, start and end tags also for empty elements,
and exactly the escapes below. What is written so can be hashed and signed as it stands, without a library that
canonicalizes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#xD;"}
_IN_ATTRIBUTE = {
    **{ord("&"): "&amp;", ord("<"): "&lt;", ord('"'): "&quot;"},
    **{ord("\t"): "&#x9;", ord("\n"): "&#xA;", ord("\r"): "&#xD;"},
}


def text(value: str) -> str:
    """The content of an element. ValueError for a character that XML 1.0 cannot hold."""
    return _legal(value).translate(_IN_TEXT)


def element(name: str, content: str = "", attributes: Mapping[str, str] | None = None) -> str:
    """An element whose content is written already, by `text` or `element`."""
    given = attributes or {}
    written = (
        f' {key}="{_legal(given[key]).translate(_IN_ATTRIBUTE)}"'
        for key in sorted(given, key=lambda key: (key != "xmlns", key))
    )
    return f"<{name}{''.join(written)}>{content}</{name}>"


def document(root: str) -> bytes:
    """A document with this root element."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'.encode()


def _legal(value: str) -> str:
    # The value stays out of the error: it may be personal data.
    if _NOT_XML.search(value):
        raise ValueError("a text holds a character that XML cannot hold")
    return value
