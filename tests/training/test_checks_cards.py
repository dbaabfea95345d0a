"""``CARD.md`` says what the data say."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_corpus import META, STORIES, checklist_row, copy_scales, row, write

from assessor.rubric import list_scales
from assessor.training.dataset import examples_folder
from assessor.training.datasheet import FILE, datasheet, write_cards


@pytest.mark.parametrize("scale_id", list_scales())
def test_the_card_on_disk_is_the_one_the_data_give(scale_id: str) -> None:
    folder = examples_folder(scale_id)
    if not any(folder.glob("*.jsonl")):
        pytest.skip("no annotated answers here")
    assert (folder / FILE).read_text("utf-8") == datasheet(scale_id)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = copy_scales(tmp_path / "scales")
    monkeypatch.setenv("ASSESSOR_SCALES", str(root))
    return root


def test_an_ordinal_card(root: Path) -> None:
    second = [0, 1, 2, 2, 4, 3]
    rows = [
        row(
            str(place),
            f"Récit {place}, {text}",
            level,
            meta=META | {"region": "Belgique|Wallonie", "difficulty": "limite" if place == 1 else None},
            ratings=[{"rater": "main-1", "level": level}, {"rater": "lecture", "level": second[place]}],
        )
        for place, (level, text) in enumerate(zip([0, 1, 2, 3, 4, 0], STORIES, strict=True))
    ]
    write(root, rows)
    write_cards(["arc-collaboration"])
    french, english = (root / "arc-collaboration" / "examples" / "CARD.md").read_text("utf-8").split("\n\n---\n\n")
    assert french.startswith("# Fiche du corpus : ") and english.startswith("# Corpus card: ")
    assert "6 réponses annotées" in french
    assert "| 0 | 2 | 33 % |" in french and "| 0 | 2 | 33% |" in english
    assert "| limite | 1 | 17 % |" in french and "| aucune | 5 | 83 % |" in french
    assert "Belgique\\|Wallonie" in french
    assert "| Accord exact | 67 % |" in french and "| Agreement within one level | 83% |" in english
    # By hand: squared distances observed 1 + 9; expected 30 + 34 - 2 * 10 * 12 / 6 = 24; 1 - 10 / 24.
    assert "| Kappa pondéré quadratique (niveaux fixés par l'échelle) | 0,58 |" in french
    assert "Trop peu de réponses pour le mesurer." in french
    assert "synthétiques" in french and "accredited assessors" in english


def test_a_checklist_card(root: Path) -> None:
    write(
        root,
        [
            checklist_row("a", STORIES[0], ["D1", "D2"]),
            checklist_row("b", STORIES[1], [], []),
            checklist_row("c", STORIES[2], ["D2"], ["D1", "D2"]),
            checklist_row("d", STORIES[3], []),
        ],
        "ceric-partenariats",
    )
    french, english = datasheet("ceric-partenariats").split("\n\n---\n\n")
    assert "| D2 | 2 | 50 % |" in french and "| aucune | 2 | 50 % |" in french
    assert "accord exact 75 %" in french
    assert "| D1 | 75 % | 0,50 | 0,53 |" in french
    # Nobody ever saw D3: there is no agreement beyond chance to speak of.
    assert "| D3 | 100% | — | — |" in english


def test_a_corpus_rated_once_says_so(root: Path) -> None:
    write(root, [row("a", STORIES[0], ratings=[{"rater": "main-1", "level": 0}])])
    card = datasheet("arc-collaboration")
    assert "Seconde note : aucune pour le moment." in card and "Second rating: none so far." in card
    assert "à l'aveugle" not in card and "blind" not in card
