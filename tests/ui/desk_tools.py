"""What the tests of the pages share: an answer, and a page that runs without a browser."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"
ARC = "arc-collaboration"

ANSWER = """En janvier 2019, j'ai su que la loi sur les emballages changerait d'ici trois ans et que notre \
coopérative de Rimouski n'y connaissait rien. \
J'étais responsable des achats et je devais nous y préparer. \
Je ne connaissais personne dans ce domaine. \
J'ai trouvé le nom de Paula Mendes, ingénieure au centre de recherche de Trois-Rivières, et je l'ai appelée pour la première \
fois le 14 janvier. \
Elle m'a présenté à deux récupérateurs de la Mauricie, que je suis allé rencontrer chez eux. \
Pendant deux ans, j'ai rappelé chacun d'eux à chaque saison pour échanger nos chiffres en prévision de la nouvelle loi. \
J'ai aussi rencontré un à un les responsables de quatre coopératives voisines, afin qu'on soit prêts ensemble le moment venu. \
En 2022, quand la loi est entrée en vigueur, nous avons changé d'emballage en six semaines, sans rupture de stock."""


class Page:
    """The application as a person uses it: fields and buttons by their keys, words by what is shown."""

    def __init__(self, mounted: dict[str, Any], path: str | None = None, **query: str) -> None:
        self.mounted = mounted
        self.at = AppTest.from_file(str(APP), default_timeout=120)
        for name, value in query.items():
            self.at.query_params[name] = value
        self.run()
        if path:
            self.at.switch_page(path)
            self.run()

    def run(self) -> Page:
        self.at.run()
        assert not self.at.exception, self.at.exception
        return self

    @property
    def html(self) -> str:
        """All the HTML on the page but its style, as it is sent."""
        bodies = [element.proto.body for element in self.at.get("html")]
        return "\n".join(body for body in bodies if not body.startswith("<style>"))

    @property
    def words(self) -> str:
        """The same as a reader sees it."""
        return unescape(self.html)

    def type(self, text: str) -> Page:
        self.at.text_area(key="field_text").input(text)
        return self

    def choose(self, scale: str) -> Page:
        next(field for field in self.at.radio if field.key.startswith("field_scale")).set_value(scale)
        return self

    def press(self, key: str) -> Page:
        self.at.button(key=key).click()
        return self.run()

    def key(self, ending: str, kind: str = "button") -> str:
        """The key of the one widget whose key ends so."""
        return next(widget.key for widget in getattr(self.at, kind) if widget.key and widget.key.endswith(ending))

    def assess(self, text: str = ANSWER, scale: str = ARC, *, blind: bool = True) -> Page:
        if not blind:
            self.at.toggle(key="field_blind").set_value(False)
        return self.type(text).choose(scale).press("entry_assess")

    def listed(self, file: int = 1) -> Any:
        """The list of the answers of the file dropped first, second…"""
        return next(field for field in self.at.selectbox if field.key and field.key.startswith(f"field_row_{file}_"))

    def verdicts(self) -> list[Any]:
        """The verdict of each piece of evidence."""
        return [group for group in self.at.button_group if "_verdict_" in str(group.key)]

    def level(self) -> int:
        """The level suggested."""
        return int(self.words.split("Niveau suggéré : ")[1].split(" ")[0])
