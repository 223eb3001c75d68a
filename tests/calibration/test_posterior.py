"""A posterior file: what it must say, and files that are not it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from onconeural.calibration import PosteriorError, free_parameters, read_posterior, shipped_posterior
from onconeural.calibration.checks import credibility_checks
from onconeural.calibration.checks.credibility import credibility_page
from onconeural.calibration.fit import posterior
from onconeural.calibration.fit.posterior import hashes, shipped
from onconeural.calibration.fit.target_rows import as_fitted, read_otherwise, targets


def document():
    draws = [{free.name: 0.1 * k for free in free_parameters()} for k in (1, 2)]
    return {
        "schema_version": 2,
        "hashes": hashes(),
        "recipe": {},
        "fitted": {"graus2001_hu200/tumour_found": [1.5, 0.4]},
        "prior_sd_left": {},
        "draws": draws,
    }


def written(tmp_path, data):
    path = tmp_path / "posterior.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_a_posterior_of_this_program_gives_settings(tmp_path):
    found = read_posterior(written(tmp_path, document()))
    assert len(found.draws) == 2
    assert "graus2001_hu200" in found.basis
    assert found.record("hu", 0).value("hT") != found.record("hu", 1).value("hT")


@pytest.mark.parametrize("name", ["model", "cohorts", "free", "version"])
def test_a_posterior_of_another_model_or_other_data_is_refused(tmp_path, name):
    data = document()
    data["hashes"][name] = "0" * 64
    with pytest.raises(PosteriorError, match=f"hashes.{name}: found 0000"):
        read_posterior(written(tmp_path, data))


def test_other_parameters_are_refused(tmp_path):
    data = document()
    data["draws"][0]["more"] = 1.0
    with pytest.raises(PosteriorError, match="other parameters"):
        read_posterior(written(tmp_path, data))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema_version": 1}'])
def test_any_other_file_is_refused(tmp_path, text):
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PosteriorError, match="onconeural calibrate"):
        read_posterior(path)


def test_asking_for_a_posterior_that_does_not_ship_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(posterior, "files", lambda package: tmp_path)
    with pytest.raises(PosteriorError, match="no posterior ships"):
        shipped_posterior()


def test_a_missing_file_is_told_in_words(tmp_path):
    with pytest.raises(PosteriorError, match=r"none\.json: found no such file or directory, expected a file"):
        read_posterior(tmp_path / "none.json")


def test_the_posterior_that_ships_was_fitted_to_rows_as_they_are_read_now():
    assert read_otherwise(shipped().fitted) == ()  # else calibrate again: words changed what a fitted row says


def test_a_fitted_row_that_is_read_otherwise_now_is_named():
    now = as_fitted(targets())
    key, (value, sd) = next(iter(now.items()))
    assert read_otherwise(now | {key: [value + 0.1, sd], "gone/tumour_found": [0.0, 1.0]}) == (key, "gone/tumour_found")


def test_the_credibility_page_names_fitted_rows_that_are_read_otherwise_now(monkeypatch):
    then = replace(shipped(), fitted=shipped().fitted | {"gone/tumour_found": [0.0, 1.0]})
    monkeypatch.setattr(credibility_checks, "shipped", lambda: then)
    assert "**read otherwise now: gone/tumour_found**" in credibility_page()
