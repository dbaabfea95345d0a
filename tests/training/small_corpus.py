"""Small corpora for the checks: a folder of scales with two real scales, and answers to write into it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from assessor.paths import scales_root

Row = dict[str, object]
META = {"source": "synthetic", "author": "main-1", "sector": "santé", "register": "courant", "difficulty": None, "gate": None}


def row(name: str, text: str, level: int | None = 0, **changes: object) -> Row:
    """A line of an examples file for arc-collaboration, without fault unless the changes bring one."""
    plain: Row = {"id": name, "scale": "arc-collaboration", "lang": "fr", "text": text, "level": level}
    rated = [{"rater": "main-1", "level": level}, {"rater": "lecture", "level": level}]
    return plain | {"sentences": [], "meta": dict(META), "ratings": rated} | changes


def checklist_row(name: str, text: str, shown: Sequence[str], second: Sequence[str] | None = None, **changes: object) -> Row:
    """A line of an examples file for ceric-partenariats."""
    rated = [
        {"rater": "main-1", "demonstrated": list(shown)},
        {"rater": "lecture", "demonstrated": list(shown if second is None else second)},
    ]
    plain: Row = {"id": name, "scale": "ceric-partenariats", "lang": "fr", "text": text, "demonstrated": list(shown)}
    return plain | {"sentences": [], "meta": dict(META), "ratings": rated} | changes


def copy_scales(root: Path) -> Path:
    """A root with the two scales and no examples."""
    for name in ("arc-collaboration", "ceric-partenariats"):
        (root / name).mkdir(parents=True)
        shutil.copy(scales_root() / name / "scale.yaml", root / name / "scale.yaml")
    return root


def write(root: Path, rows: Sequence[Row | bytes], scale: str = "arc-collaboration", file: str = "main-1.jsonl") -> None:
    """Write rows as an examples file; bytes are written as they are."""
    lines = [one if isinstance(one, bytes) else json.dumps(one, ensure_ascii=False).encode() for one in rows]
    folder = root / scale / "examples"
    folder.mkdir(exist_ok=True)
    (folder / file).write_bytes(b"\n".join(lines) + b"\n")


STORIES = (
    "J'ai appelé la sage-femme de Rimouski pour qu'elle prenne nos deux patientes pendant la grève.",
    "Trois vaches boitaient, et le vétérinaire de Bastogne ne répondait plus au téléphone.",
    "Le serveur de la mairie est tombé un dimanche, juste avant les résultats du scrutin.",
    "Mon oncle Idrissa m'avait prêté sa pirogue, que j'ai rendue avec un moteur neuf.",
    "On a perdu la clé de la salle des fêtes ; c'est moi qui l'avais dans ma botte.",
    "La chorale voulait chanter dehors malgré l'orage annoncé par la radio.",
)
