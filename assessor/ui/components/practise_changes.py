"""The kept version beside the text being written: what changed in concepts and in level, then word by word."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from assessor.domain.scale import Scale
from assessor.ui import markup
from assessor.ui.components.practise_concepts import quoted
from assessor.ui.components.practise_missing import place
from assessor.ui.practise import Practice, Seen, changes, shown, word_changes
from assessor.ui.texts import tr

_QUOTED: Final = 2
"""Quotes of a concept; the feedback has them all."""


def summary(before: Seen, after: Seen, scale: Scale) -> None:
    """From which level to which, and the concepts gained and lost, quoted."""
    found = changes(before, after)
    kind = "level" if scale.kind == "ordinal" else "demonstrations"
    move = tr(f"practise.changes.{kind}", before=place(before), after=place(after))
    parts = [Markup('<p class="as-status">{}</p>').format(move)]
    for name, gates in (("cleared", found.cleared), ("raised", found.raised)):
        if gates:
            said = tr(f"practise.changes.{name}", gates=", ".join(tr(f"practise.gate_name.{gate}") for gate in gates))
            parts.append(Markup("<p>{}</p>").format(said))
    for name, sign, concepts in (("gained", "+", found.gained), ("lost", "–", found.lost)):
        if concepts:
            title = Markup('<p><b><span aria-hidden="true">{}</span> {}</b></p>').format(sign, tr(f"practise.changes.{name}"))
            parts.append(title + quoted([(code, pieces[:_QUOTED]) for code, pieces in concepts.items()], scale))
    if not (found.gained or found.lost):
        old, new = (sum(map(len, shown(one.assessment).values())) for one in (before, after))
        said = tr("practise.changes.same") if old == new else tr("practise.changes.passages", before=old, after=new)
        parts.append(Markup('<p class="as-quiet">{}</p>').format(said))
    markup.show(markup.joined(parts))


def side_by_side(now: Practice, before: str, after: str) -> None:
    """Both texts; words that only one of them has are struck through or underlined."""
    kept = now.kept or ""
    compared = word_changes(kept, now.text)
    if compared is None:
        markup.show(Markup('<p class="as-quiet">{}</p>').format(tr("practise.changes.rewritten")))
    left, right = compared or ([(kept, False)], [(now.text, False)])
    cards = [
        _card("A", tr("practise.changes.kept", version=now.beside), before, left, "del"),
        _card("B", tr("practise.changes.current", version=now.version), after, right, "ins"),
    ]
    markup.show(Markup('<div class="as-drafts">{}</div>').format(markup.joined(cards)))


def _card(letter: str, title: str, where: str, pieces: list[tuple[str, bool]], name: str) -> Markup:
    element = Markup(f"<{name}>{{}}</{name}>")
    text = markup.joined(element.format(words) if changed else Markup("{}").format(words) for words, changed in pieces)
    return Markup(
        '<section aria-label="{title}"><h3 class="as-heading">{letter} · {title}</h3><p class="as-quiet">{where}</p>'
        '<div class="as-text as-draft" lang="fr">{text}</div></section>'
    ).format(letter=letter, title=title, where=where, text=text)
