"""HTML on the page. Whatever a person typed reaches it through ``Markup.format``, which escapes, so that it appears as typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import streamlit as st
from markupsafe import Markup

from assessor.ui.texts import tr
from assessor.wording import whole_percent

Kind = Literal["info", "success", "warning", "error"]
_SIGNS = {"info": "i", "success": "✓", "warning": "!", "error": "✗"}


def show(html: Markup) -> None:
    """Put HTML on the page; only :class:`~markupsafe.Markup` is taken, never a plain string."""
    st.html(str(html))


def joined(parts: Iterable[Markup]) -> Markup:
    """Pieces of HTML one after the other."""
    return Markup("").join(parts)


def listed(lines: Iterable[str], kind: str = "") -> Markup:
    """A list; nothing at all if there is no line.

    Examples
    --------
    >>> listed(["a < b"])
    Markup('<ul class="as-list"><li>a &lt; b</li></ul>')
    """
    items = joined(Markup("<li>{}</li>").format(line) for line in lines)
    return Markup('<ul class="{}">{}</ul>').format(f"as-list {kind}".strip(), items) if items else Markup("")


def heading(text: str, level: int = 2) -> None:
    """A heading of the page."""
    show(Markup("<h{0} class='as-heading'>{1}</h{0}>").format(level, text))


def notice(kind: Kind, text: str) -> None:
    """Something the person must know; announced by screen readers, said with a word and a sign, not by colour alone."""
    role = "alert" if kind in ("error", "warning") else "status"
    show(
        Markup(
            '<div class="as-notice as-{}" role="{}"><span class="as-sign" aria-hidden="true">{}</span><div><b>{}</b> {}</div></div>'
        ).format(kind, role, _SIGNS[kind], tr(f"ui.notice.{kind}"), text)
    )


def bar(share: float, label: str) -> Markup:
    """A horizontal bar for a share between 0 and 1; ``label`` is what screen readers say."""
    return Markup('<span class="as-bar" role="img" aria-label="{}"><span style="width:{:.1f}%"></span></span>').format(label, 100 * share)


def percent(share: float) -> str:
    """A share as a whole percentage, as the reader's language writes it."""
    return tr("ui.percent", value=whole_percent(share))
