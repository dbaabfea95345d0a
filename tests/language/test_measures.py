"""Dates, durations and quantities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.language.measures import dates, months, number_value, quantities
from assessor.language.normalise import fold

DURATIONS = [
    ("pendant trois ans", 36),
    ("durant dix-huit mois", 18),
    ("sur quatre-vingt-dix jours", 2.96),
    ("un an et demi", 18),
    ("pendant une dizaine d'années", 120),
    ("de 2016 à 2023", 84),
    ("au fil des ans", 36),
    ("J'y ai mis six semaines.", 1.38),
    ("septante mois", 70),
    # frequencies, dates, delays and ages are no time spent
    ("deux fois par semaine", 0),
    ("tous les deux mois", 0),
    ("il y a trois ans", 0),
    ("d'ici deux ans", 0),
    ("deux mois plus tard", 0),
    ("Mme Cormier, 81 ans, grand-mère", 0),
    ("Elle avait quatre-vingt-trois ans", 0),
    ("à moins de quarante ans", 0),
]


@pytest.mark.parametrize(("text", "expected"), DURATIONS)
def test_durations_in_months(text, expected):
    assert months(fold(text)) == pytest.approx(expected, abs=0.02)


def test_since_a_year_lasts_until_the_latest_year_told_and_a_year_at_least():
    assert (months("depuis 2016", 2022), months("depuis 2016", None), months("depuis l'automne 2016", 2018)) == (72, 12, 24)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Au printemps 2019", 1),
        ("le 12 mars 2019", 1),
        ("le 6 novembre, puis en janvier", 2),
        ("2021-04-03 et 12/05/2021", 2),
        ("l'an dernier", 1),
        ("il y a trois ans", 1),
        ("mardi dernier", 1),
        ("mars et avril sont des mois", 0),
        ("Je marche vers la mairie", 0),
        ("au 2019 rue des Pins", 1),
    ],
)
def test_dates(text, expected):
    assert dates(fold(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("40 % d'erreurs en moins", 1),
        ("trois fois plus de visites", 1),
        ("huit organismes et 1 200 dossiers", 2),
        ("onze mille euros", 1),
        ("deux lots sur douze", 1),
        ("un organisme", 0),
        ("le 12 mars 2019", 0),
        ("deux heures plus tard", 0),
        ("pendant trois ans", 0),
    ],
)
def test_quantities(text, expected):
    assert quantities(fold(text)) == expected


@given(st.integers(0, 999_999))
def test_figures_are_read_as_they_are_written(number):
    assert number_value(f"{number:,}".replace(",", " ")) == number
