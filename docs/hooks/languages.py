"""French pages get the spaces that French asks for; English ones say that they are in English, to screen readers and to browsers."""

from __future__ import annotations

import re
from typing import Any

# What is not prose: comments, fenced code, code in a line, addresses of links, options of the reference.
_CODE = re.compile(r"(<!--.*?-->|^ *```.*?^ *```$|`[^`\n]*`|\]\([^)]*\)|^:::.*$)", re.MULTILINE | re.DOTALL)
_BEFORE = re.compile(r"(?<=\S) (?=[:;?!»%])")
_AFTER = re.compile(r"(?<=«) ")


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """No line of a French page begins with a lonely sign."""
    if _english(page):
        return markdown
    parts = _CODE.split(markdown)
    parts[::2] = [_AFTER.sub("\N{NO-BREAK SPACE}", _BEFORE.sub("\N{NO-BREAK SPACE}", prose)) for prose in parts[::2]]
    return "".join(parts)


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Set the language of an English page; the theme's own words stay French."""
    return output.replace('<html lang="fr"', '<html lang="en"', 1) if _english(page) else output


def _english(page: Any) -> bool:
    return bool(page.file.src_uri.startswith("en/"))
