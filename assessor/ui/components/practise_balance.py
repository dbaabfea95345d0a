"""The balance of the story: its parts, who acts, whether the result is counted, how long it is."""

from __future__ import annotations

from markupsafe import Markup

from assessor.ui import markup
from assessor.ui.components import star
from assessor.ui.practise import Balance, Seen, balance
from assessor.ui.texts import tr


def show(seen: Seen) -> None:
    """Figures first, then what they say, each time with the words that show it."""
    star.show(seen.assessment)
    found = balance(seen)
    rows = [(tr(f"practise.balance.{name}"), getattr(found, name)) for name in ("je", "nous", "on", "passive")]
    rows.append((tr("practise.balance.words"), tr("practise.balance.length", words=found.words, minutes=found.minutes)))
    table = markup.joined(Markup("<dt>{}</dt><dd>{}</dd>").format(name, value) for name, value in rows)
    markup.show(Markup('<dl class="as-dl">{}</dl>').format(table))
    markup.show(Markup('<ul class="as-list">{}</ul>').format(markup.joined(_remarks(found))))


def _remarks(found: Balance) -> list[Markup]:
    said = [(f"practise.balance.result.{found.result}", found.quotes.get("figures"))] if found.result else []
    if found.nous + found.on > found.je:
        said.append(("practise.balance.together", found.quotes.get("nous") or found.quotes.get("on")))
    if unsaid := found.quotes.get("unsaid"):
        said.append(("practise.balance.unsaid", unsaid))
    return [
        Markup("<li>{}{}</li>").format(
            tr(code), Markup('<br><span class="as-quote" lang="fr">« {} »</span>').format(quote) if quote else ""
        )
        for code, quote in said
    ]
