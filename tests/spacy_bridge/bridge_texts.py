"""Answers that the tests of this room share."""

ARC = "arc-collaboration"
BAKER = (
    "Le four était mort. J'ai appelé le boulanger de Sarlat, que je ne connaissais pas, je me suis présenté et je lui ai demandé la moitié "
    "de sa nuit. Il a dit oui. J'ai cuit chez lui pendant une semaine, et je lui ai prêté mon camion en retour. Depuis, je le rappelle à "
    "chaque saison."
)
CLIENT = (
    "Une cliente m'a téléphoné parce que sa commande n'était pas arrivée. Je me suis excusé, j'ai retrouvé le colis et je l'ai livré le "
    "soir même. Elle m'a remercié, et le lendemain je lui ai demandé si tout convenait."
)
GENERAL = "En général, il faut écouter ses partenaires. On devrait toujours garder le contact et dire merci."
AWKWARD = "👩‍🌾 \n\n- Vu M. Roy\u2028- J'ai\u00a0appelé la mairie de Sarlat,que je ne connaissais pas.Elle a dit oui\u202f! 8 8 8 …"
TEXTS = [BAKER, "", CLIENT, GENERAL, AWKWARD, "…", "   "]
