"""Made-up answers whose level is how many of three things they tell, in five sentences whatever the level: length says nothing."""

import numpy as np

FACTS = {
    "fr": (
        (
            "J'ai téléphoné à la mairie pour proposer un projet commun.",
            "J'ai contacté la commune afin de bâtir le projet ensemble.",
            "J'ai pris rendez-vous avec la mairie pour parler d'un projet.",
        ),
        (
            "Nous avons signé une convention de partage des locaux.",
            "Une convention a été signée pour partager les salles.",
            "Un accord écrit règle maintenant le partage des salles.",
        ),
        (
            "Depuis, soixante familles viennent chaque mois.",
            "Le nombre de familles accueillies a doublé en un an.",
            "En six mois, quarante familles de plus sont venues.",
        ),
    ),
    "en": (
        (
            "I phoned the town hall to suggest a joint project.",
            "I contacted the town to build the project together.",
            "I met the town hall to talk about a project.",
        ),
        (
            "We signed an agreement to share the rooms.",
            "A written agreement now settles how the rooms are shared.",
            "An agreement on sharing the rooms was signed.",
        ),
        (
            "Since then sixty families come every month.",
            "The number of families we receive doubled in a year.",
            "Within six months forty more families came.",
        ),
    ),
}
REST = {
    "fr": (
        "C'était une période assez chargée pour tout le monde.",
        "Il faisait froid cette année-là dans nos bureaux.",
        "Mon collègue préfère travailler le matin de bonne heure.",
        "Le bâtiment se trouve près de la gare, au deuxième étage.",
        "Je me souviens bien de la couleur des murs du couloir.",
        "Nous mangions souvent ensemble le midi.",
        "La réunion du lundi commençait toujours en retard.",
        "On m'avait donné un ordinateur plutôt ancien.",
    ),
    "en": (
        "It was a rather busy time for everyone.",
        "It was cold in our offices that year.",
        "My colleague prefers to work early in the morning.",
        "The building stands near the station, on the second floor.",
        "I remember the colour of the walls in the corridor well.",
        "We often had lunch together.",
        "The Monday meeting always started late.",
        "They had given me a rather old computer.",
    ),
}
SENTENCES = 5


def made(count: int, language: str = "fr", seed: int = 0) -> tuple[list[str], np.ndarray]:
    """Answers and their levels, 0 to 3, in equal numbers."""
    random = np.random.default_rng(seed)
    texts = []
    levels = np.arange(count) % 4
    for level in levels:
        told = random.permutation(3)[:level]
        rest = random.permutation(len(REST[language]))[: SENTENCES - level]
        sentences = [FACTS[language][fact][random.integers(3)] for fact in told] + [REST[language][one] for one in rest]
        texts.append(" ".join(sentences[place] for place in random.permutation(SENTENCES)))
    return texts, levels
