"""The shipped posterior, and files that are not it."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from onconeural.calibration import PosteriorError, free_parameters, posterior, read_posterior


def shipped():
    return json.loads((files("onconeural.calibration") / "data" / "posterior.json").read_text(encoding="utf-8"))


def test_the_shipped_posterior_belongs_to_this_program():
    found = posterior()
    assert len(found.draws) >= 8
    assert all(set(draw) == {free.name for free in free_parameters()} for draw in found.draws)
    assert "graus2001_hu200" in found.basis
    assert found.record("hu", 0).value("hT") != found.record("hu", 1).value("hT")


@pytest.mark.parametrize("name", ["model", "cohorts", "free", "version"])
def test_a_posterior_of_another_model_or_other_data_is_refused(tmp_path, name):
    data = shipped()
    data["hashes"][name] = "0" * 64
    path = tmp_path / "other.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(PosteriorError, match=f"hashes.{name}: found 0000"):
        read_posterior(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema_version": 2}'])
def test_any_other_file_is_refused(tmp_path, text):
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PosteriorError, match="onconeural calibrate"):
        read_posterior(path)
