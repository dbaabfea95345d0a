"""The language of a text."""

import pytest

from assessor.language import detect_language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("J'ai appelé la directrice du port et elle m'a répondu le soir même.", "fr"),
        ("jai appele le centre pis la dame ma dit de revenir lundi", "fr"),
        ("jetais o boulot quan le cliant a apeler, g repondu tout de suite a sa demande", "fr"),
        ("J'ai écrit à la World Health Organization et au Department of Fisheries and Oceans, puis à Save the Children.", "fr"),
        ("- appelé le centre\n- rencontré le maire\n- résultat : 40 % d'erreurs en moins", "fr"),
        ("APPELE LE MAIRE ET LE CENTRE DES PECHEURS POUR LE PLAN", "fr"),
        ("I called the director of the Ministère de la Santé and she told me what they needed.", "en"),
        ("اتصلت بمديرة المركز وأجابتني في نفس اليوم", "ar"),
        ("Llamé a la directora del puerto y me contestó el mismo día con los datos.", "es"),
        ("Ich habe die Direktorin angerufen und sie hat mir noch am selben Tag geantwortet.", "de"),
        ("Я позвонил директору порта", "ru"),
        ("Bonjour madame Tremblay", "?"),
        ("", "?"),
        ("12 345 !!!", "?"),
        ("😀😀😀", "?"),
        ("xkcd qwerty zzzz asdf", "?"),
    ],
)
def test_language(text, expected):
    assert detect_language(text) == expected
