"""Two answers to the collaboration scale: a new tie outside, and the own team."""

NEW_TIE = (
    "En mars, la caisse agricole de Labé a fermé son guichet et nos planteurs n'avaient plus de crédit. J'ai trouvé le nom de la "
    "nouvelle directrice de la coopérative voisine, que personne chez nous ne connaissait. Je l'ai appelée pour la première fois, je me "
    "suis présenté, et je lui ai expliqué ce que nous faisions. Elle m'a reçu le jeudi. Nous avons échangé nos listes, et elle m'appelle "
    "depuis chaque mois."
)
TEAM = (
    "L'an dernier, mon équipe ne se parlait plus. J'ai réuni mes six collègues un lundi matin dans la petite salle et j'ai demandé à "
    "chacun de dire ce qui n'allait pas. J'ai proposé de partager les gardes autrement et j'ai affiché le tableau. Au bout d'un mois, mes "
    "collègues se remplaçaient de nouveau entre eux, et notre chef de service nous a remerciés pour l'ambiance retrouvée."
)
