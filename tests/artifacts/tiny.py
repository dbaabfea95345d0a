"""Two scales as small as can be, each with eighty made-up answers: enough to train on, too little to be good."""

from __future__ import annotations

from pathlib import Path

from assessor.domain.example import Example, SentenceLabel
from assessor.training.dataset import write_examples

HEAD = """\
id: {id}
version: "1.0.0"
kind: {kind}
name: {{fr: "Bon voisinage", en: "Good neighbours"}}
definition: {{fr: "Vivre avec ceux d'à côté.", en: "Living with those next door."}}
source:
  organisation: {{fr: "Village", en: "Village"}}
  title: {{fr: "Charte", en: "Charter"}}
  note: {{fr: "Écrit pour les tests.", en: "Written for the tests."}}
policy:
  name: {{fr: "Prudente", en: "Cautious"}}
"""
LEVELS = """\
levels:
  - number: 1
    name: {fr: "Salue", en: "Greets"}
    description: {fr: "Dit bonjour aux gens.", en: "Says hello to people."}
  - number: 2
    name: {fr: "Invite", en: "Invites"}
    description: {fr: "Ouvre sa porte aux gens.", en: "Opens the door to people."}
"""
CONCEPT = """\
  - code: "{code}"
{level}    name: {{fr: "{name}", en: "{name}"}}
    description: {{fr: "{name} les gens.", en: "{name} people."}}
    indicators:
      - {{fr: "{name} ceux d'à côté.", en: "{name} those next door."}}
    question: {{fr: "Racontez une fois ({name}).", en: "Tell me about a time ({name})."}}
    examples:
      - "[[{first}]]"
      - "[[{second}]]"
    counterexamples:
      - "Il pleuvait."
"""
NAMES = ("Awa", "Paul", "Inès", "Karim", "Lucie", "Marc", "Nora", "Jean", "Fatou", "Élise")
PLACES = ("du moulin", "de la gare", "du port", "de l'école", "du marché", "de la digue", "du canal", "de la forge")
GREETED = ("J'ai salué {name} devant la porte {place}.", "J'ai dit bonjour à {name}, près {place}, et je lui ai souri.")
INVITED = ("J'ai invité {name} à ma table, à côté {place}.", "J'ai ouvert ma maison à {name} et à tous les gens {place}.")
SETTING = (
    "C'était un mardi de mars, près {place}.",
    "L'hiver finissait et la rue {place} était vide.",
    "La veille il y avait eu une fête {place}.",
)
OUTCOME = ("{name} m'a remercié longtemps.", "Depuis ce jour, {name} me rend visite.", "La rue {place} est plus gaie qu'avant.")
WORK = ("J'ai réparé la pompe {place} avec une clé.", "J'ai compté les caisses {place} jusqu'au soir.")
WE = ("Nous avons repeint la rue {place} avec eux.", "Nous avons rangé les chaises {place}.", "Nous avons balayé la cour {place}.")


def answer(number: int, scale: str, codes: tuple[str, ...], name: str = "", place: str = "") -> Example:
    """One answer that shows some codes (``1`` greets, ``2`` invites), or neither."""
    values = {"name": name or NAMES[number % len(NAMES)], "place": place or PLACES[number % len(PLACES)]}
    parts: list[tuple[str, str, tuple[str, ...]]] = [(phrase, "S", ()) for phrase in SETTING]
    together = not codes and number % 8 == 0
    if together:
        parts += [(each, "A", ()) for each in WE]
    else:
        wording = number // 4 % 2
        parts += [(WORK[wording], "A", ())]
        parts += [(GREETED[wording], "A", ("1",))] * ("1" in codes) + [(INVITED[wording], "A", ("2",))] * ("2" in codes)
    parts += [(phrase, "R", ()) for phrase in OUTCOME]
    text, labels = "", []
    for phrase, role, shown in parts:
        said = phrase.format(**values)
        text += " " if text else ""
        labels.append(SentenceLabel(len(text), len(text) + len(said), role, shown))  # type: ignore[arg-type]  # a letter of the markup
        text += said
    gate = "" if codes else "first_person" if together else "competency"
    return Example(
        id=f"{scale}-{number}",
        scale=scale,
        text=text,
        level=max((int(code) for code in codes), default=0) if scale == "voisins" else None,
        demonstrated=codes if scale == "voisins-liste" else None,
        sentences=tuple(labels),
        meta={"source": "synthetic", "author": f"m{number // 4 % 5}", "sector": PLACES[number % 8], "register": "courant", "gate": gate},
    )


def write(root: Path, count: int = 80) -> None:
    """Both scales and their examples, below a folder of scales."""
    for scale, kind in (("voisins", "ordinal"), ("voisins-liste", "checklist")):
        concepts = "concepts:\n"
        for code, name, (first, second) in (("1", "Salue", GREETED), ("2", "Invite", INVITED)):
            values = {"name": NAMES[0], "place": PLACES[0]}
            level = f"    level: {code}\n" if kind == "ordinal" else ""
            concepts += CONCEPT.format(code=code, name=name, level=level, first=first.format(**values), second=second.format(**values))
        folder = root / scale
        folder.mkdir(parents=True)
        text = HEAD.format(id=scale, kind=kind) + (LEVELS if kind == "ordinal" else "") + concepts
        (folder / "scale.yaml").write_text(text, "utf-8")
        shown: list[tuple[str, ...]] = [(), ("1",), ("2",), ("1",) if kind == "ordinal" else ("1", "2")]
        write_examples([answer(number, scale, shown[number % 4]) for number in range(count)], folder / "examples" / "a.jsonl")
