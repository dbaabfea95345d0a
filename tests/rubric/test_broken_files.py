"""A scale file that is wrong says all that is wrong with it, where, and what is allowed."""

import os

import pytest

from assessor.errors import ScaleError
from assessor.rubric import check_scale, read_scale


def found(file):
    return {(issue.line, issue.code) for issue in check_scale(file)}


def line_of(text, words):
    """The number of the only line that holds these words."""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if words in line]
    assert len(lines) == 1, (words, lines)
    return lines[0]


def test_the_small_scale_is_without_fault(small, write):
    assert check_scale(write(small)) == []


def test_six_faults_are_all_told_with_their_lines(small, write):
    broken = (
        small.replace('"1.0.0"', '"un"')
        .replace("coverage: 0.8", "coverage: 1.8")
        .replace("  - number: 2", "  - number: 3")
        .replace('question: {fr: "Racontez un bonjour.", en: "Tell me about a hello."}', 'question: {fr: "Racontez un bonjour."}')
        .replace("[[j'ai salué le boulanger]]", "[[j'ai salué le boulanger")
        .replace("\nsettings:", "\nreglages:")
    )
    file = write(broken)
    assert found(file) == {
        (line_of(broken, '"un"'), "pattern_version"),
        (line_of(broken, "1.8"), "range"),
        (line_of(broken, "number: 3"), "level_gap"),
        (line_of(broken, "number: 3"), "level_without_concept"),
        (line_of(broken, "level: 2"), "level_unknown"),
        (line_of(broken, "Racontez un bonjour"), "language_missing"),
        (line_of(broken, "salué le boulanger"), "mark_open"),
        (line_of(broken, "reglages"), "unknown_key"),
    }
    with pytest.raises(ScaleError) as caught:
        read_scale(file)
    for issue in check_scale(file):
        assert issue.message("fr") in caught.value.message("fr")
        assert issue.message("en") in caught.value.message("en")


# What is changed in the small scale, the words of the line that must be named, the code of the problem.
FAULTS = [
    ("id: petite", "id: grande", "id: grande", "id_folder"),
    ("kind: ordinal", "kind: ordinale", "kind: ordinale", "choice"),
    ("kind: ordinal", "kind: ordinal\nkind: checklist", "kind: checklist", "key_repeated"),
    ("  coverage: 0.8", "\tcoverage: 0.8", "coverage", "tab"),
    ("coverage: 0.8", "coverage: oui", "coverage", "type"),
    ("coverage: 0.8", "max_set_size: 3", "max_set_size", "set_size"),
    ("  - number: 2", "  - number: 1", '  - number: 1\n    name: {fr: "Deux', "level_repeated"),
    ('code: "2"', 'code: "1"', 'code: "1"\n    level: 2', "code_repeated"),
    ('code: "2"', "code: 2", "code: 2", "type"),
    ('{fr: "Deux", en: "Two"}', '{fr: "Deux", en: "  "}', '"  "', "blank"),
    ('{fr: "Deux", en: "Two"}', "Deux", "name: Deux", "type"),
    ('  note: {fr: "Écrit pour les tests.", en: "Written for the tests."}\n', "", "source:", "missing"),
    ('    indicators:\n      - {fr: "Ouvre sa porte.", en: "Opens the door."}\n', "    indicators: []\n", "indicators: []", "list_empty"),
    ('    question: {fr: "Racontez une invitation.", en: "Tell me about an invitation."}\n', "", 'code: "2"', "missing"),
    ("    level: 2\n", "", 'code: "2"', "level_missing"),
    ('      - "Puis [[j\'ai mis une table dehors pour les voisins]]."\n', "", 'code: "2"', "few_examples"),
    ('    counterexamples:\n      - "La rue était vide."\n', "", 'code: "2"', "no_counterexample"),
    ("[[J'ai invité toute la rue]]", "J'ai invité toute la rue", "toute la rue", "mark_absent"),
    ("[[J'ai invité toute la rue]]", "[[J'ai]] invité [[toute la rue]]", "toute la rue", "mark_many"),
    ("[[J'ai invité toute la rue]]", "[[ ]]J'ai invité toute la rue", "toute la rue", "mark_empty"),
    ("[[J'ai invité toute la rue]] en juin.", "[[J'ai souri à la factrice]] devant la poste.", "en juin|last", "example_repeated"),
    ("La rue était vide.", "J'ai invité toute la rue en juin.", "- \"J'ai invité", "example_contradicted"),
    ("facts: [months]", "facts: [lunes]", "facts: [lunes]", "fact_unknown"),
    ("value: null", "value: [1, 2]", "value: [1, 2]", "type"),
    ("value: null", "value: *ancre", "value: *ancre", "syntax"),
    ('name: {fr: "Un"', 'name: {fr: "Un', "", "syntax"),
    ("code: elan", "code: élan", "code: élan", "pattern_code"),
]


