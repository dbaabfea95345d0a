"""What one line of ``assessor score`` may hold, to the letter; and texts that programs trip over."""

from __future__ import annotations

import json
from typing import Any

KEYS = (
    "id",
    "scale",
    "scale_version",
    "model",
    "level",
    "demonstrated",
    "probabilities",
    "levels_possible",
    "abstained",
    "admissibility",
    "evidence",
    "missing",
    "star",
    "facts",
)
GATES = ["event", "first_person", "competency", "recited", "length", "language"]

GOOD = (
    "Le four était mort. J'ai appelé le boulanger de Sarlat, que je ne connaissais pas, je me suis présenté et je lui ai demandé la moitié "
    "de sa nuit. Il a dit oui. J'ai cuit chez lui pendant une semaine, et je lui ai prêté mon camion en retour. Depuis, je le rappelle à "
    "chaque saison."
)
AWKWARD = {
    "emoji": "👩‍🌾 J'ai appelé la coop 🐄, je lui ai dit bonjour 😀. " + GOOD,
    "surrogate": "J'ai appelé \ud83d la mairie. " + GOOD,
    "nul": "J'ai\x00 appelé la mairie.\x00 " + GOOD,
    "rtl": "J'ai dit « مرحبا \u202eabc\u202c » à la directrice. " + GOOD,
    "combining": "J'ai te\u0301le\u0301phone\u0301 au de\u0301po\u0302t\u00a0: oui\u202f! " + GOOD,
    "lines": "\n\n- appelé le dépôt\n\r\n\t- vu M. Roy\u2028- obtenu 6 t\n" + GOOD,
    "separators": 'Il a dit "oui"; {"id": 3}, \\n, \x0b et \x85 puis \u2029. ' + GOOD,
    "nothing": "…",
    "digits": "8 8 8",
    "space": "\u200b",
}


def lines_of(output: str) -> list[dict[str, Any]]:
    """The lines, each a JSON object; only a newline ends one."""
    assert output.endswith("\n")
    return [json.loads(line) for line in output[:-1].split("\n")]


def check_line(row: dict[str, Any], text: str, levels: tuple[int, ...], codes: tuple[str, ...], concepts: tuple[str, ...]) -> None:
    """Keys, their order, their types, and what must agree with the text."""
    assert tuple(row) == KEYS
    assert all(isinstance(row[key], str) for key in ("id", "scale", "scale_version", "model"))
    assert isinstance(row["abstained"], bool)
    if levels:
        assert type(row["level"]) is int
        assert row["level"] in levels
        assert row["demonstrated"] is None
        assert list(row["probabilities"]) == [str(level) for level in levels]
        assert abs(sum(row["probabilities"].values()) - 1) < 1e-5
        assert row["levels_possible"] == sorted(set(row["levels_possible"]))
        assert set(row["levels_possible"]) <= set(levels)
        assert row["levels_possible"]
    else:
        assert row["level"] is None
        assert row["levels_possible"] == []
        assert list(row["probabilities"]) == list(concepts)
        assert row["demonstrated"] == [code for code in concepts if code in row["demonstrated"]]
    assert all(0 <= value <= 1 for value in row["probabilities"].values())

    assert [gate["gate"] for gate in row["admissibility"]] == GATES
    for gate in row["admissibility"]:
        assert list(gate) == ["gate", "passed", "reason", "quote"]
        assert isinstance(gate["passed"], bool)
        assert gate["reason"]
        assert gate["quote"] is None or gate["quote"] in text
    for one in row["evidence"]:
        assert list(one) == ["start", "end", "quote", "concept", "probability", "reasons"]
        assert text[one["start"] : one["end"]] == one["quote"]
        assert one["quote"].strip()
        assert one["concept"] in codes
        assert 0 <= one["probability"] <= 1
        assert one["reasons"]
        assert all(isinstance(reason, str) and reason for reason in one["reasons"])
    for one in row["missing"]:
        assert list(one) == ["concept", "question"]
        assert one["concept"] in concepts
        assert one["question"]
    end = 0
    for one in row["star"]:
        assert list(one) == ["start", "end", "role"]
        assert end <= one["start"] < one["end"] <= len(text)
        assert one["role"] in ("S", "T", "A", "R", "-")
        end = one["end"]
    assert all(isinstance(name, str) and isinstance(value, int | float) for name, value in row["facts"].items())
    assert {"first_person_share", "outside_parties", "months"} <= set(row["facts"])
