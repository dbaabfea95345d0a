"""A scale by its name, its file or its folder; and back to a file."""

from __future__ import annotations

import pytest

from assessor import read_scale
from assessor.errors import ScaleError
from assessor.rubric import list_scales
from assessor.rubric.kept import scale_bytes, scale_of


@pytest.mark.parametrize("name", list_scales())
def test_a_scale_kept_beside_a_model_is_the_same_scale(name):
    scale = read_scale(name)
    assert scale_of(scale_bytes(scale)) == scale


def test_name_file_folder_or_scale(own_folder, monkeypatch):
    scale = read_scale(own_folder / "voisins" / "scale.yaml")
    monkeypatch.chdir(own_folder)
    assert scale == read_scale("voisins/scale.yaml") == read_scale("voisins") == read_scale(own_folder / "voisins") == read_scale(scale)
    assert scale.level_numbers == (0, 1, 2)


def test_a_name_is_the_installed_scale_even_beside_a_folder_of_that_name(own_folder, monkeypatch, tmp_path):
    (tmp_path / "sfia-rlmt").mkdir()
    (tmp_path / "sfia-rlmt" / "scale.yaml").write_bytes((own_folder / "voisins" / "scale.yaml").read_bytes())
    monkeypatch.chdir(tmp_path)
    assert read_scale("sfia-rlmt").level_numbers == (0, 4, 5, 6, 7)


@pytest.mark.parametrize("content", [b"", b"[", b"id: 3", b"\xff"])
def test_what_no_version_wrote_is_refused(content):
    with pytest.raises(ScaleError) as problem:
        scale_of(content)
    assert problem.value.code == "research_scale_kept"