@pytest.mark.parametrize(("old", "new", "words", "code"), FAULTS, ids=[f"{fault[3]}-{place}" for place, fault in enumerate(FAULTS)])
def test_each_fault_is_told_on_its_line(small, write, old, new, words, code):
    assert old in small
    broken = small.replace(old, new, 1)
    issues = [issue for issue in check_scale(write(broken)) if issue.code == code]
    assert len(issues) == 1
    if words.endswith("|last"):
        assert issues[0].line == max(number for number, line in enumerate(broken.splitlines(), 1) if "souri à la factrice" in line)
    elif words:
        assert issues[0].line == broken[: broken.rindex(words)].count("\n") + 1
    # The severity is part of the contract: only advice lets a scale be read.
    assert issues[0].severity == ("warning" if code == "fact_unknown" else "error")
    assert issues[0].text.fr != issues[0].text.en


def test_advice_does_not_keep_a_scale_from_being_used(small, write):
    scale = read_scale(write(small.replace("[months]", "[lunes]")))
    assert scale.dimensions[0].facts == ("lunes",)


def test_an_exclusion_is_given_away_by_expressions_only(small, write):
    excluded = """exclusions:
  - code: ailleurs
    name: {fr: "Ailleurs", en: "Elsewhere"}
    description: {fr: "Salue ailleurs.", en: "Greets elsewhere."}
    belongs_to: {fr: "Voyage", en: "Travel"}
    indicators:
      - {fr: "Voyage.", en: "Travels."}
    examples:
      - "[[J'ai salué Rome]] en avril."
      - "[[J'ai salué Oslo]] en mai."
    counterexamples:
      - "La gare était vide."
    facts: [paid, months]
"""
    found = [issue for issue in check_scale(write(small + excluded)) if issue.code == "fact_unknown"]
    assert [issue.severity for issue in found] == ["warning"] and "« months »" in found[0].text.fr
    assert read_scale(write(small + excluded)).exclusions[0].facts == ("paid", "months")


def test_a_checklist_has_no_levels(small, write):
    broken = small.replace("kind: ordinal", "kind: checklist")
    assert {(line_of(broken, "levels:"), "level_unwanted"), (line_of(broken, "level: 2"), "level_unwanted")} <= found(write(broken))


def test_a_reference_is_refused_even_when_it_turns_in_a_circle(small, write):
    assert (1, "alias") in found(write("questions: &tout [*tout]"))


@pytest.mark.parametrize(
    ("raw", "line", "code"),
    [
        (b"", 1, "empty"),
        (b"\n  \n", 1, "empty"),
        (b"- une\n- liste\n", 1, "not_mapping"),
        ("id: petite\nversion: é\n".encode("latin-1"), 2, "encoding"),
        (b"id: petite\n\x00", 2, "character"),
        (b"[" * 5000, 1, "deep"),
        (b'id: "\\UFFFFFFFF"', 1, "syntax"),
        (b"? [a]\n: b\nid: petite", 1, "key_type"),
        (b'name: {fr: "\\uD800", en: b}', 1, "character_value"),
    ],
)
def test_what_is_hardly_a_file_is_told_too(write, raw, line, code):
    assert (line, code) in found(write(raw))


def test_a_near_miss_is_named(small, write):
    (issue,) = (issue for issue in check_scale(write(small.replace("definition:", "definitions:"))) if issue.code == "unknown_key")
    assert "Vouliez-vous dire « definition » ?" in issue.text.fr
    assert 'Did you mean "definition"?' in issue.text.en


@pytest.mark.parametrize("name", ["inconnue", "Échelle inconnue", "../..", "nul\0", "x" * 5000, "", "dossier/absent.yaml"])
def test_a_scale_that_is_not_there_is_an_error_a_person_can_read(tmp_path, name):
    with pytest.raises(ScaleError) as caught:
        read_scale(name, tmp_path)
    assert caught.value.code in {"rubric_unknown", "rubric_unreadable"}


def test_a_folder_in_place_of_the_file_is_told(tmp_path):
    (tmp_path / "petite" / "scale.yaml").mkdir(parents=True)
    with pytest.raises(ScaleError) as caught:
        read_scale("petite", tmp_path)
    assert caught.value.code == "rubric_unreadable"


def test_an_unknown_scale_names_those_that_exist(small, write, monkeypatch):
    root = write(small).parent.parent
    monkeypatch.setitem(os.environ, "ASSESSOR_SCALES", str(root))
    with pytest.raises(ScaleError, match="petite"):
        read_scale("autre")
