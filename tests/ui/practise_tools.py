"""What the tests of « S'exercer » share: texts of candidates, and the page without a browser."""

from __future__ import annotations

from types import SimpleNamespace

from desk_tools import Page

from assessor.ui.components.practise_feedback import SECTIONS
from assessor.wording import say

PAGE = "assessor/ui/pages/p15_practise.py"
HABIT = """En général, je travaille beaucoup avec mes partenaires. Chaque fois qu'un projet commence, je prends toujours le temps \
d'appeler les gens concernés et je les écoute. Je fais souvent des réunions avec les municipalités, et d'habitude je garde contact avec \
tout le monde pendant l'année. Je suis toujours disponible quand on m'appelle."""
ENGLISH = """In May 2019 I learnt that the packaging law would change and that our cooperative knew nothing about it. I was in charge of \
purchasing and I had to prepare us. I found the name of an engineer and I called her for the first time on January 14. She introduced me \
to two recyclers whom I went to meet at their place."""
CLIENT = """En mars 2021, une cliente de la boutique, madame Tremblay, est revenue fâchée avec un manteau dont la fermeture avait lâché. \
J'étais seule au comptoir et je devais régler sa plainte. Je l'ai écoutée, je me suis excusée et j'ai remplacé le manteau sur-le-champ. \
Je l'ai rappelée deux jours plus tard pour savoir si tout allait bien. Elle a acheté une écharpe et elle est revenue à Noël."""
OLD_FRIEND = """En mars, il me manquait un conseil sur le nouvel emballage. J'ai appelé mon fournisseur habituel, Yves Roy, que je connais \
depuis dix ans, comme je le fais chaque mois. Je lui ai donné des nouvelles de nos ventes et je lui ai demandé ce qu'il pensait du carton. \
Il m'a dit ce qu'il en savait, et j'ai gardé le même carton pour la saison."""


class Practising(Page):
    """A candidate at the page."""

    def write(self, text: str) -> Page:
        """What the browser sends at a pause."""
        number = self.mounted["writing"]["data"]["number"]
        self.at.session_state["practise_writing"] = SimpleNamespace(typed={"text": text, "number": number})
        return self.run()

    @property
    def field(self) -> str:
        return self.mounted["writing"]["data"]["text"]

    @property
    def said(self) -> str:
        return self.mounted["writing"]["data"]["said"]

    def section(self, name: str, language: str = "fr") -> str:
        """What stands under one heading of the feedback."""
        titles = [say(f"practise.section.{one}").in_(language) for one in SECTIONS] + [say("practise.changes.both").in_(language)]
        place = SECTIONS.index(name)
        after = self.words.split(f"{place + 1}. {titles[place]}", 1)[1]
        return after.split(titles[place + 1], 1)[0]
