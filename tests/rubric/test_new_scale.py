"""A scale is added by adding a folder; whatever is put into its file, reading it ends in a scale or in a ScaleError."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from small_scale import SMALL

from assessor.domain.scale import Scale
from assessor.errors import ScaleError
from assessor.rubric import check_scale, list_scales, read_scale, scales_root
from assessor.rubric.marks import mark_fault, marked
from assessor.rubric.schema import ScaleRow


def test_a_new_folder_is_a_new_scale(small, write, tmp_path):
    write(small)
    (tmp_path / "sans-fichier").mkdir()
    assert list_scales(tmp_path) == ("petite",)
    scale = read_scale("petite", tmp_path)
    assert scale.level_numbers == (0, 1, 2)
    assert scale.concept("2").examples[1].text == "Puis j'ai mis une table dehors pour les voisins."
    assert scale.policy.coverage == 0.8
    assert not scale.settings[0].published


def test_id_folder_and_file_name_the_same_scale(small, write, tmp_path):
    file = write(small)
    assert read_scale("petite", tmp_path) == read_scale(file) == read_scale(file.parent) == read_scale(str(file))


def test_a_changed_file_is_read_anew(small, write, tmp_path):
    first = read_scale(write(small))
    assert read_scale(write(small)) is first
    assert read_scale(write(small.replace('"1.0.0"', '"1.0.1"'))).version == "1.0.1"


def test_the_environment_says_where_scales_are(monkeypatch, tmp_path):
    monkeypatch.setenv("ASSESSOR_SCALES", str(tmp_path))
    assert scales_root() == tmp_path
    assert list_scales() == ()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("echelles")


def reads_or_tells(folder: Path, raw: bytes) -> None:
    file = folder / "scale.yaml"
    file.write_bytes(raw)
    issues = check_scale(file)
    try:
        scale = read_scale(file)
    except ScaleError as error:
        assert error.code == "rubric_invalid"
        assert all(1 <= issue.line <= raw.count(b"\n") + raw.count(b"\r") + 1 for issue in issues)
    else:
        assert isinstance(scale, Scale)
        assert all(issue.severity == "warning" for issue in issues)


@given(
    st.one_of(
        st.binary(),
        st.text().map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.text("-:[]{}&*!|>'\"?%@,# \n\tab01~.<").map(str.encode),
    )
)
@settings(max_examples=250, deadline=None)
def test_any_bytes_give_a_scale_or_a_scale_error(folder, raw):
    reads_or_tells(folder, raw)


@given(st.integers(0, len(SMALL)), st.integers(0, 60), st.text(max_size=12))
@settings(max_examples=150, deadline=None)
def test_a_good_file_spoilt_anywhere_gives_a_scale_or_a_scale_error(folder, start, length, put):
    reads_or_tells(folder, (SMALL[:start] + put + SMALL[start + length :]).encode("utf-8", "surrogatepass"))


KEYS = st.sampled_from(
    [*ScaleRow.model_fields, "code", "level", "number", "examples", "counterexamples", "facts", "fr", "en", "max_set_size", "value"]
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(["ordinal", "checklist", "[[a]]", "1"]), st.text(max_size=4)
)
ANYTHING = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12)


@given(st.dictionaries(KEYS, ANYTHING, max_size=8), st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_structure_gives_a_scale_or_a_scale_error(folder, changes, whole):
    data = {**yaml.safe_load(SMALL), **changes} if whole else changes
    reads_or_tells(folder, yaml.safe_dump(data, allow_unicode=True).encode("utf-8", "surrogatepass"))


@given(st.text("ab [].", max_size=20))
def test_a_mark_is_at_fault_or_gives_its_span(text):
    if mark_fault(text, required=True) is None:
        example = marked(text)
        rebuilt = example.text[: example.start] + "[[" + example.text[example.start : example.end] + "]]" + example.text[example.end :]
        assert rebuilt == text
        assert example.text[example.start : example.end].strip()
