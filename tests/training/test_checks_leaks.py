"""What gives a label away is measured, and what does not is left in peace."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_corpus import META, checklist_row, copy_scales, row, write

from assessor.domain.example import Example
from assessor.rubric import read_scale
from assessor.training.checks import check_examples
from assessor.training.leaks import leak_table, leaks

ARC, CERIC = "arc-collaboration", "ceric-partenariats"
SECTORS = ("santé", "forêt", "culture", "transport", "banque")


def answers(count: int = 100, **leaking: object) -> list[Example]:
    """Levels 0 to 4 in turn; nothing else follows them, except what leaks."""
    found = []
    for place in range(count):
        level, free = place % 5, (place * 7 + place // 5) % 5
        meta = {"sector": SECTORS[level if "sector" in leaking else free], "gender": "FM"[(place // 5) % 2], "author": f"m{place // 5 % 4}"}
        names = ("Awa", "Luc", "Zoé", "Nour", "Ana")[level if "names" in leaking else free]
        length = 20 * (level + 1) if "length" in leaking else 20 + (place * 13) % 37
        found.append(Example(str(place), ARC, f"Hier, {names} riait. " + "mot " * length, level=level, meta=meta))
    return found


def test_nothing_leaks_from_a_balanced_corpus() -> None:
    found = leaks(answers(), read_scale(ARC))
    assert set(found) == {"length", "sector", "register", "region", "gender", "author", "names"}
    assert max(found.values()) < 0.15


@pytest.mark.parametrize("measure", ["sector", "names", "length"])
def test_a_leak_is_seen_where_it_is_and_only_there(measure: str) -> None:
    found = leaks(answers(**{measure: True}), read_scale(ARC))
    assert found.pop(measure) > 0.8
    assert max(found.values()) < 0.15


def test_what_nobody_wrote_down_gives_nothing_away() -> None:
    assert leaks(answers(), read_scale(ARC))["region"] == 0.0


def test_too_few_answers_say_nothing() -> None:
    assert leaks(answers(39), read_scale(ARC)) == {}


def test_naming_somebody_at_all_is_no_leak() -> None:
    texts = [f"Hier, {('Awa', 'Luc', 'Zoé')[place % 3]} riait." if place % 5 else "Rien à dire." for place in range(100)]
    corpus = [Example(str(place), ARC, text, level=min(place % 5, 1)) for place, text in enumerate(texts)]
    assert leaks(corpus, read_scale(ARC))["names"] == 0.0


def test_a_demonstration_leaks_too() -> None:
    corpus = [
        Example(str(place), CERIC, "mot " * (20 + place % 11), demonstrated=("D1",) if place % 2 else (), meta={"gender": "FM"[place % 2]})
        for place in range(60)
    ]
    found = leaks(corpus, read_scale(CERIC))
    # Only one of the five demonstrations is ever shown, and it follows the gender wholly.
    assert found["gender"] == pytest.approx(0.2)
    assert abs(found["length"]) < 0.1


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = copy_scales(tmp_path / "scales")
    monkeypatch.setenv("ASSESSOR_SCALES", str(root))
    return root


def told(root: Path, scale: str) -> list[tuple[str, str, str]]:
    folder = f"{scale}/examples"
    return [(one.severity, one.code, one.text.fr) for one in check_examples(scale) if one.file == folder and one.line == 0]


def test_leaks_and_imbalance_are_told_of_the_whole_folder(root: Path) -> None:
    """Sectors follow levels; level 4 is rare; nothing is marked difficult; no zero looks admissible."""
    levels = [place % 4 for place in range(96)] + [4] * 4
    write(root, [row(str(place), f"récit {place}", level, meta=META | {"sector": SECTORS[level]}) for place, level in enumerate(levels)])
    found = told(root, ARC)
    assert [(severity, code) for severity, code, _ in found] == [
        ("error", "leak"),
        ("warning", "share_low"),
        ("warning", "difficult_share"),
        ("warning", "zeros_few"),
    ]
    assert "le secteur seul" in found[0][2]
    assert "« 4 » : 4 %" in found[1][2]
    assert leak_table(ARC)["sector"] > 0.8


def test_a_balanced_checklist_has_nothing_to_hear(root: Path) -> None:
    """A third is difficult; a zero that plainly tells of something else is not."""
    rows = []
    for place in range(100):
        gate, shown = ("competency", []) if place < 40 else (None, [f"D{place % 5 + 1}"])
        meta = META | {"gate": gate, "difficulty": "maigre" if place % 3 == 0 else "autre" if gate else None}
        rows.append(checklist_row(str(place), f"récit {place}", shown, meta=meta))
    write(root, rows, CERIC)
    assert told(root, CERIC) == []


def test_figures_wait_until_the_lines_are_right(root: Path) -> None:
    write(root, [row(str(place), f"récit {place}", 0) for place in range(50)] + [b"{"])
    assert told(root, ARC) == []
